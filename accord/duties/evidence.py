"""What the ledger answers for: who may fetch whose calendar, and when people are reminded."""

from accord.duties.models import CalendarLink, Leave, Rhythm
from accord.kernel.ledger.rows import HeldTable, every_column, held_tables


def offer() -> None:
    """Have `accord ledger verify` look at calendar links, as one that nobody made would show somebody's duties, and at
    the rhythm of reminders.
    """
    held_tables.register(HeldTable(CalendarLink, "calendar link", every_column(CalendarLink)))
    held_tables.register(HeldTable(Rhythm, "rhythm", every_column(Rhythm)))
    held_tables.register(HeldTable(Leave, "leave", every_column(Leave)))
