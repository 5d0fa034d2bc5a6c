"""What the ledger answers for: which editions were withdrawn, where copies were, and who confirmed that they are gone."""

from accord.kernel.ledger.rows import HeldTable, every_column, held_tables
from accord.withdrawals.models import Place, Withdrawal

SEEN = ("seen", "seen_at", "seen_said")  # What the worker saw is no act, and is looked at anew every day.


def offer() -> None:
    """Have `accord ledger verify` look at withdrawals and their places."""
    held_tables.register(HeldTable(Withdrawal, "withdrawal", every_column(Withdrawal)))
    held_tables.register(HeldTable(Place, "withdrawal place", every_column(Place, but=SEEN)))
