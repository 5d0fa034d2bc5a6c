"""What the ledger answers for: who may fetch whose calendar."""

from accord.duties.models import CalendarLink
from accord.kernel.ledger.rows import HeldTable, every_column, held_tables


def offer() -> None:
    """Have `accord ledger verify` look at calendar links: one that nobody made would show somebody's duties."""
    held_tables.register(HeldTable(CalendarLink, "calendar link", every_column(CalendarLink)))
