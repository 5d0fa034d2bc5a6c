"""The database is slow, frozen or gone: people see a page that says so, in a few seconds, and it works again at once."""

import os
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest

from accord.config import private_database
from accord.config.bench.browser import Answer, Browser
from accord.config.bench.stage import Stage
from accord.config.tests.faults.conftest import kill
from accord.config.tests.test_supervisor import until
from accord.config.tests.test_whole import Whole

pytestmark = [pytest.mark.slow, pytest.mark.faults]

PATIENCE = 6.5  # Five seconds to wait for the database, and what a busy machine takes to say so.
AGAIN = 3.0


@pytest.fixture
def stage(make_stages: Callable) -> Stage:
    return make_stages(people=3, documents=1)[0]


def timed(ask: Callable[[], Answer]) -> tuple[Answer, float]:
    began = time.monotonic()
    return ask(), time.monotonic() - began


def assert_clear(answer: Answer, taken: float) -> None:
    page = answer.body.decode()
    assert answer.status == 503, page[:500]
    assert "just now</h1>" in page
    assert "Traceback" not in page
    assert taken < PATIENCE


def start(whole: Whole, stage: Stage) -> Callable[[], Answer]:
    """Ask for what the first signer owes, over a connection of its own."""

    def ask() -> Answer:
        browser = Browser(whole.port, stage.signers[0].session)
        try:
            return browser.get(f"/s/{stage.slug}/sign/")
        finally:
            browser.close()

    return ask


def assert_works_at_once(ask: Callable[[], Answer], whole: Whole) -> None:
    began = time.monotonic()
    until(lambda: ask().status == 200, whole)
    assert time.monotonic() - began < AGAIN


def superuser(whole: Whole) -> str:
    return private_database.url(whole.home, private_database.SUPERUSER, private_database.DATABASE)


def takes_connections(whole: Whole) -> bool:
    try:
        psycopg.connect(superuser(whole)).close()
    except psycopg.OperationalError:
        return False
    return True


def test_a_lock_that_somebody_holds(whole: Whole, stage: Stage) -> None:
    signer = stage.signers[0]
    address, form = stage.declaration(signer, uuid.uuid4())
    browser = Browser(whole.port, signer.session)
    with psycopg.connect(superuser(whole)) as holder:
        holder.execute("LOCK TABLE signing_signature IN ACCESS EXCLUSIVE MODE")
        answer, taken = timed(lambda: browser.post(address, form))
        assert_clear(answer, taken)
        assert "Sending twice does no harm" in answer.body.decode()
    answer, taken = timed(lambda: browser.post(address, form))
    assert (answer.status, "/sign/done/" in answer.location) == (302, True)
    assert taken < AGAIN
    browser.close()


@contextmanager
def paused(pids: list[int]) -> Iterator[None]:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def servers(whole: Whole) -> list[int]:
    """The database's processes, the first one before those that it started."""
    first = whole.postmaster()
    with open(f"/proc/{first}/task/{first}/children", encoding="ascii") as children:
        return [first, *map(int, children.read().split())]


def test_a_database_that_has_frozen(whole: Whole, stage: Stage) -> None:
    ask = start(whole, stage)
    with ThreadPoolExecutor(6) as pool:
        assert [answer.status for answer in pool.map(lambda _: ask(), range(6))] == [200] * 6
        with paused(servers(whole)):
            for answer, taken in pool.map(lambda _: timed(ask), range(6)):
                assert_clear(answer, taken)
            assert_clear(*timed(ask))
            assert whole.status("/healthz") == 200
    assert_works_at_once(ask, whole)


def test_a_database_that_was_killed(whole: Whole, stage: Stage) -> None:
    ask = start(whole, stage)
    with ThreadPoolExecutor(8) as pool:  # Each leaves a connection behind that will be broken.
        assert {answer.status for answer in pool.map(lambda _: ask(), range(40))} == {200}
    kill(whole.postmaster(), whole)
    until(lambda: takes_connections(whole), whole)
    assert_works_at_once(ask, whole)


def test_a_database_that_is_gone(whole: Whole, stage: Stage) -> None:
    ask = start(whole, stage)
    assert ask().status == 200
    with paused([whole.process.pid]):  # The supervisor, which would start it again.
        kill(whole.postmaster(), whole)
        gone_at = time.monotonic()
        while time.monotonic() < gone_at + 16:
            assert_clear(*timed(ask))
    until(lambda: takes_connections(whole), whole)
    assert_works_at_once(ask, whole)
