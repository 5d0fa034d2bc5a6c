"""The whole of Accord as `accord run` serves it: how soon it is there again, and how much memory it takes."""

import re
import signal
import subprocess
import sys
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from accord.config.bench import place, serving, stage
from accord.config.bench.browser import Browser
from accord.config.bench.figures import Figure, at_most, told

STARTS_ITSELF = True
FIRST_PAGE = "/accounts/login/"
START_SECONDS = 5.0
MOST_MB = 400.0
PATIENCE = 240.0
LINK = re.compile(rb'href="(/[^"#]*)')
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|(?<=\?).*")
# They end the visit, or are no pages.
NOT_VISITED = ("/accounts/logout/", "/static/")


def measure(home: Path, quick: bool) -> Iterator[Figure]:
    """A first start, a school, then starts of a home that is ready; then every kind of page once."""
    port = serving.free_port()
    began = time.perf_counter()
    with run(home, port):
        yield told("first start, everything installed", time.perf_counter() - began, "s")
        made = _stage(home, 20 if quick else 160)
    starts = []
    for _ in range(2 if quick else 4):
        began = time.perf_counter()
        with run(home, port):
            starts.append(time.perf_counter() - began)
    yield at_most("second start", median(starts), "s", START_SECONDS)
    with run(home, port) as process:
        _sign_and_check(port, made)
        kinds = _visit_everything(port, made)
        yield told("kinds of pages visited", kinds, "pages")
        memory = _memory(process.pid)
    for name, amount in sorted(memory.items()):
        yield told(f"memory of {name}", amount, "MB PSS")
    yield at_most("memory of all together", sum(memory.values()), "MB PSS", MOST_MB)


@contextmanager
def run(home: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """`accord run`, from its first page on until the block ends."""
    command = [sys.executable, "-m", "accord.config.cli", "run"]
    process = subprocess.Popen(
        command, env=place.environment(home, PORT=str(port)), stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_for_page(port, process)
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def wait_for_page(port: int, process: "subprocess.Popen[bytes]") -> None:
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at and process.poll() is None:
        browser = Browser(port)
        try:
            if browser.get(FIRST_PAGE).status == 200:
                return
        except OSError:
            time.sleep(0.02)
        finally:
            browser.close()
    raise TimeoutError("No page came.")


def _stage(home: Path, people: int) -> stage.Stage:
    command = [sys.executable, "-m", "accord.config.bench.stage", "--people", str(people), "--documents", "6"]
    made = subprocess.run(command, env=place.environment(home), stdout=subprocess.PIPE, text=True, check=True)
    return stage.parsed(made.stdout)[0]


def _sign_and_check(port: int, made: stage.Stage) -> None:
    """What loads the most: somebody signs, gets the receipt, and has it checked."""
    signer = made.signers[0]
    browser = Browser(port, signer.session)
    done = browser.post(*made.declaration(signer, uuid.uuid4()))
    assert done.status == 302, done
    address = f"/s/{made.slug}/my-record/{done.location.rstrip('/').rpartition('/')[2]}/receipt/"
    browser.post(address, made.token)
    give_up_at = time.monotonic() + 30
    while not (paper := browser.get(address).body).startswith(b"%PDF"):
        assert time.monotonic() < give_up_at, paper[:300]
        time.sleep(0.2)
    checked = browser.send_file("/receipts/check/", "paper", paper, made.token)
    assert b"genuine and whole" in checked.body, checked.body[:2000]
    browser.close()


def _visit_everything(port: int, made: stage.Stage) -> int:
    """Follow every link that the Headteacher and a colleague find, one address of each kind; how many kinds there were."""
    seen: set[tuple[str, str]] = set()
    for session in (made.head, made.signers[1].session):
        browser = Browser(port, session)
        waiting = [f"/s/{made.slug}/", "/", f"/s/{made.slug}/sign/", "/receipts/check/"]
        while waiting:
            address = waiting.pop(0)
            kind = ID.sub("*", address)
            if (session, kind) in seen or address.startswith(NOT_VISITED):
                continue
            seen.add((session, kind))
            page = browser.get(address)
            assert page.status < 500, (address, page.status)
            waiting += [link.decode().replace("&amp;", "&") for link in LINK.findall(page.body)]
            waiting += [page.location] if page.location.startswith("/") else []
        browser.close()
    return len({kind for _session, kind in seen})


def _memory(supervisor: int) -> dict[str, float]:
    """The proportional set size of the supervisor and of everything below it, in MB."""
    parents = _parents()
    found: dict[str, float] = defaultdict(float)
    for pid in parents:
        line = [pid]
        while line[-1] != supervisor and line[-1] in parents:
            line.append(parents[line[-1]])
        if line[-1] == supervisor:
            # Whatever stands just below the supervisor gives its name to all below it.
            found[_name(line[-2] if len(line) > 1 else supervisor)] += _pss(pid) / 1000
    return dict(found)


def _parents() -> dict[int, int]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(path.parent.name)] = int(path.read_text(errors="replace").rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    return found


def _name(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    last = words[-2].decode() if len(words) > 1 else ""
    if last == "run":
        return "supervisor"
    return last if last in ("web", "worker") else "database"


def _pss(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.M)[1])  # type: ignore[index]
