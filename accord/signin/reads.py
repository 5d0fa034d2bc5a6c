"""What the pages of an account show beyond the account itself."""

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.models import Account, RoleHeld, Seat
from accord.people.roles import capabilities_of

# Whoever may do one of these sees or decides about other people.
_WEIGHTY = {"people.manage", "people.roles", "policies.adopt", "signing.board", "signing.reasons", "notices.see"}


def sees_others(account: Account) -> bool:
    """Whether the account opens other people's records in any school. Two queries for each of its schools."""
    seats = Seat.objects.filter(account=account, closed_at__isnull=True)
    return any(_WEIGHTY & _capabilities(seat) for seat in seats)


def _capabilities(seat: Seat) -> frozenset[str]:
    with in_school(seat.school_id):
        held = RoleHeld.objects.current(clock.today()).filter(person=seat.person_id)
        return capabilities_of(set(held.values_list("role", flat=True)))
