"""Merging two records of one person, and parting them again.

What was signed is never rewritten: it stays with the record under which it was signed, and counts for the one that stands
for both. Everything else goes over to that one, each row noted as it was.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accord.kernel import ledger
from accord.kernel.base import new_id
from accord.kernel.ledger.rows import stated
from accord.kernel.scope import require_school
from accord.people import merge_rules, rules
from accord.people.actions import access
from accord.people.actions.noting import Notes, changed_since, put_back
from accord.people.actions.turns import take_turn
from accord.people.charges import charges
from accord.people.models import Appointment, Merge, Person, RoleHeld, Seat
from accord.people.reads import standing
from accord.people.rules import Span


@dataclass(frozen=True)
class Kept:
    """Of which record the address and the staff code are kept, where both have one: the duplicate's, or not."""

    address_of_duplicate: bool = False
    code_of_duplicate: bool = False


@transaction.atomic
def merge_people(*, survivor: UUID, duplicate: UUID, keep: Kept, by: Person, today: date, now: datetime) -> Merge:
    """Let `survivor` stand for `duplicate` as well, from now on. Raises Refused."""
    take_turn()
    people = Person.objects.select_for_update().in_bulk([survivor, duplicate])
    one, other = people[survivor], people[duplicate]
    _require_may(one, other, by, today)
    notes = Notes()
    _move_details(one, other, keep, notes)
    _move_appointments(one, other, notes)
    _require_no_circle(one, today)
    _move_roles(one, other, notes)
    for charge in charges:
        for row in charge.of(other):
            notes.write(row, **{f"{charge.field}_id": one.pk})
    seats = _move_seat(one, other, notes, now)
    for each in Person.objects.filter(merged_into=other):
        notes.write(each, merged_into=one)
    access.keep_access(today=today, person=one)
    notes.made(each for each in _seats(one, other) if each.pk not in seats)
    merge = Merge(survivor=one, duplicate=other, merged_at=now, merged_by=by, moved=notes.as_text())
    merge.save(force_insert=True)
    rows = notes.rows()
    rows.update(stated(merge))
    ledger.record("people.merged", one, by=by, at=now, duplicate=other.pk, merge=merge.pk, rows=rows)
    return merge


@transaction.atomic
def undo_merge(*, pk: UUID, by: Person, today: date, now: datetime) -> Merge:
    """Part two records again, each row as it was before. Raises Refused where something changed since."""
    take_turn()
    merge = Merge.objects.select_for_update().select_related("survivor", "duplicate").get(pk=pk, undone_at=None)
    one, other = merge.survivor, merge.duplicate
    _require_may_touch([one, other], by, today)
    merge_rules.may_undo(changed_since(merge.moved)).require()
    merge_rules.may_have_back(_taken(one, other, merge)).require()
    Person.objects.filter(pk__in=[one.pk, other.pk]).update(email="", source_id="")
    for seat in Seat.objects.filter(pk__in=Notes.keys(merge.moved, Seat)):
        Seat.objects.filter(pk=seat.pk).update(
            person_id=new_id()
        )  # Nobody's for a moment, so that two can change over.
    rows = put_back(merge.moved)
    merge.undone_at, merge.undone_by = now, by
    merge.save(update_fields=["undone_at", "undone_by"])
    rows.update(stated(merge))
    ledger.record("merge.undone", one, by=by, at=now, duplicate=other.pk, merge=merge.pk, rows=rows)
    for each in Person.objects.filter(pk__in=[one.pk, other.pk]):
        access.keep_access(today=today, person=each)
    return merge


def _require_may(one: Person, other: Person, by: Person, today: date) -> None:
    merged = {one.merged_into_id, other.merged_into_id} != {None}
    merge_rules.may_merge(one.pk, other.pk, by.pk, is_merged=merged).require()
    _require_may_touch([one, other], by, today)


def _require_may_touch(people: list[Person], by: Person, today: date) -> None:
    theirs = frozenset().union(*(standing.capabilities(each, today) or frozenset() for each in people))
    rules.may_touch_access(theirs, standing.capabilities_on(by, today)).require()


def _move_details(one: Person, other: Person, keep: Kept, notes: Notes) -> None:
    email = other.email if keep.address_of_duplicate or not one.email else one.email
    code = other.source_id if keep.code_of_duplicate or not one.source_id else one.source_id
    # The duplicate lets go first, because an address and a code belong to one record at a time.
    notes.write(other, email="", source_id="", merged_into=one)
    notes.write(one, email=email, source_id=code)
    for each in (one, other):
        each.search = each.searchable()
        each.save(update_fields=["search"])


def _move_appointments(one: Person, other: Person, notes: Notes) -> None:
    theirs = list(one.appointments.all())
    for each in other.appointments.order_by("-starts_on"):
        if any(_says_the_same(each, mine) for mine in theirs) and not each.continued_by.exists():
            notes.take_out(each)
            continue
        manager = None if each.line_manager_id == one.pk else each.line_manager_id
        notes.write(each, person_id=one.pk, line_manager_id=manager)
    for each in Appointment.objects.filter(line_manager=other):
        notes.write(each, line_manager_id=None if each.person_id == one.pk else one.pk)


def _says_the_same(each: Appointment, mine: Appointment) -> bool:
    """Whether an appointment only repeats one that is there already."""
    told = [(row.category, row.job_title.casefold(), row.team.casefold()) for row in (each, mine)]
    return told[0] == told[1] and Span(mine.starts_on, mine.ends_on).covers(Span(each.starts_on, each.ends_on))


def _require_no_circle(one: Person, today: date) -> None:
    above = standing.line_managers(today)
    for manager in above.get(one.pk, ()):
        rules.may_report_to(one.pk, manager, above).require()


def _move_roles(one: Person, other: Person, notes: Notes) -> None:
    """A role that both hold on some days becomes one that lasts as long as the two together."""
    mine = {each.role: each for each in one.roles.filter(instead_of=None)}
    for each in other.roles.all():
        if each.instead_of_id == one.pk:
            notes.take_out(each)
            continue
        held = mine.get(each.role) if each.instead_of_id is None else None
        if held is None or not Span(held.starts_on, held.ends_on).meets(Span(each.starts_on, each.ends_on)):
            notes.write(each, person_id=one.pk)
            continue
        notes.take_out(each)
        last = None if None in (held.ends_on, each.ends_on) else max(held.ends_on, each.ends_on)  # type: ignore[type-var]
        notes.write(held, starts_on=min(held.starts_on, each.starts_on), ends_on=last)
    for each in RoleHeld.objects.filter(instead_of=other):
        if each.person_id == one.pk:
            notes.take_out(each)
        else:
            notes.write(each, instead_of_id=one.pk)


def _move_seat(one: Person, other: Person, notes: Notes, now: datetime) -> set[UUID]:
    """One of two ways in stays, the one with the address that was kept; the other is closed. Returns those there were."""
    seats = {each.person_id: each for each in _seats(one, other)}
    mine, theirs = seats.get(one.pk), seats.get(other.pk)
    if theirs is None:
        return {each.pk for each in seats.values()}
    if mine and (mine.account.email == one.email or theirs.account.email != one.email):
        notes.write(theirs, closed_at=theirs.closed_at or now, closed_by_hand=True)
    else:
        notes.note(theirs)
        Seat.objects.filter(pk=theirs.pk).update(person_id=new_id())  # Nobody's for a moment.
        if mine:
            notes.write(mine, person_id=other.pk, closed_at=mine.closed_at or now, closed_by_hand=True)
        notes.write(theirs, person_id=one.pk)
    return {each.pk for each in seats.values()}


def _seats(one: Person, other: Person) -> list[Seat]:
    seats = Seat.objects.filter(school_id=require_school(), person_id__in=[one.pk, other.pk])
    return list(seats.select_related("account"))


def _taken(one: Person, other: Person, merge: Merge) -> str | None:
    """The name of somebody else who has an address or a code by now that would have to go back."""
    others = Person.objects.exclude(pk__in=[one.pk, other.pk])
    for was in Notes.before(merge.moved, Person):
        for name in ("email", "source_id"):
            if was[name] and (holder := others.filter(**{name: was[name]}).first()):
                return holder.name
    return None
