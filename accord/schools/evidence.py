"""What the ledger answers for in a school's calendar: by it days are counted."""

from accord.kernel.ledger.rows import HeldTable, every_column, held_tables
from accord.schools.models import ClosedDay, Term

HELD = (
    HeldTable(Term, "term", every_column(Term)),
    HeldTable(ClosedDay, "closed day", every_column(ClosedDay)),
)


def offer() -> None:
    """Have `accord ledger verify` look at the calendar, too."""
    for table in HELD:
        held_tables.register(table)
