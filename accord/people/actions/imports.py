"""Bringing in a staff file: kept between preview and confirmation, planned again under the lock, carried out at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import transaction

from accord.kernel import clock, ledger
from accord.kernel.base import new_id
from accord.kernel.bulk import add_rows, check_keys_by_index, write_columns
from accord.kernel.decision import refuse
from accord.kernel.ledger.rows import Rows
from accord.people.actions.turns import take_turn
from accord.people.caution import may_end
from accord.people.evidence import APPOINTMENT, PERSON
from accord.people.importing import Entry, Known, Ref, Sheet, Step, fingerprint, match_headings
from accord.people.models import Appointment, KnownColumns, Person, StaffFile, searchable
from accord.people.posting import Held, Posting, first_posting
from accord.people.reads.known_columns import known_corrections
from accord.people.reads.preview import Corrections, Preview, look_at, posting_of

_PERSON = ("source_id", "title", "forename", "surname", "known_as", "email")
_HELD = ("category", "job_title", "team", "line_manager", "starts_on", "ends_on")


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    file: UUID
    created: int
    updated: int
    left: int
    unchanged: int
    skipped_rows: int

    @property
    def changed_nothing(self) -> bool:
        return not (self.created or self.updated or self.left)


@transaction.atomic
def keep_file(*, name: str, content: bytes, by: Person, columns: Corrections | None = None) -> StaffFile:
    """Keep an uploaded staff file for its preview. Not an act yet: nobody's record changes, and it is soon forgotten.

    `columns` are how they were corrected in the last file with these headings.
    """
    kept = {"uploaded_by": by, "uploaded_at": clock.now(), "columns": dict(columns or {})}
    return StaffFile.objects.create(name=name[:200], content=content, **kept)


@transaction.atomic
def correct_columns(*, pk: UUID, sheet: Sheet, columns: Corrections, by: Person, today: date) -> None:
    """Keep how the columns of a file were corrected, also for the next file with the same headings.

    Where they are left as we read them there is nothing to keep, and what was kept before is forgotten.
    """
    StaffFile.objects.filter(pk=pk).update(columns=dict(columns))
    read = match_headings(sheet.headings)
    mark = fingerprint(sheet.headings)
    if {column.field: column.index for column in read.columns if column.field} == {
        field: index for field, index in columns.items() if index is not None
    }:
        KnownColumns.objects.filter(fingerprint=mark).delete()
        return
    known = KnownColumns.objects.filter(fingerprint=mark).first()
    if known is None or known_corrections(known) != dict(columns):
        kept = {"columns": dict(columns), "kept_by": by, "kept_on": today}
        KnownColumns.objects.update_or_create(fingerprint=mark, defaults=kept)


@transaction.atomic
def forget_columns(*, pk: UUID, sheet: Sheet) -> None:
    """Read a file, and the next ones with its headings, as if nobody had ever corrected them."""
    KnownColumns.objects.filter(fingerprint=fingerprint(sheet.headings)).delete()
    StaffFile.objects.filter(pk=pk).update(columns={})


@transaction.atomic
def settle_file(*, pk: UUID, columns: Corrections, absent_leave: bool) -> None:
    """Keep how the columns were corrected, and whether people who are absent from the file have left."""
    StaffFile.objects.filter(pk=pk).update(columns=dict(columns), absent_leave=absent_leave)


@transaction.atomic
def discard_file(*, pk: UUID) -> None:
    """Forget a staff file that will not be imported."""
    StaffFile.objects.filter(pk=pk).delete()


@transaction.atomic
def import_file(
    *, pk: UUID, fingerprint: str, skip_bad: bool, end_many: bool = False, by: Person, today: date
) -> Imported:
    """Carry out the preview with this `fingerprint`, then forget the file. Raises Refused where people changed since.

    Raises StaffFile.DoesNotExist where it was imported already, or cancelled.
    """
    take_turn()
    file = StaffFile.objects.get(pk=pk)
    preview = look_at(bytes(file.content), corrections=file.columns, absent_leave=file.absent_leave, by=by, today=today)
    if preview.fingerprint != fingerprint:
        text = "Somebody changed people while you looked at this. Here is what the file would do now."
        refuse("stale", text).require()
    done = apply_plan(preview=preview, file=file, skip_bad=skip_bad, end_many=end_many, by=by, today=today)
    file.delete()
    return done


@transaction.atomic
def apply_plan(
    *, preview: Preview, file: StaffFile, skip_bad: bool, end_many: bool = False, by: Person | None, today: date
) -> Imported:
    """Write what `preview` says: one act, and the same number of queries for one person as for 25,000.

    The caller has taken the turn before looking. Raises Refused while rows are bad and `skip_bad` is not chosen,
    and where more people would leave than is usual and nobody said with `end_many` that the file is whole.
    """
    if preview.plan.bad and not skip_bad:
        refuse("bad-rows", "Some rows need a look. Put them right in the file, or choose to leave them out.").require()
    plan = preview.plan
    may_end(plan, said_whole=end_many).require()
    counts = preview.counts
    done = Imported(
        file=file.pk,
        created=len(plan.new),
        updated=len(plan.changed) + len(plan.returning),
        left=len(plan.leaving),
        unchanged=len(plan.unchanged),
        skipped_rows=counts["bad"],
    )
    if plan.changes_nothing:
        return done
    writer = _Writer(preview, today)
    writer.write()
    ledger.record("staff-file.imported", file, by=by, counts=counts, people=writer.told(), rows=writer.rows)
    return done


class _Writer:
    """Carries out the steps of one preview."""

    def __init__(self, preview: Preview, today: date) -> None:
        self.plan = preview.plan
        self.roll = preview.roll
        self.today = today
        self.new = {step.row: new_id() for step in self.plan.new}
        self.rows: Rows = {PERSON.name: {}, APPOINTMENT.name: {}}  # What the ledger is to say of each row.

    def write(self) -> None:
        check_keys_by_index()
        self._write_people()
        self._write_appointments()

    def told(self) -> dict[str, object]:
        """Who was added, changed and said to have left, for the ledger: ids and names of fields, no personal text."""
        changed = {step.key: [change.field for change in step.changes] for step in self._known()}
        return {"added": [*self.new.values()], "changed": changed, "left": [step.key for step in self.plan.leaving]}

    def resolve(self, ref: Ref) -> UUID:
        return UUID(ref.key) if ref.key else self.new[ref.row]

    def _known(self) -> Iterable[Step]:
        return (step for step in self.plan.steps() if step.key)

    def _write_people(self) -> None:
        rewritten = {step.key: values for step in self._known() if (values := _person_changes(step))}
        # Addresses and codes are let go of first, so that two people can change theirs over.
        for name in ("email", "source_id"):
            write_columns(Person, [name], [(UUID(key), "") for key, values in rewritten.items() if name in values])
        known = self.roll.by_key()
        rows = [_person_row(UUID(key), known[key], values) for key, values in rewritten.items()]
        write_columns(Person, (*_PERSON, "search"), rows)
        now = clock.now()
        added = [(*_person_row(self.new[step.row], step.entry, {}), now) for step in self.plan.new]
        add_rows(Person, ("id", *_PERSON, "search", "created_at"), added)
        told = self.rows[PERSON.name]
        # Nobody in a plan was merged into another record.
        told.update((str(pk), PERSON.digest((*values[: len(_PERSON)], None))) for pk, *values in chain(rows, added))

    def _write_appointments(self) -> None:
        postings = {step.key: posting_of(step, self.roll, self.today, self.resolve) for step in self._known()}
        gone = [pk for posting in postings.values() for pk in posting.never_began]
        if gone:
            Appointment.objects.filter(pk__in=gone).delete()
        changed = [(UUID(key), held) for key, posting in postings.items() for held in posting.changed]
        write_columns(Appointment, _HELD, ((held.pk, *_held_row(held)) for _person, held in changed))
        added = chain(self._first_appointments(), self._later_appointments(postings))
        rows = [(new_id(), person, *_held_row(held), held.continues) for person, held in added]
        add_rows(Appointment, ("id", "person", *_HELD, "continues"), rows)
        told = self.rows[APPOINTMENT.name]
        told.update((str(pk), None) for pk in gone)
        told.update(
            (str(held.pk), APPOINTMENT.digest((person, *_held_row(held), held.continues))) for person, held in changed
        )
        told.update((str(pk), APPOINTMENT.digest(values)) for pk, *values in rows)

    def _first_appointments(self) -> Iterator[tuple[UUID, Held]]:
        for step in self.plan.new:
            assert step.entry
            yield self.new[step.row], first_posting(step.entry, self.resolve)

    def _later_appointments(self, postings: Mapping[str, Posting]) -> Iterator[tuple[UUID, Held]]:
        for key, posting in postings.items():
            yield from ((UUID(key), held) for held in posting.new)


def _person_changes(step: Step) -> dict[str, object]:
    return {change.field: change.after for change in step.changes if change.field in _PERSON}


def _person_row(pk: UUID, known: Known | Entry | None, changes: Mapping[str, object]) -> tuple[object, ...]:
    """Somebody's columns as a whole, with what is searched in."""
    whole: dict[str, Any] = {name: changes.get(name, getattr(known, name)) for name in _PERSON}
    words = searchable(*(whole[name] for name in ("surname", "forename", "known_as", "email", "source_id")))
    return pk, *whole.values(), words


def _held_row(held: Held) -> tuple[object, ...]:
    return held.category, held.job_title, held.team, held.line_manager, held.starts_on, held.ends_on
