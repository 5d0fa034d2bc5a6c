"""One Accord as `accord run` serves it, for all tests of this folder; each test makes schools of its own in it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import psycopg
import pytest

from accord.config import private_database
from accord.config.bench import place
from accord.config.bench.stage import Stage, parsed
from accord.config.tests.test_private_database import is_running
from accord.config.tests.test_supervisor import free_port, until
from accord.config.tests.test_whole import Whole

Query = Callable[..., list[tuple]]


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    running = Whole(tmp_path_factory.mktemp("faults"), free_port())
    until(lambda: "Accord is ready" in running.said, running, 180)
    yield running
    running.stop()
    assert running.process.stdout
    running.process.stdout.close()
    private_database.ensure_running(running.home).stop()


@pytest.fixture
def whole(everything: Whole) -> Whole:
    """Accord, complete: whatever the test before killed is back."""
    until(everything.is_complete, everything, 60)
    return everything


@pytest.fixture
def make_stages(whole: Whole) -> Callable[..., list[Stage]]:
    """`make_stages(schools=2, people=10)`: schools whose people have read everything and are about to sign."""

    def make(**wanted: int) -> list[Stage]:
        words = [word for name, value in wanted.items() for word in (f"--{name}", str(value))]
        made = subprocess.run(
            [sys.executable, "-m", "accord.config.bench.stage", *words, "--seed", str(int.from_bytes(os.urandom(3)))],
            env=place.environment(whole.home),
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        return parsed(made.stdout)

    return make


@pytest.fixture
def query(whole: Whole) -> Query:
    """`query(sql, …)`: as the superuser, who sees past every wall, over a connection of its own."""
    return asking(whole)


def asking(whole: Whole) -> Query:
    def ask(statement: str, *values: object) -> list[tuple]:
        address = private_database.url(whole.home, private_database.SUPERUSER, private_database.DATABASE)
        with psycopg.connect(address, autocommit=True) as connection:
            done = connection.execute(statement, values or None)
            return done.fetchall() if done.description else []

    return ask


def kill(pid: int, running: Whole) -> None:
    os.kill(pid, signal.SIGKILL)
    until(lambda: not is_running(pid), running)
