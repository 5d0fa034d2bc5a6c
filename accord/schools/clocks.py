"""The five clocks. They are never mixed, and every deadline names its own.

| clock | function | which days count |
|---|---|---|
| elapsed hours (personal data breach) | `after_hours` | all, nights and holidays too |
| calendar months (subject access) | `after_months` | all; the last day moves on to an open one |
| working days (LADO) | `after_days` | `bank_holidays.is_working_day` |
| school days (complaints) | `after_days` | `SchoolCalendar.is_school_day` |
| a person's own working days (replies) | `after_days`, `next_start` | `WorkingPattern.days_in(calendar)` |

Every start is an aware datetime, and a date is always the date in London at that moment.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accord.kernel.clock import LONDON

if TYPE_CHECKING:
    from accord.schools.terms import SchoolCalendar

DayPredicate = Callable[[date], bool]

SENDING_STARTS = time(8)
SENDING_ENDS = time(17)

# Longer than any run of days off. A pattern without a single working day must fail and not run for ever.
_LONGEST_WAIT_DAYS = 800
_ONE_DAY = timedelta(days=1)


class Clock(StrEnum):
    """Which clock a deadline runs on. Stored with the deadline and said wherever it is shown."""

    ELAPSED_HOURS = "elapsed-hours"
    CALENDAR_MONTHS = "calendar-months"
    WORKING_DAYS = "working-days"
    SCHOOL_DAYS = "school-days"
    OWN_WORKING_DAYS = "own-working-days"

    @property
    def words(self) -> Promise:
        return _WORDS[self]


_WORDS = {
    Clock.ELAPSED_HOURS: _("in hours; nights, weekends and holidays count"),
    Clock.CALENDAR_MONTHS: _("in calendar months; school holidays count"),
    Clock.WORKING_DAYS: _("in working days, Monday to Friday without bank holidays"),
    Clock.SCHOOL_DAYS: _("in school days"),
    Clock.OWN_WORKING_DAYS: _("in the person's own working days"),
}


class NoSuchDay(ValueError):
    """No day counts within the next two years, so the deadline cannot be set."""


def london(moment: datetime) -> datetime:
    """`moment` as the clocks in London show it. Raises ValueError for a naive one: nobody knows what it means."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone.")
    return moment.astimezone(LONDON)


def after_hours(start: datetime, hours: float) -> datetime:
    """The moment exactly `hours` after `start`, in UTC, whatever the clocks do in between.

    UK GDPR Article 33: 72 hours after becoming aware.
    """
    # Added in UTC, because adding to London time keeps the hands of the clock and so gains or loses an hour.
    return london(start).astimezone(UTC) + timedelta(hours=hours)


def after_months(start: datetime, months: int, is_open: DayPredicate) -> date:
    """The last day of a period of `months` from the day of `start`, which may be a day off.

    The same day of the month, or the month's last day where it has none; from there on to the first day that
    `is_open`. ICO, Right of access: one month, three when extended, both counted from the original day.
    """
    first = london(start).date()
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    last = min(first.day, monthrange(year, month + 1)[1])
    return first_day_from(date(year, month + 1, last), is_open)


def after_days(start: datetime, days: int, counts: DayPredicate, *, start_waits: bool = False) -> date:
    """The day by whose end it is due, `days` counting days after the day of `start`, which is day nought.

    A start on a day that does not count is followed by day one; with `start_waits` it is treated as a start on the
    next day that counts, as complaints procedures do with a letter that comes in the holidays.
    """
    if days < 0:
        raise ValueError("A deadline cannot lie before its start.")
    day = london(start).date()
    if start_waits or days == 0:
        day = first_day_from(day, counts)
    for _day in range(days):
        day = first_day_from(day + _ONE_DAY, counts)
    return day


def first_day_from(day: date, counts: DayPredicate) -> date:
    """`day` itself if it counts, else the next that does. Raises NoSuchDay."""
    for ahead in range(_LONGEST_WAIT_DAYS):
        if counts(candidate := day + timedelta(days=ahead)):
            return candidate
    raise NoSuchDay(f"No day counts in the {_LONGEST_WAIT_DAYS} days from {day}.")


def end_of(day: date) -> datetime:
    """The moment at which `day` is over in London, in UTC: what is due on a day is late from here on."""
    return datetime.combine(day + _ONE_DAY, time(), LONDON).astimezone(UTC)


def next_start(now: datetime, counts: DayPredicate, *, at: time) -> datetime:
    """The next start, at `at` in London, of a day that `counts`; never `now` itself. In UTC.

    Guidance 8.2: nobody need answer before the start of their next working day.
    """
    here = london(now)
    day = here.date()
    started = here.time() >= at
    day = first_day_from(day + _ONE_DAY if started else day, counts)
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def next_sending_time(now: datetime, calendar: "SchoolCalendar") -> datetime:
    """When a notice that is not urgent may leave: `now` from 08:00 to 17:00 on a school day, else the next such 08:00.

    Guidance 8.2. At 17:00 itself the day is over.
    """
    here = london(now)
    if calendar.is_school_day(here.date()) and SENDING_STARTS <= here.time() < SENDING_ENDS:
        return now
    return next_start(now, calendar.is_school_day, at=SENDING_STARTS)
