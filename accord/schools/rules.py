"""What a school may be called, and which days may be its terms, INSET days and closures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accord.kernel.decision import ALLOW, Decision, refuse

LONGEST_TERM_DAYS = 140  # The longest term of recent years has 110; more is a slip in the year.
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class SchoolDetails:
    """What a school says about itself on its pages and papers."""

    name: str
    email: str = ""
    telephone: str = ""
    address: str = ""
    accent: str = ""  # Empty: as it is.


@dataclass(frozen=True, slots=True)
class Days:
    """A term's first and last day, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def may_be_called(name: str) -> Decision:
    if not name.strip():
        return refuse("no-name", "Write the school's name.")
    return ALLOW


def may_have_number(urn: int, holder: str | None) -> Decision:
    """Whether `urn` is a unique reference number that no school here has; `holder` is the name of the one that does."""
    if not 100_000 <= urn <= 999_999:
        return refuse("no-urn", "A school's unique reference number (URN) has six digits.")
    if holder:
        return refuse("urn-taken", f"{holder} has the number {urn}.")
    return ALLOW


def may_be_term(days: Days, others: Iterable[tuple[str, Days]]) -> Decision:
    """Whether the days can be a term beside the `others`, each with its name."""
    if days.last < days.first:
        return refuse("end-before-start", "The last day comes before the first day.")
    if (days.last - days.first).days >= LONGEST_TERM_DAYS:
        return refuse("too-long", "This is longer than any term. Enter each term by itself, or each half of one.")
    for name, other in others:
        if days.first <= other.last and other.first <= days.last:
            return refuse("overlaps", f"“{name}” has some of these days already.")
    return ALLOW


def may_be_closed(day: date, *, taken: bool, bank_holiday: str | None) -> Decision:
    """Whether a day can be entered as an INSET day or a closure: a weekday that is not one of them yet."""
    if day.weekday() >= _SATURDAY:
        return refuse("weekend", "This is a Saturday or Sunday, when the school is closed anyway.")
    if bank_holiday:
        return refuse("bank-holiday", f"This is a bank holiday ({bank_holiday}), when the school is closed anyway.")
    if taken:
        return refuse("day-taken", "This day is in the list already. Change it there.")
    return ALLOW
