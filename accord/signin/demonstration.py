"""Who can be signed in by one click in a demonstration."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.models import Appointment, Person, RoleHeld, Seat
from accord.people.roles import ROLES
from accord.schools.models import School


@dataclass(frozen=True)
class Character:
    """Somebody of the demonstration, for a button."""

    seat: uuid.UUID
    name: str
    what: str


@dataclass(frozen=True)
class Stage:
    """A demonstration school and the people who can be signed in."""

    school: School
    characters: list[Character]


def cast() -> list[Stage]:
    """Each demonstration school with one person for each role, in the order of the roles."""
    schools = School.objects.filter(is_demonstration=True).order_by("-phase")
    return [Stage(school, list(_characters(school))) for school in schools]


def _characters(school: School) -> Iterator[Character]:
    with in_school(school.pk):
        seats = dict(Seat.objects.filter(school=school, closed_at__isnull=True).values_list("person_id", "pk"))
        held = RoleHeld.objects.current(clock.today()).filter(person__in=list(seats)).select_related("person")
        first: dict[str, Person] = {}
        shown = set()
        for each in sorted(held, key=lambda each: list(ROLES).index(each.role)):
            if each.role not in first and each.person_id not in shown:
                first[each.role] = each.person
                shown.add(each.person_id)
        post = Appointment.objects.current(clock.today()).filter(person__in=[person.pk for person in first.values()])
        titles = dict(post.values_list("person_id", "job_title"))
    for code, role in ROLES.items():
        person = first.get(code)
        if person:
            title = titles.get(person.pk, "")
            yield Character(seats[person.pk], person.name, role.name if code != "staff" else title or role.name)
