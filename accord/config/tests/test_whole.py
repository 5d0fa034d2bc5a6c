"""The whole of Accord, as `accord run` serves it: one start, and everything that can be done to it from outside."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from accord.config import private_database
from accord.config.tests.test_cli import accord
from accord.config.tests.test_private_database import is_running
from accord.config.tests.test_supervisor import Running, free_port, until

pytestmark = [pytest.mark.slow, pytest.mark.faults]


class Whole(Running):
    """The real thing, where `Running` has stand-ins."""

    command = (sys.executable, "-m", "accord.config.cli", "run")

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=15) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code
        except OSError:
            return 0

    def is_complete(self) -> bool:
        """Both web processes and the worker are there, and pages come."""
        return len(self.below("web")) == 2 and len(self.below("worker")) == 1 and self.status("/readyz") == 200

    def below(self, name: str) -> list[int]:
        """The processes of a child: itself and what it started."""
        found = subprocess.run(
            ["pgrep", "-f", f"accord.config.child {name}"], capture_output=True, text=True, check=False
        )
        mine = [int(pid) for pid in found.stdout.split()]
        return [pid for pid in mine if f"ACCORD_HOME={self.home}".encode() in _environment(pid)]


def _environment(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    place = tmp_path_factory.mktemp("whole")
    running = Whole(place, free_port())
    until(lambda: "Accord is ready" in running.said, running, 180)
    yield running
    if running.process.poll() is None:
        running.stop()
    assert running.process.stdout
    running.process.stdout.close()
    private_database.ensure_running(running.home).stop()


def test_web_and_worker_never_hold_the_owners_password(whole):
    password = private_database.url(whole.home, private_database.OWNER).split(":")[2].split("@")[0].encode()
    for pid in whole.below("web") + whole.below("worker"):
        assert not any(password in line for line in _environment(pid))


def test_it_serves_and_says_that_the_walls_stand(whole):
    assert whole.status("/healthz") == 200
    assert whole.status("/readyz") == 200
    assert whole.status("/no-such-page/") == 404
    assert "exit code" not in whole.said, "nothing ended by itself"


def test_commands_work_beside_it(whole):
    done = accord(whole.home, "guidance", "list", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert whole.status("/readyz") == 200


@pytest.mark.parametrize("what", ["web", "web worker process", "worker", "database"])
def test_whatever_is_killed_comes_back(whole, what):
    until(whole.is_complete, whole, 60)
    if what == "database":
        killed = [whole.postmaster()]
    else:
        killed = whole.below(what.split()[0])
        killed = killed[-1:] if what == "web worker process" else killed[:1]
    os.kill(killed[0], signal.SIGKILL)
    until(lambda: not is_running(killed[0]), whole)
    until(whole.is_complete, whole, 60)


def test_it_stops_at_once_and_does_nothing_twice(whole):
    until(whole.is_complete, whole, 60)
    began = time.monotonic()
    assert whole.stop(signal.SIGINT) == 0
    assert time.monotonic() - began < 12
    assert whole.below("web") == whole.below("worker") == []
    assert whole.process.stdout
    whole.process.stdout.close()
    whole.start()
    until(lambda: "Accord is ready" in whole.said, whole, 60)
    for done_before in ("Building", "Gathering", "Preparing", "Bringing"):
        assert done_before not in whole.said
