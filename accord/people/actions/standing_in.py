"""Passing a role on while its holder is away."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from accord.kernel import ledger
from accord.kernel.decision import refuse
from accord.kernel.ledger.rows import stated
from accord.people import rules
from accord.people.actions.roles import at_once, shorten
from accord.people.actions.turns import take_turn
from accord.people.models import Person, RoleHeld
from accord.people.rules import Span


@transaction.atomic
def pass_role_on(
    *, away: UUID, role: str, person: UUID, starts_on: date, ends_on: date, because: str, by: Person, today: date
) -> RoleHeld:
    """Let `person` stand in for `away` in a role they hold, up to and including `ends_on`. Raises Refused.

    It is for whoever is away, or for somebody who gives roles, to decide; a view asks that. Those concerned are told.
    """
    take_turn()
    somebody, standing_in = Person.objects.get(pk=away), Person.objects.get(pk=person)
    if away == person:
        refuse("oneself", "Nobody stands in for themselves. Choose somebody else.").require()
    if starts_on < today:
        refuse("back-dated", "It begins today or later: what a role allows cannot be allowed afterwards.").require()
    span = Span(starts_on, ends_on)
    rules.may_last(starts_on, ends_on).require()
    rules.may_pass_on(
        role,
        span,
        held=_days(RoleHeld.objects.filter(person=somebody, role=role, instead_of=None)),
        theirs=_days(RoleHeld.objects.filter(person=standing_in, role=role)),
        passed_on=_days(RoleHeld.objects.filter(instead_of=somebody, role=role)),
        email=standing_in.email,
    ).require()
    rules.may_hold([Span(each.starts_on, each.ends_on) for each in standing_in.appointments.all()], span).require()
    given = RoleHeld.objects.create(
        person=standing_in,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        instead_of=somebody,
        because=because.strip(),
    )
    detail: dict[str, Any] = {"role": role, "starts_on": starts_on, "ends_on": ends_on, "instead_of": away}
    ledger.record("role.passed-on", given, by=by, person=person, **detail, rows=stated(given))
    return given


@transaction.atomic
def take_role_back(*, pk: UUID, by: Person, today: date) -> None:
    """Whoever was away is back: nobody stands in for them any longer. Over already, nothing changes."""
    take_turn()
    held = RoleHeld.objects.select_for_update().exclude(instead_of=None).get(pk=pk)
    if held.ends_on is not None and held.ends_on < today:
        return
    detail: dict[str, Any] = {"role": held.role, "person": held.person_id, "instead_of": held.instead_of_id}
    rows = shorten(held, at_once(today))
    ledger.record("role.taken-back", by, by=by, passed_on=pk, **detail, rows=rows)


def _days(held: object) -> list[Span]:
    return [Span(each.starts_on, each.ends_on) for each in held]  # type: ignore[attr-defined]
