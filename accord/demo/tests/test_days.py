"""When the demonstration's past happens, whatever day it is made on."""

import random
from datetime import date, time, timedelta

import pytest

from accord.demo import days
from accord.kernel.clock import LONDON
from accord.schools.terms import DayKind, SchoolCalendar


def calendar_of(year: days.SchoolYear) -> SchoolCalendar:
    return SchoolCalendar(terms=year.terms, inset_days=frozenset(year.inset_days))


@pytest.mark.parametrize(
    ("today", "last", "this"),
    [
        pytest.param(date(2026, 11, 22), date(2025, 9, 2), date(2026, 9, 1), id="in the autumn"),
        pytest.param(date(2026, 9, 1), date(2025, 9, 2), date(2026, 9, 1), id="on the first day"),
        pytest.param(date(2026, 8, 31), date(2024, 9, 3), date(2025, 9, 2), id="on the last day of the holidays"),
        pytest.param(date(2031, 2, 28), date(2029, 8, 28), date(2030, 8, 27), id="years that nobody entered"),
    ],
)
def test_there_is_a_whole_school_year_before_this_one(today, last, this):
    assert [year.begins for year in days.years(today)] == [last, this]


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2030])
def test_terms_begin_and_end_on_weekdays_and_inset_days_lie_in_them(year):
    found = days.school_year(year)
    ends = [day for term in found.terms for day in (term.first_day, term.last_day)]
    assert all(day.weekday() < 5 for day in (*ends, *found.inset_days))
    kinds = {calendar_of(found).on(day).kind for day in found.inset_days}
    assert kinds <= {DayKind.INSET, DayKind.BANK_HOLIDAY}  # The latter only in years that nobody entered.
    assert [term.first_day for term in found.terms] == sorted(term.first_day for term in found.terms)


def test_a_day_of_school_so_many_before_today_skips_weekends_and_holidays():
    calendar = calendar_of(days.school_year(2026))
    assert days.school_days_ago(calendar, date(2026, 11, 22), 1) == date(2026, 11, 20)
    assert days.school_days_ago(calendar, date(2026, 11, 3), 1) == date(2026, 10, 23)


def test_staff_days_hold_inset_days_too():
    calendar = calendar_of(days.school_year(2026))
    found = list(days.staff_days(calendar, date(2026, 10, 30), date(2026, 11, 4)))
    assert found == [date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4)]


def test_people_sit_down_for_it_by_day():
    luck = random.Random(1)
    times = [
        days.quiet_moment(luck, date(2026, 6, 1) + timedelta(days=n)).astimezone(LONDON).time() for n in range(300)
    ]
    assert min(times) >= time(7, 45)
    assert max(times) < time(17, 30)
