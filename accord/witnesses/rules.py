"""When a key is due to be replaced, what may be said about one, and who may get the head by mail. Plain Python."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto

from accord.kernel.decision import ALLOW, Decision, refuse

YEARLY = timedelta(days=365)
BEFORE_THE_END = timedelta(days=60)
MOST_ADDRESSES = 10
FIRST_HOUR = 6  # In London: whoever opens the mail at work finds it there.


def is_due(made_at: datetime, ends_at: datetime | None, now: datetime) -> bool:
    """Whether a key is replaced by the schedule: after a year, and two months before its certificate ends."""
    return now - made_at >= YEARLY or (ends_at is not None and ends_at - now <= BEFORE_THE_END)


def may_distrust(since: datetime, is_marked: bool, now: datetime) -> Decision:
    """Whether a key may be marked as one that was perhaps in other hands since `since`."""
    if is_marked:
        return refuse(
            "marked-already",
            "This key is marked already. Only an earlier moment would say more, and the ledger keeps what was said.",
        )
    if since > now:
        return refuse("not-yet", "Give a day that has come: since when may the key have been in other hands?")
    return ALLOW


class Worth(Enum):
    """What a seal is still worth by itself, given that its key is marked."""

    PROVEN_BEFORE = auto()  # Somebody outside has confirmed that it was there before the key was in other hands.
    SAYS_BEFORE = auto()  # It says so itself; so could a forgery.
    AFTER = auto()  # It says that it was made when others may have had the key.


def worth(sealed_at: datetime | None, stamped_at: datetime | None, since: datetime) -> Worth:
    """What a paper sealed with a marked key is worth. `stamped_at` is the moment that a timestamp authority confirms."""
    if stamped_at is not None and stamped_at < since:
        return Worth.PROVEN_BEFORE
    if sealed_at is not None and sealed_at < since:
        return Worth.SAYS_BEFORE
    return Worth.AFTER


def may_add_address(address: str, taken: set[str]) -> Decision:
    """Whether the school may have its heads sent to one more mailbox. `taken` are those that get them or were asked."""
    if address in taken:
        return refuse("there-already", "This address is in the list already.")
    if len(taken) >= MOST_ADDRESSES:
        return refuse("too-many", f"{MOST_ADDRESSES} addresses are enough. Take one out first.")
    return ALLOW


@dataclass(frozen=True)
class Gap:
    """Days on which no head left, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def gap_since(last: date | None, today: date) -> Gap | None:
    """The days between the last mail to an address and today's."""
    if last is None or (today - last).days < 2:
        return None
    return Gap(last + timedelta(days=1), today - timedelta(days=1))
