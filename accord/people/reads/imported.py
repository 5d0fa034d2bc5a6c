"""A preview as its page tells it, and what an import did."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accord.kernel.models import Entry
from accord.people import words
from accord.people.importing import Column, Problem, Ref, Sheet, Step
from accord.people.models import Person, StaffFile
from accord.people.reads.preview import Preview

SHOWN = 100  # Of each kind; the rest is in the file for a spreadsheet.
_SAMPLES = 3
_FEW = 20
_PLACES = 20


@dataclass(frozen=True)
class Told:
    """One step of a preview: who, and each thing that would be otherwise."""

    row: int | None
    name: str
    changes: Sequence[tuple[str, str, str]]  # What, before, after.
    said: str = ""


@dataclass(frozen=True)
class Part:
    """The steps of one kind, the first of them in words."""

    kind: str
    title: str
    total: int
    shown: Sequence[Told]

    @property
    def more(self) -> int:
        return self.total - len(self.shown)

    @property
    def is_long(self) -> bool:
        """Whether it would hide what needs a decision: new people, once there are many."""
        return self.kind == "new" and len(self.shown) > _FEW


def parts(preview: Preview) -> list[Part]:
    """What would change, in the order in which somebody should look at it."""
    names = _Names(preview)
    plan = preview.plan
    kinds = (("leaving", plan.leaving), ("changed", plan.changed), ("returning", plan.returning), ("new", plan.new))
    return [
        Part(kind, str(words.KINDS[kind]), len(steps), [names.told(step) for step in steps[:SHOWN]])
        for kind, steps in kinds
        if steps
    ]


def exported(preview: Preview) -> Iterator[list[Any]]:
    """Everything that would be done or cannot be, line by line, for a spreadsheet."""
    names = _Names(preview)
    for problem in preview.plan.bad:
        kind = str(words.KINDS["bad"])
        yield [kind, problem.row or "", "", problem.column, problem.value, "", problem.reason]
    for step in preview.plan.steps():
        told, kind = names.told(step), str(words.KINDS[step.kind])
        for what, before, after in told.changes or [("", "", told.said)]:
            yield [kind, told.row or "", told.name, what, before, after, ""]


EXPORTED = ("What", "Row", "Name", "Field", "Before", "After", "Problem")


class _Names:
    """Turns steps into words; line managers are told by name."""

    def __init__(self, preview: Preview) -> None:
        self.known = {known.key: known.name for known in preview.roll.existing}
        self.new = {step.row: step.name for step in preview.plan.new}

    def told(self, step: Step) -> Told:
        changes = [
            (str(words.FIELDS[change.field]), self._value(change.before), self._value(change.after))
            for change in step.changes
        ]
        return Told(step.row, step.name, changes, "" if step.changes else self._said(step))

    def _said(self, step: Step) -> str:
        """Somebody new in one line."""
        entry = step.entry
        if entry is None:
            return ""
        parts = ["; ".join(entry.posts), entry.team, words.category(entry.category)]
        told = ", ".join(filter(None, parts))
        return f"{told} ({_('left already')})" if step.is_over else told

    def _value(self, value: object) -> str:
        if isinstance(value, Ref):
            return self.known.get(value.key, "") if value.key else self.new.get(value.row, "")
        if isinstance(value, tuple):
            return "; ".join(value)
        if isinstance(value, date):
            return date_format(value, "j M Y")
        return str(value) if value else ""


@dataclass(frozen=True)
class Sampled:
    """A column of the file with some of its cells, and what else may be said of it."""

    column: Column
    samples: Sequence[str]
    note: str

    @property
    def name(self) -> str:
        return f"column-{self.column.index}"


def sampled(sheet: Sheet, columns: Iterable[Column], contested: Iterable[int]) -> list[Sampled]:
    """Each column with the first cells that say something."""
    doubtful = set(contested)
    return [
        Sampled(
            column,
            _samples(sheet, column.index),
            _("Another column says the same; look at both.") if column.index in doubtful else "",
        )
        for column in columns
    ]


def _samples(sheet: Sheet, index: int) -> list[str]:
    cells = (row.cells[index] for row in sheet.rows)
    return list(dict.fromkeys(cell for cell in cells if cell))[:_SAMPLES]


def done(file: UUID, by: Person) -> dict[str, int] | None:
    """The counts of an import of this file by this person, as the ledger has them; None if there was none."""
    entries = Entry.objects.filter(act="staff-file.imported", subject_id=file, actor_id=by.pk)
    entry = entries.exclude(detail=None).first()
    return json.loads(entry.detail)["counts"] if entry and entry.detail else None


def waiting(by: Person) -> list[StaffFile]:
    """Staff files that this person uploaded and has neither confirmed nor cancelled, the newest first."""
    return list(StaffFile.objects.filter(uploaded_by=by).defer("content").order_by("-uploaded_at"))


def warnings(preview: Preview) -> list[tuple[str, str]]:
    """What deserves a look: each reason once, with the rows and values that it is about."""
    where: dict[str, list[str]] = {}
    for problem in preview.plan.warnings:
        places = where.setdefault(problem.reason, [])
        if problem.row is not None:
            told = _("row %(row)s (%(value)s)") if problem.value else _("row %(row)s")
            places.append(told % {"row": problem.row, "value": problem.value})
    return [(reason, _places(places)) for reason, places in where.items()][:SHOWN]


def _places(places: Sequence[str]) -> str:
    shown = ", ".join(places[:_PLACES])
    return (
        _("%(shown)s and %(n)s more") % {"shown": shown, "n": len(places) - _PLACES} if len(places) > _PLACES else shown
    )


def problems(preview: Preview) -> list[Problem]:
    """The bad rows that the page shows."""
    return list(preview.plan.bad[:SHOWN])
