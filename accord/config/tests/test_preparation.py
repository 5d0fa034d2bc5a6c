"""Steps are done once, and again when something they depend on has changed."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from accord.config import preparation
from accord.config.database import Addresses
from accord.config.home import CannotStart
from accord.config.preparation import Step

NOWHERE = Addresses("", None, None, is_private=False)


class Told:
    def __init__(self) -> None:
        self.steps: list[str] = []

    @contextmanager
    def __call__(self, says: str) -> Iterator[None]:
        self.steps.append(says)
        yield


def ensure(monkeypatch, home: Path, *steps: Step) -> list[str]:
    told = Told()
    monkeypatch.setattr(preparation, "_steps", lambda *_: iter(steps))
    preparation.ensure(home, NOWHERE, told, {step.name for step in steps})
    return told.steps


def step(made_from: str, makes: Path | None = None, program: str = "") -> Step:
    return Step("make", "Making", [sys.executable, "-c", program], {}, made_from, makes)


def test_a_step_is_done_once_for_what_it_is_made_from(monkeypatch, tmp_path):
    assert ensure(monkeypatch, tmp_path, step("a")) == ["Making"]
    assert ensure(monkeypatch, tmp_path, step("a")) == []
    assert ensure(monkeypatch, tmp_path, step("b")) == ["Making"]


def test_a_step_whose_result_is_gone_is_done_again(monkeypatch, tmp_path):
    makes = tmp_path / "made"
    touch = f"import pathlib; pathlib.Path({str(makes)!r}).touch()"
    assert ensure(monkeypatch, tmp_path, step("a", makes, touch)) == ["Making"]
    assert ensure(monkeypatch, tmp_path, step("a", makes, touch)) == []
    makes.unlink()
    assert ensure(monkeypatch, tmp_path, step("a", makes, touch)) == ["Making"]


def test_what_cannot_be_known_is_always_done(monkeypatch, tmp_path):
    assert ensure(monkeypatch, tmp_path, step("")) == ensure(monkeypatch, tmp_path, step("")) == ["Making"]


def test_a_step_that_fails_says_why_and_is_tried_again(monkeypatch, tmp_path):
    with pytest.raises(CannotStart, match="Making failed.\nno paint"):
        ensure(monkeypatch, tmp_path, step("a", program="import sys; sys.exit('no paint')"))
    assert ensure(monkeypatch, tmp_path, step("a")) == ["Making"]


def test_two_at_once_do_it_once(monkeypatch, tmp_path):
    told = Told()
    slow = step("a", program="import time; time.sleep(0.3)")
    monkeypatch.setattr(preparation, "_steps", lambda *_: iter([slow]))
    threads = [threading.Thread(target=preparation.ensure, args=(tmp_path, NOWHERE, told, {"make"})) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.steps == ["Making"]


def test_a_damaged_record_is_forgotten(monkeypatch, tmp_path):
    (tmp_path / "prepared.json").write_text("{")
    assert ensure(monkeypatch, tmp_path, step("a")) == ["Making"]
