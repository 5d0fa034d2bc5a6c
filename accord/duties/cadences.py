"""Which rhythm of reminders holds in a school."""

import functools
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from accord.duties.models import Rhythm
from accord.duties.rules import Cadence

DEFAULTS = Path(__file__).with_name("cadence.toml")


@functools.cache
def held_for() -> timedelta:
    """How long reminders that somebody sends by hand are held back, so that they can be taken back."""
    with DEFAULTS.open("rb") as file:
        return timedelta(minutes=tomllib.load(file)["hold_minutes"])


@functools.cache
def days_after_leave() -> int:
    """How many days somebody has from their return for what fell due while they were on leave."""
    with DEFAULTS.open("rb") as file:
        return int(tomllib.load(file)["days_after_leave"])


@functools.cache
def default_cadence() -> Cadence:
    """What a school begins with."""
    with DEFAULTS.open("rb") as file:
        return _cadence(tomllib.load(file))


def cadence_of_open_school() -> Cadence:
    """The open school's own rhythm, or the one that every school begins with. One query."""
    own = Rhythm.objects.values().first()
    return _cadence(own) if own else default_cadence()


def _cadence(found: Mapping[str, Any]) -> Cadence:
    return Cadence(
        before_days=tuple(found["before_days"]),
        on_the_day=found["on_the_day"],
        after_days=tuple(found["after_days"]),
        every_days=found["every_days"],
        cap=found["cap"],
        **{name: _or_default(name, found[name]) for name in ("manager_after_days", "head_after_days")},
    )


def _or_default(name: str, chosen: int | None) -> int:
    """What a school chose; rhythms that were chosen before anybody could choose this say nothing of it."""
    return getattr(default_cadence(), name) if chosen is None else chosen
