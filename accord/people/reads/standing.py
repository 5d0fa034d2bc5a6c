"""What the rules ask about people who are not in front of them: who holds an address, who manages whom, who leads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from accord.people.models import Appointment, Person, RoleHeld
from accord.people.roles import capabilities_of
from accord.people.rules import HEADTEACHER, Span


def holder_of(person: Person | None, **field: str) -> str | None:
    """The name of somebody other than `person` whose `field` (email, source_id) has this value."""
    if not all(field.values()):
        return None
    holders = Person.objects.filter(**field)
    return next((other.name for other in holders if other != person), None)


def capabilities(person: Person | None, today: date) -> frozenset[str] | None:
    """All that somebody may do with the roles of today and of days to come; None for the command line."""
    if person is None:
        return None
    held = RoleHeld.objects.filter(person=person).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    return capabilities_of(set(held.values_list("role", flat=True)))


def capabilities_on(person: Person | None, today: date) -> frozenset[str] | None:
    """All that somebody may do today; None for the command line."""
    if person is None:
        return None
    held = RoleHeld.objects.current(today).filter(person=person)
    return capabilities_of(set(held.values_list("role", flat=True)))


def line_managers(today: date) -> dict[UUID, set[UUID]]:
    """Everybody's line managers, by the appointments that are not over."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    managed = Appointment.objects.not_over(today).exclude(line_manager=None)
    for person, manager in managed.values_list("person_id", "line_manager_id"):
        found[person].add(manager)
    return found


def reports_of(person: Person, day: date) -> QuerySet[Person]:
    """The people who have `person` as a line manager in an appointment that is not over on `day`."""
    managed = Appointment.objects.not_over(day).filter(line_manager=person)
    return Person.objects.filter(pk__in=managed.values("person_id"))


@dataclass(frozen=True)
class Leading:
    """Somebody's holding of the role of Headteacher, and how long they are here to hold it."""

    role_held: Any
    person: UUID
    span: Span
    last_day: date | None

    @property
    def days(self) -> Span | None:
        """The days on which they really lead; None if there is not one."""
        ends = [day for day in (self.span.last, self.last_day) if day is not None]
        last = min(ends, default=None)
        return None if last and self.span.first and last < self.span.first else Span(self.span.first, last)


def leading() -> list[Leading]:
    """Every holding of the role of Headteacher, past and to come. Two queries."""
    held = list(RoleHeld.objects.filter(role=HEADTEACHER))
    ends = _last_days({each.person_id for each in held})
    return [Leading(each.pk, each.person_id, Span(each.starts_on, each.ends_on), ends[each.person_id]) for each in held]


def led(holdings: Iterable[Leading]) -> list[Span]:
    """The days with a Headteacher."""
    return [days for each in holdings if (days := each.days)]


def led_without(person: Person, last_day: date) -> tuple[list[Span], list[Span]]:
    """The days with a Headteacher as they are, and as they would be if `person` left with `last_day`. Two queries."""
    before = leading()
    after = [replace(each, last_day=last_day) if each.person == person.pk else each for each in before]
    return led(before), led(after)


def _last_days(people: Iterable[UUID]) -> dict[UUID, date | None]:
    wanted = list(people)
    ends = Appointment.objects.filter(person__in=wanted).values("person_id")
    ends = ends.annotate(last=Max("ends_on"), open=Count("pk", filter=Q(ends_on__isnull=True)))
    known = {row["person_id"]: None if row["open"] else row["last"] for row in ends}
    return {person: known.get(person) for person in wanted}
