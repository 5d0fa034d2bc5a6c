"""Who is here: the person behind the seat of this account in the school that the address names."""

from collections.abc import Callable, Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse

from accord.kernel import clock
from accord.kernel.decision import Decision, refuse
from accord.people import rules
from accord.people.models import Person, RoleHeld, Seat
from accord.people.roles import capabilities_of


class Visitor:
    """What `request` knows of the person: who it is, which roles they hold today, and so what they may do."""

    def __init__(self, person: Person | None, roles: Iterable[str] = ()) -> None:
        self.person = person
        self.roles = frozenset(roles)
        self.capabilities = capabilities_of(set(self.roles))

    def may(self, capability: str) -> Decision:
        if self.person is None:
            return refuse("no-seat", "You do not belong to this school.")
        return rules.may(capability, self.capabilities)


class SeatMiddleware:
    """Sets `request.person` (None without a seat in this school), `request.visitor` and `request.may`. One query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visitor = self._visitor(request)
        request.visitor = visitor  # type: ignore[attr-defined]
        request.person = visitor.person  # type: ignore[attr-defined]
        request.may = visitor.may  # type: ignore[attr-defined]
        return self.get_response(request)

    def _visitor(self, request: HttpRequest) -> Visitor:
        school = request.school  # type: ignore[attr-defined]
        if school is None or not request.user.is_authenticated:
            return Visitor(None)
        seat = Seat.objects.filter(account=request.user, school=school, closed_at__isnull=True)
        held = RoleHeld.objects.current(clock.today()).filter(person=OuterRef("pk"))
        people = Person.objects.annotate(role_codes=ArraySubquery(held.values("role")))
        # One id, not a set: with stale statistics PostgreSQL would walk everyone in the school for a set.
        person = people.filter(pk=Subquery(seat.values("person_id")[:1])).first()
        return Visitor(person, person.role_codes if person else ())
