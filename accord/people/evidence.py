"""What the ledger answers for among people: who somebody is, what they are appointed to, their roles and their seat."""

from accord.kernel.ledger.rows import HeldTable, every_column, held_tables
from accord.people.models import Appointment, Merge, Person, RoleHeld, Seat

# What is searched in follows from the rest, and `created_at` from the entry. Imports digest rows in this order, too.
PERSON = HeldTable(Person, "person", every_column(Person, but=("search", "created_at")))
APPOINTMENT = HeldTable(Appointment, "appointment", every_column(Appointment))
ROLE = HeldTable(RoleHeld, "role", every_column(RoleHeld))
# With the address, or whoever can edit accounts would have a passphrase sent to themselves and sign as another.
SEAT = HeldTable(Seat, "seat", (*every_column(Seat), "account__email"))

MERGE = HeldTable(Merge, "merge", every_column(Merge))


def offer() -> None:
    """Have `accord ledger verify` look at people, too."""
    for table in (PERSON, APPOINTMENT, ROLE, SEAT, MERGE):
        held_tables.register(table)
