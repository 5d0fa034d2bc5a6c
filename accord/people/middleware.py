"""Who is here: the person behind the seat of this account in the school that the address names."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse

from accord.kernel import clock
from accord.kernel.decision import Decision, refuse
from accord.people import rules
from accord.people.models import Person, RoleHeld, Seat
from accord.people.roles import capabilities_of

# Written out, because every request of a school's page asks it (docs/decisions/0008).
_BEHIND_THE_SEAT = f"""
SELECT person.*, ARRAY(
           SELECT held.role FROM {RoleHeld._meta.db_table} held
            WHERE held.school_id = person.school_id AND held.person_id = person.id
              AND held.starts_on <= %(today)s AND (held.ends_on IS NULL OR held.ends_on >= %(today)s)) AS role_codes
  FROM {Seat._meta.db_table} seat
  JOIN {Person._meta.db_table} person ON person.school_id = seat.school_id AND person.id = seat.person_id
 WHERE seat.account_id = %(account)s AND seat.school_id = %(school)s AND seat.closed_at IS NULL
"""


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
        asked = {"account": request.user.pk, "school": school.pk, "today": clock.today()}
        person = next(iter(Person.objects.raw(_BEHIND_THE_SEAT, asked)), None)
        return Visitor(person, person.role_codes if person else ())  # type: ignore[attr-defined]
