"""A demonstration served as `make run` serves it: supervisor, pages, worker and a database of its own."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accord.config.testing import TEST_HOME

PROJECT = Path(__file__).resolve().parents[1]
HOME = TEST_HOME.with_name("journeys")
READY_SECONDS = 240  # The first start makes the demonstration's two years.
STOP_SECONDS = 30

HOPEWELL, MILLBROOK = "hopewell", "millbrook"
URN = {HOPEWELL: 990_001, MILLBROOK: 990_002}

# Who sits where. The pages offer one click for each role only, and signing needs many people.
_SEATS = """
from accord.kernel.scope import in_school
from accord.people.models import Seat
from accord.schools.models import School
import json
for school in School.objects.filter(is_demonstration=True):
    with in_school(school.pk):
        seats = Seat.objects.filter(school=school, closed_at=None).values_list("account__email", "pk")
        print("SEATS", json.dumps([[school.slug, email, str(seat)] for email, seat in seats]))
"""


@dataclass(frozen=True)
class Served:
    """A running Accord."""

    address: str
    home: Path

    def command(self, *words: str) -> str:
        """What `accord …` prints beside the running server."""
        words = (sys.executable, "-m", "accord.config.cli", *words)
        done = subprocess.run(words, env=_environment(self.home), capture_output=True, text=True, check=True)
        return done.stdout

    @cache  # noqa: B019 - There is one in a session.
    def seats(self) -> dict[tuple[str, str], str]:
        """The seat of each person with an address, by school and address."""
        said = self.command("django", "shell", "--no-imports", "-c", _SEATS)
        lines = [json.loads(line.split(" ", 1)[1]) for line in said.splitlines() if line.startswith("SEATS ")]
        return {(school, email): seat for line in lines for school, email, seat in line}

    def owing(self, school: str, document: str) -> list[str]:
        """The addresses of people who were asked to sign `document` and have not answered."""
        return sorted(email for email, owed in self._owed(school) if owed == document and email)

    def owed_by(self, school: str, email: str) -> list[str]:
        """The documents that this person was asked to sign and has not answered."""
        return [document for somebody, document in self._owed(school) if somebody == email]

    def _owed(self, school: str) -> list[tuple[str, str]]:
        told = json.loads(self.command("signatures", "list", "--school", str(URN[school]), "--json"))
        waiting = ("asked", "viewed", "outdated")
        return [(row["email"], row["document"]) for row in told if row["state"] in waiting]


@contextmanager
def serving() -> Iterator[Served]:
    """Serve from nothing until the block ends."""
    given = os.environ.get("ACCORD_JOURNEYS_AT")
    if given:  # One that is running already, while journeys are being written.
        yield Served(given, Path(os.environ["ACCORD_JOURNEYS_HOME"]))
        return
    with _alone():
        yield from _serve()


def _serve() -> Iterator[Served]:
    _empty()
    port = _free_port()
    log = HOME / "served.log"
    with open(log, "wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "accord.config.cli", "run", "--port", str(port)],
            env=_environment(HOME),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=PROJECT,
        )
        try:
            address = f"http://localhost:{port}"
            _await(address, process, log)
            yield Served(address, HOME)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else walks journeys in our home meanwhile: they would empty it under us."""
    HOME.parent.mkdir(parents=True, exist_ok=True)
    with open(HOME.with_suffix(".lock"), "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AssertionError(f"Other journeys are being walked in {HOME}. Name another ACCORD_TEST_HOME.") from None
        yield


def _environment(home: Path) -> dict[str, str]:
    """Ours without what the tests or an operator set: a private database, and mail that stays here."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ACCORD_", "DATABASE_"))}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"ACCORD_DEMO": "1", "ACCORD_HOME": str(home)}


def _empty() -> None:
    """A fresh home. What an interrupted run left behind ends by itself within seconds of its supervisor."""
    if HOME.exists():
        pid = HOME / "database" / "data" / "postmaster.pid"
        give_up_at = time.monotonic() + 20
        while pid.exists() and _lives(pid) and time.monotonic() < give_up_at:
            time.sleep(0.2)
        shutil.rmtree(HOME)
    HOME.mkdir(mode=0o700, parents=True)


def _lives(pid: Path) -> bool:
    try:
        os.kill(int(pid.read_text().split()[0]), 0)
    except (OSError, ValueError, IndexError):
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await(address: str, process: subprocess.Popen, log: Path) -> None:
    give_up_at = time.monotonic() + READY_SECONDS
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise AssertionError(f"accord run served nothing:\n{log.read_text(errors='replace')[-4000:]}")
