"""Making a school, changing what it says about itself, and its terms and closed days."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from accord.kernel import ledger
from accord.kernel.decision import Decision
from accord.kernel.ledger.entries import Actor
from accord.kernel.ledger.rows import not_spoken_of, stated
from accord.kernel.scope import in_school, require_school
from accord.schools import rules
from accord.schools.bank_holidays import bank_holidays
from accord.schools.calendar_files import TERM, Line
from accord.schools.models import Authority, ClosedDay, School, Term
from accord.schools.rules import Days, SchoolDetails
from accord.ui.theme import may_be_accent

_DETAILS = ("name", "email", "telephone", "address", "accent")


class SchoolItself:
    """The school as the subject of an act: the ledger names its subjects by uuid, and a school has a number."""

    _meta = School._meta

    def __init__(self, school: int) -> None:
        self.pk = UUID(int=school)


@transaction.atomic
def create_school(
    *, urn: int, details: SchoolDetails, phase: str, authority: str = "", demonstration: bool = False
) -> School:
    """A new, empty school with an address of its own. Raises Refused."""
    holder = School.objects.filter(urn=urn).first()
    rules.may_have_number(urn, holder.name if holder else None).require()
    rules.may_be_called(details.name).require()
    school = School(urn=urn, phase=phase, slug=_free_slug(details.name, urn), is_demonstration=demonstration)
    school.authority = _authority(authority) if authority else None
    _set_details(school, details)
    school.save()
    with in_school(school.pk):
        ledger.record("school.created", SchoolItself(school.pk), by=None, urn=urn)
    return school


@transaction.atomic(savepoint=False)
def state_rows() -> int:
    """Have the open school's ledger answer from now on for rows that it never spoke of; return how many.

    After an upgrade, once: what a table holds is stated only while the ledger has said nothing about any of its rows.
    """
    found = not_spoken_of()
    if found:
        ledger.record("rows.stated", SchoolItself(require_school()), by=None, rows=found)
    return sum(map(len, found.values()))


@transaction.atomic
def change_school(*, details: SchoolDetails, by: Actor | None) -> School:
    """Change what the open school says about itself. Raises Refused."""
    school = School.objects.select_for_update().get(pk=require_school())
    rules.may_be_called(details.name).require()
    before = {name: getattr(school, name) for name in _DETAILS}
    _set_details(school, details)
    changed = [name for name in _DETAILS if before[name] != getattr(school, name)]
    if changed:
        school.save(update_fields=changed)
        ledger.record("school.changed", SchoolItself(school.pk), by=by, fields=changed)
    return school


@transaction.atomic
def add_term(*, name: str, days: Days, by: Actor | None) -> Term:
    """Enter a term, or half of one. Raises Refused."""
    _lock()
    rules.may_be_term(days, _terms(Term.objects.all())).require()
    term = Term.objects.create(name=_tidied(name), first_day=days.first, last_day=days.last)
    ledger.record("term.added", term, by=by, first_day=days.first, last_day=days.last, rows=stated(term))
    return term


@transaction.atomic
def enter_calendar(*, lines: Iterable[Line], by: Actor | None) -> tuple[int, int]:
    """Enter what a calendar file says, as far as it can be; return how many terms and days that were. Safe to repeat."""
    terms = days = 0
    _lock()
    for line, decision in judged(lines):
        if decision and line.kind == TERM:
            add_term(name=line.name, days=Days(line.first, line.last), by=by)
            terms += 1
        elif decision:
            add_closed_day(day=line.first, kind=line.kind, by=by)
            days += 1
    return terms, days


def judged(lines: Iterable[Line]) -> list[tuple[Line, Decision]]:
    """Each line of a calendar file, and whether it can be entered after those before it. Two queries."""
    terms = _terms(Term.objects.all())
    taken = set(ClosedDay.objects.values_list("day", flat=True))
    found = []
    for line in lines:
        if line.kind == TERM:
            days = Days(line.first, line.last)
            decision = rules.may_be_term(days, terms)
            terms += [(line.name, days)] if decision else []
        else:
            holiday = bank_holidays(line.first.year).get(line.first)
            decision = rules.may_be_closed(line.first, taken=line.first in taken, bank_holiday=holiday)
            taken |= {line.first}
        found.append((line, decision))
    return found


@transaction.atomic
def change_term(*, pk: UUID, name: str, days: Days, by: Actor | None) -> Term:
    """Change a term's name or days. Raises Refused."""
    _lock()
    term = Term.objects.get(pk=pk)
    rules.may_be_term(days, _terms(Term.objects.exclude(pk=pk))).require()
    if (term.name, term.first_day, term.last_day) == (_tidied(name), days.first, days.last):
        return term
    term.name, term.first_day, term.last_day = _tidied(name), days.first, days.last
    term.save()
    ledger.record("term.changed", term, by=by, first_day=days.first, last_day=days.last, rows=stated(term))
    return term


@transaction.atomic
def remove_term(*, pk: UUID, by: Actor | None) -> None:
    """Take a term out. Twice is once."""
    for term in Term.objects.select_for_update().filter(pk=pk):
        rows = stated(gone=[term])
        ledger.record("term.removed", term, by=by, first_day=term.first_day, last_day=term.last_day, rows=rows)
        term.delete()


@transaction.atomic
def add_closed_day(*, day: date, kind: str, by: Actor | None) -> ClosedDay:
    """Enter an INSET day or a closure. Raises Refused."""
    _lock()
    may_be_closed(day).require()
    closed = ClosedDay.objects.create(day=day, kind=kind)
    ledger.record("closed-day.added", closed, by=by, day=day, kind=kind, rows=stated(closed))
    return closed


@transaction.atomic
def change_closed_day(*, pk: UUID, day: date, kind: str, by: Actor | None) -> ClosedDay:
    """Move an INSET day or a closure, or say that it is the other. Raises Refused."""
    _lock()
    closed = ClosedDay.objects.get(pk=pk)
    if (closed.day, closed.kind) == (day, kind):
        return closed
    may_be_closed(day, instead_of=closed).require()
    closed.day, closed.kind = day, kind
    closed.save()
    ledger.record("closed-day.changed", closed, by=by, day=day, kind=kind, rows=stated(closed))
    return closed


@transaction.atomic
def remove_closed_day(*, pk: UUID, by: Actor | None) -> None:
    """Let a day be an ordinary one again. Twice is once."""
    for closed in ClosedDay.objects.select_for_update().filter(pk=pk):
        rows = stated(gone=[closed])
        ledger.record("closed-day.removed", closed, by=by, day=closed.day, kind=closed.kind, rows=rows)
        closed.delete()


def may_be_closed(day: date, *, instead_of: ClosedDay | None = None) -> Decision:
    """As the rule, with what the open school has entered."""
    is_taken = any(closed != instead_of for closed in ClosedDay.objects.filter(day=day))
    return rules.may_be_closed(day, taken=is_taken, bank_holiday=bank_holidays(day.year).get(day))


def _set_details(school: School, details: SchoolDetails) -> None:
    if details.accent:
        may_be_accent(details.accent).require()
        school.accent = details.accent.lower()
    school.name = _tidied(details.name)
    school.email = details.email.strip().lower()
    school.telephone = _tidied(details.telephone)
    school.address = "\n".join(filter(None, map(_tidied, details.address.splitlines())))


def _free_slug(name: str, urn: int) -> str:
    """The school's own word in its addresses: its name, with its number where another school has the name."""
    slug = slugify(name)[:50].strip("-") or str(urn)
    return f"{slug}-{urn}" if School.objects.filter(slug=slug).exists() else slug


def _authority(name: str) -> Authority:
    slug = slugify(name)[:60]
    return Authority.objects.get_or_create(slug=slug, defaults={"name": _tidied(name)})[0]


def _terms(terms: Iterable[Term]) -> list[tuple[str, Days]]:
    return [(term.name, Days(term.first_day, term.last_day)) for term in terms]


def _tidied(text: str) -> str:
    return " ".join(text.split())


def _lock() -> None:
    """Two people who enter overlapping terms at once: the second one waits, and is told."""
    School.objects.select_for_update(no_key=True).get(pk=require_school())
