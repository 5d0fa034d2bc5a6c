"""Who stands in for whom, in which role, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accord.people import words
from accord.people.models import Person, RoleHeld
from accord.people.reads.sheet import sentences
from accord.people.roles import ROLES
from accord.ui.states import State


@dataclass(frozen=True)
class StandIn:
    """A role held instead of somebody, with how it stands."""

    held: RoleHeld
    state: State

    @property
    def role(self) -> str:
        return words.role(self.held.role)

    @property
    def allows(self) -> list[str]:
        return sentences(ROLES[self.held.role].capabilities) if self.held.role in ROLES else []

    @property
    def period(self) -> str:
        return words.period(self.held.starts_on, self.held.ends_on)

    @property
    def is_over(self) -> bool:
        return self.state is words.ENDED_BEFORE


def _passed_on() -> QuerySet[RoleHeld]:
    return RoleHeld.objects.exclude(instead_of=None).select_related("person", "instead_of").order_by("-starts_on", "id")


def about(person: Person, today: date) -> list[StandIn]:
    """Where somebody stands in for this person, and this person for somebody; the newest first. One query."""
    found = _passed_on().filter(Q(person=person) | Q(instead_of=person))[:50]
    return [StandIn(each, words.holds(each.starts_on, each.ends_on, today)) for each in found]


def now_for(person: Person, today: date) -> Sequence[RoleHeld]:
    """In which roles, and for whom, this person stands in today. One query."""
    return list(_passed_on().current(today).filter(person=person))  # type: ignore[attr-defined]


def roles_to_pass_on(person: Person, today: date) -> list[str]:
    """The roles of this person that allow something, held now or later in their own right. One query."""
    held = RoleHeld.objects.filter(person=person, instead_of=None).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    )
    codes = set(held.values_list("role", flat=True))
    return [code for code, role in ROLES.items() if code in codes and role.capabilities]


def may_stand_in(person: Person, today: date) -> QuerySet[Person]:
    """Everybody who could stand in for `person`: in post, with an address."""
    return Person.objects.in_post(today).exclude(pk=person.pk).exclude(email="").order_by("search")
