"""A disk without room: a clear refusal, no half record, and Accord goes on by itself once there is room again."""

import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from accord.config import private_database
from accord.config.bench import place
from accord.config.bench.browser import Browser
from accord.config.bench.stage import Stage, parsed
from accord.config.tests.faults.conftest import asking
from accord.config.tests.faults.crowd import Crowd
from accord.config.tests.faults.holding import DRAINED, counts, doubled, ledger, lost
from accord.config.tests.test_cli import accord
from accord.config.tests.test_supervisor import free_port, until
from accord.config.tests.test_whole import Whole

pytestmark = [pytest.mark.slow, pytest.mark.faults]

SIZE = "420m"
NO_ROOM = "There is no room left on the disk"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, in memory, for everything that Accord keeps."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "accord-test", str(tmp_path)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("NOT TESTED: a full disk. Only root may mount a small file system.")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


@pytest.fixture
def whole_on_it(small_disk: Path) -> Iterator[Whole]:
    running = Whole(small_disk, free_port())
    until(lambda: "Accord is ready" in running.said, running, 180)
    until(running.is_complete, running, 60)
    yield running
    running.stop()
    assert running.process.stdout
    running.process.stdout.close()
    private_database.ensure_running(running.home).stop()


@pytest.fixture
def query(whole_on_it: Whole) -> Callable[..., list[tuple]]:
    return asking(whole_on_it)


def made(whole: Whole, people: int) -> Stage:
    words = ["--people", str(people), "--documents", "2"]
    command = [sys.executable, "-m", "accord.config.bench.stage", *words]
    done = subprocess.run(command, env=place.environment(whole.home), stdout=subprocess.PIPE, text=True, check=True)
    return parsed(done.stdout)[0]


def fill(disk: Path) -> Path:
    """Take all the room that there is."""
    ballast = disk / "ballast"
    with open(ballast, "wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return ballast


def hand_in(whole: Whole, stage: Stage) -> tuple[int, str]:
    """The Headteacher hands in another version of a document: a file for the vault. The answer."""
    text = "# Acceptable use\n\n" + "Say at once when something has gone wrong. " * 3_000
    fields = {"how": "typed", "text": text, "kind": "new", "change_note": "The yearly review."} | stage.token
    browser = Browser(whole.port, stage.head)
    answer = browser.post(f"/s/{stage.slug}/documents/{stage.series[0]}/versions/add/", fields)
    browser.close()
    return answer.status, answer.body.decode()


def test_a_full_disk_is_said_and_leaves_no_half_record(
    small_disk: Path, whole_on_it: Whole, query: Callable[..., list[tuple]]
) -> None:
    whole = whole_on_it
    stage = made(whole, people=60)
    crowd = Crowd(stage, whole.port)
    crowd.sign(stage.signers[0])
    ballast = fill(small_disk)
    status, page = hand_in(whole, stage)
    assert (status, NO_ROOM in page) == (503, True), page[:3000]
    refused = []
    for signer in stage.signers[1:]:
        answer = once(whole, stage, signer, crowd)
        if answer != 302:
            refused.append((signer, answer))
    assert refused, "there was room for every signature"
    assert {answer for _signer, answer in refused} == {503}
    ballast.unlink()
    until(whole.is_complete, whole, 60)
    for signer, _answer in refused:
        crowd.sign(signer)
    assert crowd.wrong == []
    until(lambda: query(DRAINED) == [(0,)], whole, 120)
    assert lost(crowd, query) == set()
    assert doubled(stage, query) == []
    assert counts(stage, query) == (60, 120, 120)
    assert hand_in(whole, stage)[0] == 302
    code, reports = ledger(whole)
    assert code == 0, reports
    checked = accord(whole.home, "vault", "check")
    assert checked.returncode == 0, checked.stdout


def once(whole: Whole, stage: Stage, signer: object, crowd: Crowd) -> int:
    """One try to sign."""
    browser = Browser(whole.port, signer.session)
    try:
        answer = browser.post(*stage.declaration(signer, crowd.once.setdefault(signer.person, uuid.uuid4())))
        return answer.status
    except OSError:
        return 503  # Cut off: the database has gone down to come up again.
    finally:
        browser.close()
