"""What a step of an import writes about somebody's appointments. Plain Python: nothing is asked and nothing written.

A post that changed ends yesterday and goes on today as another one, so that what it was stays on record; dates that the
file corrects are put right in place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from accord.people.importing import Entry, Kind, Ref, Step

_ONE_DAY = timedelta(days=1)
_CONTENT = {"category", "team", "posts", "manager"}
Resolve = Callable[[Ref], UUID]


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment; `pk` is None while it is not written yet."""

    pk: UUID | None
    category: str
    job_title: str
    team: str
    line_manager: UUID | None
    starts_on: date | None
    ends_on: date | None
    continues: UUID | None = None

    @property
    def is_in_order(self) -> bool:
        return not (self.starts_on and self.ends_on and self.ends_on < self.starts_on)


@dataclass
class Posting:
    """The appointments to add, to write anew as a whole, and to take out because they never began."""

    new: list[Held] = field(default_factory=list)
    changed: list[Held] = field(default_factory=list)
    never_began: list[UUID] = field(default_factory=list)

    @property
    def is_in_order(self) -> bool:
        return all(one.is_in_order for one in (*self.new, *self.changed))

    def last_day(self, others: Sequence[Held]) -> date | None:
        """The last day in post when this is written beside the `others` that are there; None if none is in sight."""
        written = {one.pk for one in self.changed} | set(self.never_began)
        ends = [one.ends_on for one in (*self.new, *self.changed, *(one for one in others if one.pk not in written))]
        return None if None in ends else max(filter(None, ends), default=None)


def first_posting(entry: Entry, resolve: Resolve) -> Held:
    """The appointment of somebody new."""
    return Held(
        None,
        entry.category,
        joined(entry.posts),
        entry.team,
        resolve(entry.manager) if entry.manager else None,
        entry.starts_on,
        entry.ends_on,
    )


def posting(step: Step, served: Sequence[Held], beside: Sequence[Held], today: date, resolve: Resolve) -> Posting:
    """What `step` writes about somebody known.

    `served` is the appointment that the file speaks of with those it continues, the first one first; `beside` are the
    person's other ones. Check `is_in_order` before writing.
    """
    told: dict[str, Any] = {change.field: change.after for change in step.changes}
    if not served:
        return Posting(new=[first_posting(step.entry, resolve)] if step.entry else [])
    if step.kind is Kind.RETURNING:
        return _returning(step, served, told, today, resolve)
    if step.kind is Kind.LEAVING:
        return _leaving(served, beside, told, today, resolve)
    return _changing(served, told, today, resolve)


def _changing(served: Sequence[Held], told: dict[str, Any], today: date, resolve: Resolve) -> Posting:
    *before, main = served
    is_over = main.ends_on is not None and main.ends_on < today
    has_begun = main.starts_on is None or main.starts_on < today
    told_end = told.get("ends_on", main.ends_on)
    ends_now = told_end is not None and told_end < today
    if not _CONTENT & told.keys() or is_over or not has_begun or ends_now:
        return _dated([*before, _told(main, told, resolve)], served, told)
    goes_on = replace(_told(main, told, resolve), pk=None, starts_on=today, ends_on=told_end, continues=main.pk)
    changed = _dated([*before, replace(main, ends_on=today - _ONE_DAY)], served, {**told, "ends_on": today - _ONE_DAY})
    return replace(changed, new=[goes_on])


def _leaving(
    served: Sequence[Held], beside: Sequence[Held], told: dict[str, Any], today: date, resolve: Resolve
) -> Posting:
    *before, main = served
    left = _dated([*before, _told(main, told, resolve)], served, told)
    last_day = told["ends_on"]
    for one in beside:
        begun = one.starts_on is None or one.starts_on <= last_day
        if begun and (one.ends_on is None or one.ends_on >= today):
            left.changed.append(replace(one, ends_on=last_day))
    return left


def _returning(step: Step, served: Sequence[Held], told: dict[str, Any], today: date, resolve: Resolve) -> Posting:
    """Somebody comes back: with a new appointment, unless the file says that they never left."""
    *before, main = served
    assert step.entry
    assert main.ends_on
    starts = told.get("starts_on") or (None if step.entry.starts_on else today)
    if starts is None or starts <= main.ends_on:
        return _dated([*before, _told(main, told, resolve)], served, told)
    again = replace(_told(main, told, resolve), pk=None, starts_on=starts, ends_on=told.get("ends_on"), continues=None)
    return Posting(new=[again])


def _dated(rows: list[Held], served: Sequence[Held], told: dict[str, Any]) -> Posting:
    """`rows` of one service with the start and the end that the file tells; only those that differ are written.

    What would have begun after the told end never began, and what came before it lasted until then.
    """
    found = Posting()
    if "starts_on" in told:
        rows[0] = replace(rows[0], starts_on=told["starts_on"])
    if "ends_on" in told:
        last_day = told["ends_on"]
        while last_day and len(rows) > 1 and rows[-1].starts_on and rows[-1].starts_on > last_day:
            gone = rows.pop()
            assert gone.pk
            found.never_began.append(gone.pk)
            kept = rows[-1]
            rows[-1] = replace(gone, pk=kept.pk, starts_on=kept.starts_on, continues=kept.continues)
        rows[-1] = replace(rows[-1], ends_on=last_day)
    found.changed = [row for row in rows if row not in served]
    return found


def _told(main: Held, told: dict[str, Any], resolve: Resolve) -> Held:
    """`main` with the category, posts, team and line manager that the file tells."""
    manager = told.get("manager")
    return replace(
        main,
        category=told.get("category", main.category),
        team=told.get("team", main.team),
        job_title=joined(told["posts"]) if "posts" in told else main.job_title,
        line_manager=resolve(manager) if manager else main.line_manager,
    )


def joined(posts: Sequence[str]) -> str:
    """Several posts as one job title; the planner takes it apart again."""
    return "; ".join(posts)
