"""What other slices ask about the open school."""

from accord.kernel.scope import require_school
from accord.schools import terms
from accord.schools.models import ClosedDay, School, Term


def open_school() -> School:
    """The school whose scope is open. One query."""
    return School.objects.get(pk=require_school())


def calendar_of_open_school() -> terms.SchoolCalendar:
    """The open school's calendar, as its terms and closed days stand now. Two queries."""
    closed: dict[str, set] = {kind: set() for kind in ClosedDay.Kind.values}
    for day, kind in ClosedDay.objects.values_list("day", "kind"):
        closed[kind].add(day)
    return terms.SchoolCalendar(
        terms=tuple(terms.Term(*row) for row in Term.objects.values_list("first_day", "last_day", "name")),
        inset_days=frozenset(closed[ClosedDay.Kind.INSET]),
        closures=frozenset(closed[ClosedDay.Kind.CLOSED]),
    )
