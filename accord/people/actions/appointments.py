"""What people are appointed to: added, changed from a day on, put right, and ended."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accord.kernel import ledger
from accord.kernel.ledger.rows import stated
from accord.people import rules
from accord.people.actions import access
from accord.people.actions.persons import post_values
from accord.people.actions.turns import take_turn
from accord.people.models import Appointment, Person
from accord.people.reads import standing
from accord.people.rules import Post, Span

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ended:
    """What followed from an end: whether the person leaves with it, and who is without a line manager then."""

    person: Person
    last_day: date
    leaves: bool
    reports: list[Person]


@transaction.atomic
def add_appointment(*, person: UUID, post: Post, by: Person | None, today: date) -> Appointment:
    """One more thing that somebody is at the school; with it, people who left come back. Raises Refused."""
    take_turn()
    somebody = Person.objects.on_record().get(pk=person)
    _require_post(somebody, post, today)
    appointment = Appointment.objects.create(person=somebody, **post_values(post))
    rows = stated(appointment)
    ledger.record("appointment.added", appointment, by=by, person=somebody.pk, category=post.category, rows=rows)
    access.keep_access(today=today, person=somebody)
    return appointment


@transaction.atomic
def change_appointment(*, pk: UUID, post: Post, from_day: date | None, by: Person | None, today: date) -> Appointment:
    """Change what somebody is appointed to. Raises Refused.

    With `from_day`, the old appointment ends the day before and what it was stays on record. Without, what was written
    wrongly is put right, as if it had never been otherwise. Gives the appointment that holds then.
    """
    take_turn()
    appointment = Appointment.objects.select_for_update().select_related("person").get(pk=pk)
    before, person, wanted = appointment, appointment.person, Appointment(**post_values(post))
    changed = [name for name in post_values(post) if getattr(appointment, name) != getattr(wanted, name)]
    if not changed:
        return appointment
    _require_post(person, post, today)
    if from_day is None:
        _require_led(person, [*_others(appointment), Span(post.starts_on, post.ends_on)], today)
        for name in changed:
            setattr(appointment, name, getattr(wanted, name))
        appointment.save(update_fields=changed)
    else:
        rules.may_change_from(_span(appointment), from_day, post.ends_on).require()
        _require_led(person, [*_others(appointment), Span(from_day, post.ends_on)], today)
        before.ends_on = from_day - _ONE_DAY
        before.save(update_fields=["ends_on"])
        later = replace(post, starts_on=from_day)
        appointment = Appointment.objects.create(person=person, continues=appointment, **post_values(later))
    fields = [name.removesuffix("_id") for name in changed]
    rows = stated(before, appointment)
    ledger.record(
        "appointment.changed", appointment, by=by, person=person.pk, fields=fields, from_day=from_day, rows=rows
    )
    access.keep_access(today=today, person=person)
    return appointment


@transaction.atomic
def end_appointment(*, pk: UUID, last_day: date, by: Person | None, today: date) -> Ended:
    """End one appointment with `last_day` as its last; if nothing comes after it, the person leaves. Raises Refused."""
    take_turn()
    appointment = Appointment.objects.select_for_update().select_related("person").get(pk=pk)
    rules.may_stop(_span(appointment), last_day, today).require()
    _require_led(appointment.person, [*_others(appointment), Span(appointment.starts_on, last_day)], today)
    Appointment.objects.filter(pk=pk).update(ends_on=last_day)
    return _ended(appointment.person, [appointment], last_day, by=by, today=today)


@transaction.atomic
def end_person(*, pk: UUID, last_day: date, by: Person | None, today: date) -> Ended:
    """Somebody leaves: every appointment ends with `last_day`, and those that would begin later never do.

    Raises Refused, also where the school would be left without a Headteacher.
    """
    take_turn()
    person = Person.objects.select_for_update().get(pk=pk)
    appointments = list(person.appointments.select_for_update())
    rules.may_leave([_span(each) for each in appointments], last_day, today).require()
    _require_led(person, [Span(None, last_day)], today)
    person.appointments.filter(starts_on__gt=last_day).delete()
    person.appointments.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last_day)).update(ends_on=last_day)
    return _ended(person, appointments, last_day, by=by, today=today)


def _ended(person: Person, before: list[Appointment], last_day: date, *, by: Person | None, today: date) -> Ended:
    """Record what became of the appointments that were there `before`."""
    there = Appointment.objects.in_bulk([each.pk for each in before])
    ended = [each.pk for each in before if each.pk in there and there[each.pk].ends_on != each.ends_on]
    rows = stated(*there.values(), gone=[each for each in before if each.pk not in there])
    leaves = not person.appointments.not_over(last_day + _ONE_DAY).exists()
    reports = list(standing.reports_of(person, last_day + _ONE_DAY)) if leaves else []
    ledger.record(
        "appointment.ended",
        person,
        by=by,
        appointments=ended,
        last_day=last_day,
        leaves=leaves,
        reports=len(reports),
        rows=rows,
    )
    access.keep_access(today=today, person=person)
    return Ended(person, last_day, leaves, reports)


def _require_post(person: Person, post: Post, today: date) -> None:
    rules.may_last(post.starts_on, post.ends_on).require()
    rules.may_report_to(person.pk, post.line_manager, standing.line_managers(today)).require()


def _require_led(person: Person, spans: Iterable[Span], today: date) -> None:
    """The school keeps a Headteacher when this person's appointments become `spans`."""
    before = standing.leading()
    lasts = [span.last for span in spans]
    last_day = None if None in lasts else max(filter(None, lasts), default=None)
    after = [replace(each, last_day=last_day) if each.person == person.pk else each for each in before]
    rules.may_take(standing.led(before), standing.led(after), today).require()


def _others(appointment: Appointment) -> list[Span]:
    """The person's other appointments."""
    return [_span(each) for each in appointment.person.appointments.exclude(pk=appointment.pk)]


def _span(appointment: Appointment) -> Span:
    return Span(appointment.starts_on, appointment.ends_on)
