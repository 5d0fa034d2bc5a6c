"""Everybody signs while web, worker and database are killed again and again: nothing is lost, nothing happens twice."""

import random
import time
from collections.abc import Callable

import pytest

from accord.config.tests.faults.conftest import kill
from accord.config.tests.faults.crowd import Crowd, in_background
from accord.config.tests.faults.holding import DRAINED, counts, doubled, ledger, lost
from accord.config.tests.test_supervisor import until
from accord.config.tests.test_whole import Whole

pytestmark = [pytest.mark.slow, pytest.mark.faults]

ROUNDS = 2
SIGNERS = 12


def targets(whole: Whole) -> dict[str, Callable[[], list[int]]]:
    """What is killed, as process numbers: nothing while it is away."""
    return {
        "web": lambda: whole.below("web")[:1],
        "web worker process": lambda: whole.below("web")[1:],
        "worker": lambda: whole.below("worker"),
        "database": lambda: [whole.postmaster()] if (whole.home / "database/data/postmaster.pid").exists() else [],
    }


def test_nothing_that_was_acknowledged_is_lost_and_nothing_happens_twice(
    whole: Whole, make_stages: Callable, query: Callable
) -> None:
    [stage] = make_stages(people=360, documents=2)
    crowd, draw = Crowd(stage, whole.port), random.Random(7)
    signing = in_background(crowd, SIGNERS, seed=7)
    killed = []
    for name in draw.sample([*targets(whole)] * ROUNDS, 4 * ROUNDS):
        time.sleep(draw.uniform(0.2, 1.0))
        for pid in targets(whole)[name]()[:1]:
            kill(pid, whole)
            killed.append(name)
        until(lambda: whole.status("/readyz") == 200, whole, 30)
    assert len(killed) >= 3 * ROUNDS
    assert any(thread.is_alive() for thread in signing), "the killing ended after the signing"
    for thread in signing:
        thread.join(60)
    assert crowd.wrong == []
    assert len(crowd.signed) == len(stage.signers)
    assert crowd.retried
    until(lambda: query(DRAINED) == [(0,)], whole, 120)
    for signer in stage.signers[::6]:
        assert crowd.sign(signer) == crowd.signed[signer.person], "who asks once more meets the same declaration"
    assert lost(crowd, query) == set()
    assert doubled(stage, query) == []
    assert counts(stage, query) == (360, 720, 720)
    code, reports = ledger(whole, "--school", str(stage.urn))  # Others were tampered with, by another test.
    assert code == 0, reports


def test_a_lost_signature_would_be_noticed(whole: Whole, make_stages: Callable, query: Callable) -> None:
    """The same harness, with a database that acknowledges before it has written: signatures must be missing."""
    [stage] = make_stages(people=24, documents=1)
    crowd = Crowd(stage, whole.port)
    query("ALTER SYSTEM SET wal_writer_delay = '10s'")
    query("ALTER ROLE accord_app SET synchronous_commit = off")
    try:
        kill(whole.postmaster(), whole)  # Every connection is new and follows the settings.
        until(whole.is_complete, whole, 60)
        crowd.at_once(stage.signers, SIGNERS)
        kill(whole.postmaster(), whole)
        until(whole.is_complete, whole, 60)
        assert crowd.wrong == []
        assert lost(crowd, query) != set()
    finally:
        query("ALTER ROLE accord_app RESET synchronous_commit")
        query("ALTER SYSTEM RESET wal_writer_delay")
        kill(whole.postmaster(), whole)
        until(whole.is_complete, whole, 60)


def test_whoever_serves_waits_until_it_is_written(whole: Whole, query: Callable) -> None:
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        assert query(f"SHOW {name}") == [("on",)]
    assert query("SELECT 1 FROM pg_db_role_setting WHERE array_to_string(setconfig, ' ') ~ 'synchronous|fsync'") == []


def test_sixteen_sign_at_once_on_two_devices_each(whole: Whole, make_stages: Callable, query: Callable) -> None:
    [stage] = make_stages(people=160, documents=2)
    phone, desktop = Crowd(stage, whole.port), Crowd(stage, whole.port)
    both = [(crowd, signer) for signer in stage.signers for crowd in (phone, desktop)]
    phone.at_once(both, 16, each=lambda pair: pair[0].sign(pair[1]))  # type: ignore[arg-type, index]
    assert phone.wrong == desktop.wrong == []
    assert phone.signed == desktop.signed
    assert lost(phone, query) == set()
    assert doubled(stage, query) == []
    assert counts(stage, query) == (160, 320, 320)
    until(lambda: query(DRAINED) == [(0,)], whole, 30)
    code, reports = ledger(whole, "--school", str(stage.urn))
    assert code == 0, reports
