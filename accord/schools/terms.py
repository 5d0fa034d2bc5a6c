"""A school's own calendar: terms, INSET days and closures, and what it says about a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from accord.schools.bank_holidays import bank_holidays, is_bank_holiday
from accord.schools.clocks import first_day_from

# The longest holiday between two terms. With more than this between them, the dates between are not entered yet.
LONGEST_HOLIDAY_DAYS = 56

_AUGUST = 8
_SATURDAY = 5
_SCHOOL_WEEK = 5
_ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    SCHOOL = "school"
    INSET = "inset"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    BANK_HOLIDAY = "bank-holiday"
    WEEKEND = "weekend"


@dataclass(frozen=True, order=True)
class Term:
    """A term, or the half of one that lies on either side of a half-term holiday. Both days belong to it."""

    first_day: date
    last_day: date
    name: str = ""

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError(f"The term {self.name or self.first_day} ends before it begins.")

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Day:
    """What the calendar says of one day. `assumed`: no term has been entered for it, so this is the usual guess."""

    day: date
    kind: DayKind
    name: str = ""
    assumed: bool = False

    @property
    def is_school_day(self) -> bool:
        return self.kind is DayKind.SCHOOL


@dataclass(frozen=True)
class SchoolWeek:
    """Monday to Friday of one week, for a strip of weeks."""

    monday: date
    days: tuple[Day, ...]

    @property
    def school_days(self) -> int:
        return sum(day.is_school_day for day in self.days)

    @property
    def is_assumed(self) -> bool:
        return any(day.assumed for day in self.days)


@dataclass(frozen=True)
class SchoolCalendar:
    """Which days are school days: days with a session for pupils (Education Act 1996, section 579).

    Where no term has been entered for a date, it counts as a school day from Monday to Friday, except in August and
    on bank holidays, and is marked as `assumed`. An INSET day or a closure holds even there.
    """

    terms: tuple[Term, ...] = ()
    inset_days: frozenset[date] = frozenset()
    closures: frozenset[date] = frozenset()

    def on(self, day: date) -> Day:
        """What `day` is. Weekends and bank holidays first: a term runs across them without making them school days."""
        assumed = not self.is_entered(day)
        if day.weekday() >= _SATURDAY:
            return Day(day, DayKind.WEEKEND)
        if is_bank_holiday(day):
            return Day(day, DayKind.BANK_HOLIDAY, bank_holidays(day.year)[day])
        if day in self.closures:
            return Day(day, DayKind.CLOSED)
        if day in self.inset_days:
            return Day(day, DayKind.INSET)
        if assumed:
            return Day(day, DayKind.HOLIDAY if day.month == _AUGUST else DayKind.SCHOOL, assumed=True)
        term = self.term_on(day)
        return Day(day, DayKind.SCHOOL, term.name) if term else Day(day, DayKind.HOLIDAY)

    def is_school_day(self, day: date) -> bool:
        return self.on(day).is_school_day

    def is_staff_day(self, day: date) -> bool:
        """A school day or an INSET day: staff are at work, with or without pupils."""
        return self.on(day).kind in (DayKind.SCHOOL, DayKind.INSET)

    def is_entered(self, day: date) -> bool:
        """Whether the entered terms say anything about `day`: inside one, or in a holiday between two."""
        if self.term_on(day):
            return True
        before = [term.last_day for term in self._in_order if term.last_day < day]
        after = [term.first_day for term in self._in_order if term.first_day > day]
        return bool(before and after) and min(after) - max(before) <= timedelta(days=LONGEST_HOLIDAY_DAYS)

    def term_on(self, day: date) -> Term | None:
        return next((term for term in self._in_order if day in term), None)

    def next_school_day(self, after: date) -> date:
        """The first school day later than `after`."""
        return first_day_from(after + _ONE_DAY, self.is_school_day)

    def weeks(self, first: date, last: date) -> list[SchoolWeek]:
        """The school weeks from the one that holds `first` to the one that holds `last`."""
        monday = first - timedelta(days=first.weekday())
        weeks = []
        while monday <= last:
            days = tuple(self.on(monday + timedelta(days=ahead)) for ahead in range(_SCHOOL_WEEK))
            weeks.append(SchoolWeek(monday, days))
            monday += timedelta(days=7)
        return weeks

    @cached_property
    def _in_order(self) -> list[Term]:
        return sorted(self.terms)


EVERY_WEEKDAY = frozenset(range(_SCHOOL_WEEK))


@dataclass(frozen=True)
class WorkingPattern:
    """The weekdays (Monday is 0) on which a person works: one set, or one for each week of a cycle.

    `cycle_starts` is a Monday in a week of the first set. `all_year` staff work in the school holidays too.
    """

    weeks: tuple[frozenset[int], ...] = (EVERY_WEEKDAY,)
    cycle_starts: date = date(2026, 8, 31)
    all_year: bool = False

    def __post_init__(self) -> None:
        if not any(self.weeks):
            raise ValueError("A working pattern has at least one day of work.")
        if self.cycle_starts.weekday() != 0:
            raise ValueError("A cycle of weeks starts on a Monday.")

    def days_in(self, calendar: SchoolCalendar) -> Callable[[date], bool]:
        """Whether the person works on a day, in a school with this `calendar`; to be handed to the clocks."""

        def works(day: date) -> bool:
            week = (day - self.cycle_starts).days // 7 % len(self.weeks)
            if day.weekday() not in self.weeks[week]:
                return False
            if self.all_year:
                return not is_bank_holiday(day) and day not in calendar.closures
            return calendar.is_staff_day(day)

        return works
