"""Who is here: the person behind the seat of this account in the school that the address names."""

from collections.abc import Callable
from functools import cached_property

from django.http import HttpRequest, HttpResponse

from accord.kernel import clock
from accord.kernel.decision import Decision, refuse
from accord.people import rules
from accord.people.models import Person, RoleHeld, Seat
from accord.people.roles import capabilities_of


class Visitor:
    """What `request` knows of the person: asked once, and only when a page wants to know."""

    def __init__(self, person: Person | None) -> None:
        self.person = person

    @cached_property
    def roles(self) -> frozenset[str]:
        """The codes of the roles that the person holds today."""
        if self.person is None:
            return frozenset()
        held = RoleHeld.objects.current(clock.today()).filter(person=self.person)
        return frozenset(held.values_list("role", flat=True))

    @cached_property
    def capabilities(self) -> frozenset[str]:
        return capabilities_of(set(self.roles))

    def may(self, capability: str) -> Decision:
        if self.person is None:
            return refuse("no-seat", "You do not belong to this school.")
        return rules.may(capability, self.capabilities)


class SeatMiddleware:
    """Sets `request.person` (None without a seat in this school), `request.visitor` and `request.may`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visitor = Visitor(self._person(request))
        request.visitor = visitor  # type: ignore[attr-defined]
        request.person = visitor.person  # type: ignore[attr-defined]
        request.may = visitor.may  # type: ignore[attr-defined]
        return self.get_response(request)

    def _person(self, request: HttpRequest) -> Person | None:
        school = request.school  # type: ignore[attr-defined]
        if school is None or not request.user.is_authenticated:
            return None
        seat = Seat.objects.filter(account=request.user, school=school, closed_at__isnull=True).first()
        return Person.objects.filter(pk=seat.person_id).first() if seat else None
