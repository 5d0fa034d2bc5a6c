"""What the page about taking everything out shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accord.exports import rules
from accord.exports.models import SchoolCopy
from accord.kernel.clock import LONDON
from accord.kernel.decision import Decision


@dataclass(frozen=True)
class Copy:
    """A copy of everything, and the last day on which it is there."""

    row: SchoolCopy

    @property
    def is_made(self) -> bool:
        return self.row.file is not None

    @property
    def last_day(self) -> date:
        return (self.row.asked_at + rules.KEPT_FOR).astimezone(LONDON).date()


def copies(now: datetime) -> dict[str, Any]:
    """The copies that are there, newest first, and whether another may be asked for. One query."""
    found = [Copy(row) for row in SchoolCopy.objects.select_related("file", "asked_by")]
    may_ask: Decision = rules.may_ask(waiting_since=[copy.row.asked_at for copy in found if not copy.is_made], now=now)
    return {"copies": found, "may_ask": may_ask, "kept_days": rules.KEPT_FOR.days}
