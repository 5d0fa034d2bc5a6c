"""One change to a school's people at a time.

A rule about several people ("never without a Headteacher", "one address, one person") is asked before it is acted upon,
and an import plans with all of them in view. Such changes are few and short, so they simply wait for each other.
"""

from django.db import connection

from accord.kernel.scope import require_school

_PEOPLE = 1 << 48  # Sets these locks apart from any other use of advisory locks.


def take_turn() -> None:
    """Wait until nobody else changes the people of this school. Held until the transaction ends; safe to take twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PEOPLE + require_school()])
