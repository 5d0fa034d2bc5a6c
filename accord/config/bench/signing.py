"""What signing costs, against the plainest way to keep one row of somebody's, alone and sixteen at a time."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from statistics import median

from accord.config.bench import serving, stage
from accord.config.bench.browser import Answer, Browser
from accord.config.bench.figures import Figure, at_most, counted, in_turns, ratio, told

CLIENTS = 16
BOUND = 3.0
MOST_QUERIES = 15


def measure(home: Path, quick: bool) -> Iterator[Figure]:
    """Signing over HTTP beside a worker; each request is one person's, so nobody signs twice."""
    rounds, alone, each = (2, 6, 3) if quick else (5, 16, 8)
    made = stage.make_stage(people=1 + 2 * CLIENTS + rounds * (alone + CLIENTS * each), documents=2, seed=16)
    yield at_most("signing: queries", _queries(made), "queries", MOST_QUERIES)
    with serving.web(home) as ours, serving.web(home, "accord.config.bench.bare") as bare, serving.worker(home):
        waiting = iter(made.signers[1:])
        sides: dict[str, _Side] = {
            "ours": _Side(ours, made, waiting),
            "bare": _BareSide(bare, made, cycle(made.signers)),
        }
        for side in sides.values():
            side.crowd(2)  # Every thread has its connection, and what is loaded late is loaded.
        one = in_turns(rounds, **{name: _median_of(side.alone, alone) for name, side in sides.items()})
        many = in_turns(rounds, **{name: _median_of(side.crowd, each) for name, side in sides.items()})
        yield ratio("signing alone, over a bare insert", one["ours"], one["bare"], BOUND)
        yield ratio(f"signing by {CLIENTS} at once, over a bare insert", many["ours"], many["bare"], BOUND)
        for name, taken in (("alone", one), (f"by {CLIENTS} at once", many)):
            yield told(f"signing {name}", 1000 * median(taken["ours"]), "ms")
            yield told(f"bare insert {name}", 1000 * median(taken["bare"]), "ms")
        yield from _whole(made, sides["ours"].signed)


class _Side:
    """One of the two sites, and the people who go there."""

    def __init__(self, port: int, made: stage.Stage, waiting: Iterator[stage.Signer]) -> None:
        self.port = port
        self.made = made
        self.waiting = waiting
        self.signed: dict[str, str] = {}
        self._lock = threading.Lock()

    def alone(self, number: int) -> list[float]:
        return [self._one() for _ in range(number)]

    def crowd(self, each: int) -> list[float]:
        """All clients at once; each sends its next request when it has its answer."""
        taken: list[float] = []
        gate = threading.Barrier(CLIENTS)

        def client() -> None:
            gate.wait()
            found = [self._one() for _ in range(each)]
            with self._lock:
                taken.extend(found)

        threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(taken) == CLIENTS * each, "a client met an error; see above"
        return taken

    def _one(self) -> float:
        with self._lock:
            signer = next(self.waiting)
        browser = Browser(self.port, signer.session)
        browser.connect()
        began = time.perf_counter()
        answer = self._ask(browser, signer)
        taken = time.perf_counter() - began
        browser.close()
        assert answer.status == 302, (answer.status, answer.body[:500])
        with self._lock:
            self.signed[signer.person] = answer.location
        return taken

    def _ask(self, browser: Browser, signer: stage.Signer) -> Answer:
        return browser.post(*self.made.declaration(signer, uuid.uuid4()))


class _BareSide(_Side):
    def _ask(self, browser: Browser, signer: stage.Signer) -> Answer:
        return browser.post(f"/bare/{self.made.school}/", self.made.token)


def _median_of(way: Callable[[int], list[float]], number: int) -> Callable[[], float]:
    return lambda: median(way(number))


def _queries(made: stage.Stage) -> int:
    """How many statements one signing sends. In this process: nobody can look into the served one."""
    from django.test import Client

    signer = made.signers[0]
    browser = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    browser.cookies["accord_session"], browser.cookies["accord_csrf"] = signer.session, stage.PASSED
    with counted() as statements:
        answer = browser.post(*made.declaration(signer, uuid.uuid4()))
    assert answer.status_code == 302, answer.content[:500]
    return len(statements)


def _whole(made: stage.Stage, signed: dict[str, str]) -> Iterator[Figure]:
    from accord.kernel.ledger.verify import verify
    from accord.kernel.models import Pending
    from accord.kernel.scope import in_school
    from accord.signing.models import Briefing, Declaration, Signature

    give_up_at = time.monotonic() + 20
    while Pending.objects.filter(school_id=made.school).exists() and time.monotonic() < give_up_at:
        time.sleep(0.1)
    with in_school(made.school):
        kept = {str(person): str(pk) for person, pk in Declaration.objects.values_list("person_id", "id")}
        lost = [person for person, where in signed.items() if kept.get(person, "-") not in where]
        yield at_most("signing: acknowledged and lost", len(lost), "people", 0)
        wanted = (len(signed) + 1) * len(made.texts)
        yield at_most("signing: signatures too many", Signature.objects.count() - wanted, "signatures", 0)
        Briefing.objects.all().delete()  # What the bare site inserted, and no ledger knows of.
        report = verify()
        yield at_most("signing: what the ledger finds afterwards", len(report.findings) + report.waiting, "findings", 0)
