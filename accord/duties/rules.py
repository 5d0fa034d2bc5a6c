"""What is owed that was not, what is owed no longer, and on which days somebody is reminded."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Protocol

from accord.duties.sources import Owed
from accord.kernel.decision import ALLOW, Decision, refuse

Key = tuple[str, uuid.UUID, uuid.UUID]  # Source, subject, person: one open duty each.


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """What `difference` must know of a duty that stands open."""

    id: uuid.UUID
    source: str
    subject_id: uuid.UUID
    person_id: uuid.UUID
    title: str
    clause: str
    due_on: date
    minutes: int

    @property
    def key(self) -> Key:
        return self.source, self.subject_id, self.person_id

    def says(self, owed: Owed) -> bool:
        """Whether the duty says what its source says."""
        mine = (self.title, self.clause, self.due_on, self.minutes)
        return mine == (owed.title, owed.clause, owed.due_on, owed.minutes)


@dataclass(frozen=True)
class Difference:
    """What reconciling does, or would do. `opened` is by source, `changed` names the duty and what it should say."""

    opened: Sequence[tuple[str, Owed]] = ()
    ended: Sequence[OpenDuty] = ()
    changed: Sequence[tuple[OpenDuty, Owed]] = ()
    kept: int = 0

    @property
    def asked(self) -> frozenset[uuid.UUID]:
        """The people who will be asked for something new."""
        return frozenset(owed.person_id for _source, owed in self.opened)

    @property
    def is_empty(self) -> bool:
        return not (self.opened or self.ended or self.changed)


def difference(owed: Mapping[Key, Owed], opened: Mapping[Key, OpenDuty]) -> Difference:
    """What must be opened, ended and changed so that the open duties are what is owed."""
    both = [(opened[key], owed[key]) for key in opened if key in owed]
    return Difference(
        opened=[(key[0], item) for key, item in owed.items() if key not in opened],
        ended=[duty for key, duty in opened.items() if key not in owed],
        changed=[(duty, item) for duty, item in both if not duty.says(item)],
        kept=sum(duty.says(item) for duty, item in both),
    )


@dataclass(frozen=True)
class Away:
    """Days of leave, both included; without a last one while nobody knows it."""

    first_day: date
    last_day: date | None

    def has(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def meets(self, other: "Away") -> bool:
        """Whether they share a day."""
        return (self.last_day or date.max) >= other.first_day and (other.last_day or date.max) >= self.first_day


def may_be_away(days: Away, others: Iterable[Away]) -> Decision:
    """Whether somebody's leave may be written down like this beside their `others`."""
    if days.last_day is not None and days.last_day < days.first_day:
        return refuse("end-before-start", "The last day is before the first.")
    if any(days.meets(other) for other in others):
        return refuse("overlap", "They are on leave on some of these days already. Change that leave instead.")
    return ALLOW


def due_after_leave(due_on: date, leaves: Iterable[Away], today: date, days_after: int) -> date | None:
    """By when somebody owes what was due on `due_on`; None while they are on leave.

    What fell due meanwhile or soon after is due `days_after` their last day. What was late before stays late.
    """
    over = []
    for leave in leaves:
        if leave.has(today):
            return None
        if leave.last_day is not None and leave.last_day < today:
            over.append((leave.last_day, leave.first_day))
    for last_day, first_day in sorted(over):
        if due_on >= first_day:
            due_on = max(due_on, last_day + timedelta(days=days_after))
    return due_on


@dataclass(frozen=True)
class Cadence:
    """The days on which somebody is reminded, counted from the last day in time. `every_days` of 0 is no more.

    `manager_after_days` and `head_after_days` are when others hear that it has not been done; 0 is never.
    """

    before_days: tuple[int, ...]
    on_the_day: bool
    after_days: tuple[int, ...]
    every_days: int
    cap: int
    manager_after_days: int = 0
    head_after_days: int = 0

    def last_day(self, due_on: date, today: date) -> date | None:
        """The latest day of reminding that is not after `today`; None before the first."""
        passed = (today - due_on).days
        days = sorted({*(-day for day in self.before_days), *self.after_days, *([0] if self.on_the_day else [])})
        reached = [day for day in days if day <= passed]
        last = max(reached, default=None)
        end = days[-1] if days else 0
        if self.every_days and passed >= end + self.every_days:
            last = end + (passed - end) // self.every_days * self.every_days
        return None if last is None else date.fromordinal(due_on.toordinal() + last)


class Reminded(Protocol):
    """What is known of a duty that stands open: its last day, and when its person heard of it."""

    @property
    def due_on(self) -> date: ...
    @property
    def heard_on(self) -> date | None: ...
    @property
    def reminders(self) -> int: ...


def reminder_due(duty: Reminded, cadence: Cadence, today: date, is_school_day: Callable[[date], bool]) -> bool:
    """Whether a day of reminding has come since the person last heard of an open duty.

    Never on a day without school: what fell on such days is made up for on the next school day, once. Nobody is
    reminded of what they have not been asked for yet.
    """
    if duty.heard_on is None or duty.reminders >= cadence.cap or not is_school_day(today):
        return False
    day = cadence.last_day(duty.due_on, today)
    return day is not None and day > duty.heard_on


class Level(IntEnum):
    """How far up somebody's lateness has been told."""

    NOBODY = 0
    MANAGER = 1
    HEAD = 2


def level_due(due_on: date, cadence: Cadence, today: date, is_school_day: Callable[[date], bool]) -> Level:
    """Who should know by `today` that something due on `due_on` has not been done. Nothing new on days without school."""
    late = (today - due_on).days
    if not is_school_day(today):
        return Level.NOBODY
    if cadence.head_after_days and late >= cadence.head_after_days:
        return Level.HEAD
    if cadence.manager_after_days and late >= cadence.manager_after_days:
        return Level.MANAGER
    return Level.NOBODY


def may_take_back(*, taken_back: bool, waiting: int) -> Decision:
    """Whether reminders that somebody sent can be taken back, `waiting` of them not having left yet."""
    if taken_back:
        return refuse("taken-back", "These reminders have been taken back already.")
    if not waiting:
        return refuse("have-left", "These reminders have left already. What has been sent cannot be taken back.")
    return ALLOW


def may_remind(*, owes: int, address: str, heard_on: Iterable[date | None], today: date) -> Decision:
    """Whether a person may get a reminder of everything that they owe. One a day at most, however it was asked for."""
    if not owes:
        return refuse("nothing-owed", "Owes nothing.")
    if not address:
        return refuse("no-address", "Has no e-mail address. Add one to their page, or ask in person.")
    if today in heard_on:
        return refuse("already-today", "Has had a message about this today.")
    return ALLOW
