"""An authority: 420 schools, 25,000 people, six documents, a million signatures. What pages ask there, and a publication."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from accord.config.bench import cloning, history, place, stage
from accord.config.bench.figures import Figure, at_least, at_most, told
from accord.config.bench.plans import Visit, large_tables, visit_everything

# Staff of a school, and how many such schools there are: 420 of them, and 25,000 people in post.
SIZES = ((160, 60), (60, 160), (29, 200))
QUICK = ((30, 4), (12, 8))
YEARS = 8
SEED = 17
MOST_SECONDS = 60.0
MOST_MS = 100.0
AT_ONCE = 2  # As many jobs as the worker does side by side.

WAITING = "notices_notice WHERE state = 'waiting'"

Visits = dict[tuple[str, str], Visit]  # By who visits, and what kind of page it is.


def measure(home: Path, quick: bool) -> Iterator[Figure]:
    sizes, began = QUICK if quick else SIZES, time.perf_counter()
    models = [history.ten_years(staff=staff, years=2 if quick else YEARS, seed=SEED) for staff, _count in sizes]
    small = _visits(models[-1], times=0, explain=False)
    schools = _cloned(models, [count for _staff, count in sizes])
    yield told("authority: making it", time.perf_counter() - began, "s")
    for name, bound in (("schools_school", 420), ("people_person", 25_000), ("signing_signature", 1_000_000)):
        figure, count = f"authority: rows of {name}", _count(name)
        yield told(figure, count, "rows") if quick else at_least(figure, count, "rows", bound)
    yield from _pages(small, _visits(models[0], times=5, explain=not quick))
    yield from _publication(schools)


def _cloned(models: Sequence[stage.Stage], counts: Sequence[int]) -> list[int]:
    """The schools, the models among them."""
    taken = {model.urn for model in models}
    numbers = (urn for urn in random.Random(SEED).sample(range(100_000, 1_000_000), 2_000) if urn not in taken)
    schools = [model.school for model in models]
    for model, count in zip(models, counts, strict=True):
        schools += cloning.clone(model.school, list(islice(numbers, count - 1)))
    place.analyse()
    return schools


def _count(table: str) -> int:
    with cloning.connect() as admin:
        [count] = admin.execute(f"SELECT count(*) FROM {table}").fetchone()  # type: ignore[arg-type, misc]
    return int(count)


def _visits(model: stage.Stage, *, times: int, explain: bool) -> Visits:
    """Every kind of page that the Headteacher comes to, and somebody who still has to sign."""
    from django.test import Client

    from accord.duties.models import Duty
    from accord.kernel import clock
    from accord.kernel.scope import in_school

    with in_school(model.school):
        signer = Duty.objects.open().exclude(person__roles__role="headteacher").order_by("person__search")[0].person
    found: Visits = {}
    for who, cookie in (("head", model.head), ("colleague", stage.sign_in([signer], clock.now())[0])):
        browser = Client(headers={"host": "localhost"})
        browser.cookies["accord_session"] = cookie
        pages = visit_everything(browser, f"/s/{model.slug}/", times=times, explain=explain)
        found |= {(who, kind.replace(model.slug, "*")): visit for kind, visit in pages.items()}
    return found


def _pages(small: Visits, large: Visits) -> Iterator[Figure]:
    yield told("authority: kinds of pages", len(large), "pages")
    grown = [page for page, visit in large.items() if page in small and visit.queries > small[page].queries]
    yield at_most(f"authority: pages whose queries grow {_named(grown)}".strip(), len(grown), "pages", 0)
    tables = large_tables()
    whole = set().union(*(visit.read_whole & tables for visit in large.values()))
    yield at_most(f"authority: tables read from end to end {_named(whole)}".strip(), len(whole), "tables", 0)
    slow = sorted(large, key=lambda page: -large[page].seconds)
    for place_of, page in enumerate(slow[:3], start=1):
        yield at_most(f"authority: page {place_of} by time {_named([page])}", 1000 * large[page].seconds, "ms", MOST_MS)


def _named(found: object) -> str:
    return str(sorted(found)) if found else ""  # type: ignore[call-overload]


def _publication(schools: Sequence[int]) -> Iterator[Figure]:
    """A new version of one document in every school at once; then everything once more, twice at the same time."""
    from accord.duties import jobs

    began = time.perf_counter()
    _at_once([partial(_publish, school) for school in schools])
    yield told("authority: publishing in every school", time.perf_counter() - began, "s")
    before, began = _count("duties_duty"), time.perf_counter()
    _at_once([partial(jobs.reconcile, school) for school in schools])
    yield at_most(
        "authority: reconciling a publication in every school", time.perf_counter() - began, "s", MOST_SECONDS
    )
    after = _count("duties_duty")
    yield told("authority: people asked", after - before, "people")
    _at_once([partial(jobs.reconcile, school) for school in schools for _twice in range(2)])
    yield at_most("authority: duties that a second reconciling opens", _count("duties_duty") - after, "duties", 0)
    began = time.perf_counter()
    _at_once([partial(_tell, school) for school in schools for _twice in range(2)])
    yield told("authority: telling everybody, twice", time.perf_counter() - began, "s")
    yield told("authority: messages that wait to be sent", _count(WAITING), "messages")
    yield at_most("authority: people who are told twice", _told_twice(), "people", 0)


def _at_once(work: Sequence[Callable[[], object]]) -> None:
    """Do it all, as the worker does: so much side by side, each with a connection of its own."""
    from django.db import connection

    def done(each: Callable[[], object]) -> None:
        try:
            each()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(done, work))


def _publish(school: int) -> None:
    from accord.kernel import clock
    from accord.kernel.scope import in_school
    from accord.people.models import Person
    from accord.policies.models import Document

    with in_school(school):
        head = Person.objects.get(roles__role="headteacher")
        document = Document.objects.order_by("title")[0]
        stage.next_version(document.pk, stage.original(document.title, 99), head, clock.now())


def _tell(school: int) -> int:
    from accord.duties import messages
    from accord.kernel import clock
    from accord.kernel.scope import in_school

    with in_school(school):
        return messages.tell_all(now=clock.now() + timedelta(hours=1))


def _told_twice() -> int:
    return _count(f"(SELECT FROM {WAITING} GROUP BY person_id HAVING count(*) > 1) AS twice")
