"""Roles that people's job titles show and that nobody has given them: for a person to look at, never given by themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accord.people.importing import read_roles, split_posts
from accord.people.models import Appointment, Person, RoleHeld
from accord.people.roles import ROLES, Role


@dataclass(frozen=True)
class Suggestion:
    """Somebody whose job title shows a role. `others` hold it already, where it is usually one person's."""

    person: Person
    role: Role
    shown_by: str
    others: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.person.pk} {self.role.code}"


_ONE_PERSON = {"headteacher", "chair"}


def suggestions(today: date) -> list[Suggestion]:
    """By the weight of the role, then by name. Two queries."""
    held: dict[str, dict[UUID, str]] = {}
    for each in RoleHeld.objects.select_related("person"):
        if each.ends_on is None or each.ends_on >= today:
            held.setdefault(each.role, {})[each.person_id] = each.person.name
    found = {}
    for person, code, shown_by in _shown(today):
        if person.pk not in held.get(code, {}):
            others = tuple(held.get(code, {}).values()) if code in _ONE_PERSON else ()
            found[code, person.pk] = Suggestion(person, ROLES[code], shown_by, others)
    weight = {code: place for place, code in enumerate(ROLES)}
    return sorted(found.values(), key=lambda each: (weight[each.role.code], each.person.search))


def _shown(today: date) -> Iterator[tuple[Person, str, str]]:
    """Everybody, a role that something shows, and what shows it."""
    for appointment in Appointment.objects.not_over(today).select_related("person", "line_manager"):
        for code in read_roles(split_posts(appointment.job_title), appointment.category):
            yield appointment.person, code, appointment.job_title
        if appointment.line_manager:
            yield appointment.line_manager, "line-manager", _("Is somebody's line manager")
