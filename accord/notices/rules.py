"""When a message is tried again, when an answer is final, and who may try again by hand."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from accord.kernel.decision import ALLOW, Decision, refuse
from accord.schools.clocks import next_sending_time
from accord.schools.terms import SchoolCalendar

FIRST_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30))
LATER_PAUSE = timedelta(hours=1)
LAST_TRY = 1 + len(FIRST_PAUSES) + 3 * 24  # Hourly for three days; hours in which nothing may leave do not count.

_ENHANCED = re.compile(r"^\s*[245]\.(\d{1,3})\.\d{1,3}\b")


@dataclass(frozen=True)
class MayLeave:
    """When a message may leave: at once if it is urgent, else in the hours in which the school sends (clause 8.2)."""

    calendar: SchoolCalendar
    urgent: bool = False

    def from_(self, moment: datetime) -> datetime:
        """The first time from `moment` on."""
        return moment if self.urgent else next_sending_time(moment, self.calendar)


def next_try(tries: int, now: datetime, may_leave: MayLeave) -> datetime | None:
    """When to try again what has been tried `tries` times in vain; None when it was the last try."""
    if tries >= LAST_TRY:
        return None
    pause = FIRST_PAUSES[tries - 1] if tries <= len(FIRST_PAUSES) else LATER_PAUSE
    return may_leave.from_(now + pause)


def is_final(code: int, answer: str) -> bool:
    """Whether a mail server's answer about a recipient says that trying again is useless (RFC 5321, 4.2.1).

    What it says about policy or our own right to send (530, 535, 5.7.x) is for the school's technician to put right,
    and then the same message goes through: that is not the address's fault.
    """
    if not 500 <= code <= 599 or code in (530, 535, 538):
        return False
    enhanced = _ENHANCED.match(answer)
    return not (enhanced and enhanced[1] == "7")


def may_try_again(is_stuck: bool, address_now: str) -> Decision:
    """Whether a message may be tried again by hand. `address_now` is the person's address as it stands."""
    if not is_stuck:
        return refuse("not-stuck", "Only a message that could not be delivered can be tried again.")
    if not address_now:
        return refuse("no-address", "This person has no e-mail address. Add one to their page first.")
    return ALLOW
