"""When things happened in the demonstration: its school years, and days and hours at which people are at work."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accord.kernel.clock import LONDON
from accord.schools.actions import add_closed_day, add_term
from accord.schools.models import ClosedDay
from accord.schools.rules import Days
from accord.schools.terms import SchoolCalendar
from accord.schools.terms import Term as Span

ONE_DAY = timedelta(days=1)
_A_YEAR = timedelta(weeks=52)  # So that a weekday stays one.

# The halves of the terms of two school years, and the days of each without pupils. Invented, as likely as any.
_KNOWN = {
    2025: (
        ("Autumn 1", date(2025, 9, 2), date(2025, 10, 24)),
        ("Autumn 2", date(2025, 11, 3), date(2025, 12, 19)),
        ("Spring 1", date(2026, 1, 5), date(2026, 2, 13)),
        ("Spring 2", date(2026, 2, 23), date(2026, 3, 27)),
        ("Summer 1", date(2026, 4, 13), date(2026, 5, 22)),
        ("Summer 2", date(2026, 6, 1), date(2026, 7, 23)),
    ),
    2026: (
        ("Autumn 1", date(2026, 9, 1), date(2026, 10, 23)),
        ("Autumn 2", date(2026, 11, 2), date(2026, 12, 18)),
        ("Spring 1", date(2027, 1, 4), date(2027, 2, 12)),
        ("Spring 2", date(2027, 2, 22), date(2027, 3, 25)),
        ("Summer 1", date(2027, 4, 12), date(2027, 5, 28)),
        ("Summer 2", date(2027, 6, 7), date(2027, 7, 23)),
    ),
}
_INSET = {
    2025: (date(2025, 9, 2), date(2025, 9, 3), date(2025, 11, 3), date(2026, 1, 5), date(2026, 6, 29)),
    2026: (date(2026, 9, 1), date(2026, 9, 2), date(2026, 11, 2), date(2027, 1, 4), date(2027, 6, 28)),
}


@dataclass(frozen=True)
class SchoolYear:
    """A school year: its terms, named for their year, and its INSET days."""

    terms: tuple[Span, ...]
    inset_days: tuple[date, ...]

    @property
    def begins(self) -> date:
        return self.terms[0].first_day

    @property
    def second_half(self) -> date:
        """The first day after the autumn's half-term holiday."""
        return self.terms[1].first_day

    @property
    def spring(self) -> date:
        return self.terms[2].first_day


def school_year(year: int) -> SchoolYear:
    """The school year that begins in the autumn of `year`; one that we do not know is like the nearest that we do."""
    known = min(max(year, min(_KNOWN)), max(_KNOWN))
    by = _A_YEAR * (year - known)
    terms = [Span(first + by, last + by, f"{name} {(last + by).year}") for name, first, last in _KNOWN[known]]
    return SchoolYear(tuple(terms), tuple(day + by for day in _INSET[known]))


def years(today: date) -> tuple[SchoolYear, SchoolYear]:
    """The school year before the one of `today`, and that one. A year begins on its first day of term."""
    this = today.year if school_year(today.year).begins <= today else today.year - 1
    return school_year(this - 1), school_year(this)


def calendar_of(school_years: tuple[SchoolYear, ...]) -> SchoolCalendar:
    """The terms and INSET days of these years."""
    terms = tuple(term for year in school_years for term in year.terms)
    return SchoolCalendar(terms=terms, inset_days=frozenset(day for year in school_years for day in year.inset_days))


def enter(school_years: tuple[SchoolYear, ...]) -> None:
    """Write the open school's terms and INSET days down."""
    for year in school_years:
        for term in year.terms:
            add_term(name=term.name, days=Days(term.first_day, term.last_day), by=None)
        for day in year.inset_days:
            add_closed_day(day=day, kind=ClosedDay.Kind.INSET, by=None)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """That time of that day in London."""
    return datetime.combine(day, time(hour, minute), LONDON)


def school_day_before(calendar: SchoolCalendar, day: date) -> date:
    """The last day before `day` on which there was school."""
    return next(before for before in _backwards(day - ONE_DAY) if calendar.is_school_day(before))


def school_days_ago(calendar: SchoolCalendar, today: date, number: int) -> date:
    """The day of school that lies `number` of them before `today`."""
    day = today
    for _ in range(number):
        day = school_day_before(calendar, day)
    return day


def staff_days(calendar: SchoolCalendar, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last` on which staff are at work."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return (day for day in days if calendar.is_staff_day(day))


def _backwards(day: date) -> Iterator[date]:
    while True:
        yield day
        day -= ONE_DAY


# When people sit down for it: before school, at break, at lunch, after school. Hours, and how likely.
_QUIET_TIMES = ((7.75, 8.5, 3), (10.75, 11.1, 2), (12.5, 13.3, 4), (15.2, 17.4, 6))


def quiet_moment(luck: random.Random, day: date) -> datetime:
    """A time of `day` at which somebody at a school has ten minutes."""
    first, last, _ = luck.choices(_QUIET_TIMES, [weight for *_, weight in _QUIET_TIMES])[0]
    seconds = luck.uniform(first, last) * 3600
    return datetime.combine(day, time(), LONDON) + timedelta(seconds=int(seconds), milliseconds=luck.randrange(1000))
