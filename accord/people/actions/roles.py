"""Giving and taking roles. Never leaves the school without a Headteacher."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from accord.kernel import ledger
from accord.kernel.ledger.rows import Rows, stated
from accord.people import rules
from accord.people.actions.turns import take_turn
from accord.people.models import Person, RoleHeld
from accord.people.reads import standing
from accord.people.rules import HEADTEACHER, Span

_ONE_DAY = timedelta(days=1)


@transaction.atomic
def give_role(
    *, person: UUID, role: str, starts_on: date, ends_on: date | None = None, by: Person | None, today: date
) -> RoleHeld:
    """Let somebody hold a role from one day up to and including another. Raises Refused."""
    take_turn()
    somebody = Person.objects.on_record().get(pk=person)
    span = Span(starts_on, ends_on)
    held = [Span(each.starts_on, each.ends_on) for each in somebody.roles.filter(role=role)]
    giver = standing.capabilities_on(by, today)
    rules.may_give(role, span, giver=giver, held=held, email=somebody.email, today=today).require()
    appointments = [Span(each.starts_on, each.ends_on) for each in somebody.appointments.all()]
    rules.may_hold(appointments, span).require()
    given = RoleHeld.objects.create(person=somebody, role=role, starts_on=starts_on, ends_on=ends_on)
    rows = stated(given)
    ledger.record("role.given", somebody, by=by, role=role, starts_on=starts_on, ends_on=ends_on, rows=rows)
    return given


@transaction.atomic
def give_roles(*, roles: Sequence[tuple[UUID, str]], by: Person | None, today: date) -> int:
    """Give several people a role each from today on, and return how many: all of them or, if one is refused, none."""
    take_turn()
    people = Person.objects.prefetch_related("roles", "appointments").in_bulk([person for person, _role in roles])
    giver, span = standing.capabilities_on(by, today), Span(today, None)
    for person, role in roles:
        somebody = people[person]
        held = [Span(each.starts_on, each.ends_on) for each in somebody.roles.all() if each.role == role]
        rules.may_give(role, span, giver=giver, held=held, email=somebody.email, today=today).require()
        appointments = [Span(each.starts_on, each.ends_on) for each in somebody.appointments.all()]
        rules.may_hold(appointments, span).require()
    given = [RoleHeld(person_id=person, role=role, starts_on=today) for person, role in roles]
    for each in RoleHeld.objects.bulk_create(given):
        somebody, rows = people[each.person_id], stated(each)
        ledger.record("role.given", somebody, by=by, role=each.role, starts_on=today, ends_on=None, rows=rows)
    return len(roles)


@transaction.atomic
def take_role(*, pk: UUID, last_day: date, by: Person | None, today: date) -> None:
    """Let somebody hold a role no longer than `last_day`; yesterday takes it at once. Raises Refused.

    A role that then would never have been held for a day is forgotten; the ledger still tells.
    """
    take_turn()
    held = RoleHeld.objects.select_for_update().select_related("person").get(pk=pk)
    rules.may_take_on(Span(held.starts_on, held.ends_on), last_day, today).require()
    if held.role == HEADTEACHER:
        before = standing.leading()
        after = [
            replace(each, span=Span(held.starts_on, last_day)) if each.role_held == pk else each for each in before
        ]
        rules.may_take(standing.led(before), standing.led(after), today).require()
    rows = shorten(held, last_day)
    ledger.record("role.taken", held.person, by=by, role=held.role, last_day=last_day, rows=rows)


def shorten(held: RoleHeld, last_day: date) -> Rows:
    """End a role with `last_day`, or forget it if it then would not have begun; and with it what was passed on of it.

    Returns what the ledger is to say of the rows.
    """
    passed_on = RoleHeld.objects.filter(instead_of=held.person_id, role=held.role, ends_on__gt=last_day)
    over = [held] if held.instead_of_id else [held, *passed_on]
    gone = [each for each in over if last_day < each.starts_on]
    kept = [each for each in over if each not in gone]
    for each in kept:
        each.ends_on = last_day
        each.save(update_fields=["ends_on"])
    rows = stated(*kept, gone=gone)
    for each in gone:
        each.delete()
    return rows


def at_once(today: date) -> date:
    """The last day of a role that is taken away now."""
    return today - _ONE_DAY
