"""One command runs everything, keeps it running, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from accord.config import private_database
from accord.config.tests import standing_in
from accord.config.tests.test_private_database import is_running

pytestmark = [pytest.mark.slow, pytest.mark.faults]


class Running:
    """An `accord run` in a folder of its own."""

    command = (sys.executable, standing_in.__file__)

    def __init__(self, folder: Path, port: int, **environment: str) -> None:
        self.folder = folder
        self.home = folder / "var"
        self.port = port
        known = {name: value for name, value in os.environ.items() if not name.startswith(("ACCORD", "DATABASE"))}
        known |= {"ACCORD_HOME": str(self.home), "PORT": str(port), "PYTHONPATH": os.pathsep.join(sys.path)}
        self.environment = known | {"STANDING_IN": str(folder)} | environment
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)

    @property
    def said(self) -> str:
        return "".join(self.lines)

    @property
    def notes(self) -> list[str]:
        path = self.folder / "notes"
        return path.read_text().splitlines() if path.exists() else []

    def pid(self, name: str) -> int:
        return int((self.folder / f"{name}.pid").read_text())

    def postmaster(self) -> int:
        return int((self.home / "database" / "data" / "postmaster.pid").read_text().split()[0])

    def ready(self) -> "Running":
        until(lambda: "Accord is ready" in self.said, self)
        until((self.folder / "worker.pid").exists, self)
        return self

    def stop(self, how: int = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        code = self.process.wait(15)
        time.sleep(0.1)  # For the last lines to be read.
        return code


def until(is_so: Callable[[], bool], running: Running, seconds: float = 20) -> None:
    give_up_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up_at, running.said
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def start(place: Path) -> Iterator[Callable[..., Running]]:
    port = free_port()
    started: list[Running] = []

    def run(**environment: str) -> Running:
        started.append(Running(place, port, **environment))
        return started[-1]

    yield run
    for one in started:
        if one.process.poll() is None:
            one.stop(signal.SIGKILL)
        assert one.process.stdout
        one.process.stdout.close()
    if (place / "var" / "database" / "data").exists():
        private_database.ensure_running(place / "var").stop()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_says_what_it_does_and_stops_in_order(start, how):
    running = start().ready()
    pids = [running.pid("web"), running.pid("worker"), running.postmaster()]
    began = time.monotonic()
    assert running.stop(how) == 0
    assert time.monotonic() - began < 12
    assert running.notes == ["web stopped", "worker stopped"]
    assert not any(map(is_running, pids))
    assert "Starting the database… done (" in running.said
    assert f"Accord is ready: http://localhost:{running.port}" in running.said
    assert "Stopped. Everything is kept." in running.said


@pytest.mark.parametrize("seconds", [0.2, 0.35, 0.5, 0.65])
def test_stopped_while_it_starts_it_leaves_nothing_running(start, seconds):
    running = start()
    time.sleep(seconds)
    running.stop()
    if (running.home / "database" / "data" / "postmaster.pid").exists():
        assert not is_running(running.postmaster())
    for name in ("web", "worker"):
        if (running.folder / f"{name}.pid").exists():
            assert not is_running(running.pid(name))


def test_a_second_start_finds_what_the_first_kept(start):
    running = start().ready()
    with psycopg.connect(private_database.url(running.home, "postgres", "postgres")) as connection:
        connection.execute("CREATE TABLE kept ()")
    running.stop()
    running = start().ready()
    with psycopg.connect(private_database.url(running.home, "postgres", "postgres")) as connection:
        connection.execute("SELECT * FROM kept")


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_killed_process_is_started_again(start, name):
    running = start().ready()
    killed = running.pid(name)
    os.kill(killed, signal.SIGKILL)
    until(lambda: running.pid(name) != killed and is_running(running.pid(name)), running)
    assert f"The {name} process ended unexpectedly (killed by SIGKILL). Starting it again…" in running.said


def test_a_killed_database_is_started_again(start):
    running = start().ready()
    killed = running.postmaster()
    os.kill(killed, signal.SIGKILL)
    until(lambda: "The database is ready again" in running.said, running)
    assert "The database ended unexpectedly" in running.said
    assert running.postmaster() != killed
    with psycopg.connect(private_database.url(running.home, "postgres", "postgres")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_killed_supervisor_leaves_no_orphans_and_the_next_one_takes_over(start):
    running = start().ready()
    pids = [running.pid("web"), running.pid("worker")]
    database = running.postmaster()
    running.stop(signal.SIGKILL)
    again = start().ready()
    assert not any(map(is_running, pids))
    assert again.postmaster() == database, "the database that was left running is used again"
    assert again.stop() == 0
    assert not is_running(database)


def test_a_worker_that_does_not_stop_is_ended(start):
    running = start().ready()
    (running.folder / "stubborn").touch()
    worker = running.pid("worker")
    began = time.monotonic()
    assert running.stop() == 0
    assert time.monotonic() - began < 12
    assert not is_running(worker)
    assert "The worker process did not stop in time and was ended." in running.said


def test_a_port_in_use_is_said_before_anything_starts(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        blocked = start(PORT=str(port))
        assert blocked.process.wait(10) == 1
        until(lambda: f"Port {port} is in use" in blocked.said, blocked)
    assert f"PORT={port + 1}" in blocked.said
    assert "Stopping" not in blocked.said
    assert not (blocked.home / "database").exists()


def test_two_do_not_run_from_one_folder(start):
    running = start().ready()
    second = start(PORT=str(running.port + 1))
    assert second.process.wait(10) == 1
    until(lambda: "already running" in second.said, second)
    assert f"http://localhost:{running.port}" in second.said
    assert is_running(running.pid("web"))


def test_the_demonstration_refuses_a_real_database(start):
    running = start(ACCORD_DEMO="1", DATABASE_URL="postgresql://a:b@db.example/accord")
    assert running.process.wait(10) == 1
    until(lambda: "DATABASE_URL names a real database" in running.said, running)
    assert not (running.home / "database").exists()


def test_pages_that_never_come_end_the_start_with_a_reason(start, place):
    (place / "broken").touch()
    running = start()
    assert running.process.wait(30) == 1
    until(lambda: "No page is being served" in running.said, running)
    assert "exit code 3" in running.said
    assert running.notes == ["worker stopped"]
