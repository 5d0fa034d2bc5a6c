from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.kernel.clock import LONDON
from accord.schools import clocks
from accord.schools.bank_holidays import is_working_day
from accord.schools.clocks import Clock, NoSuchDay, after_days, after_hours, after_months, end_of, next_start
from accord.schools.terms import SchoolCalendar, Term, WorkingPattern

AUTUMN_TO_SPRING = SchoolCalendar(
    terms=(
        Term(date(2026, 9, 3), date(2026, 10, 23), "Autumn 1"),
        Term(date(2026, 11, 2), date(2026, 12, 18), "Autumn 2"),
        Term(date(2027, 1, 4), date(2027, 2, 12), "Spring 1"),
        Term(date(2027, 2, 22), date(2027, 3, 25), "Spring 2"),
        Term(date(2027, 4, 12), date(2027, 5, 28), "Summer 1"),
        Term(date(2027, 6, 7), date(2027, 7, 22), "Summer 2"),
    ),
    inset_days=frozenset({date(2026, 9, 3), date(2026, 11, 2), date(2027, 1, 4)}),
    closures=frozenset({date(2027, 1, 20)}),
)


def at(*parts: int) -> datetime:
    """That moment on the clocks of London."""
    return datetime(*parts, tzinfo=LONDON)


def every_day(day: date) -> bool:
    return True


@pytest.mark.parametrize(
    ("start", "due"),
    [
        pytest.param(at(2026, 11, 20, 16, 5), at(2026, 11, 23, 16, 5), id="over a weekend"),
        pytest.param(at(2026, 12, 24, 9), at(2026, 12, 27, 9), id="over Christmas"),
        pytest.param(at(2026, 3, 28, 1, 30), at(2026, 3, 31, 2, 30), id="clocks go forward in 2026"),
        pytest.param(at(2026, 10, 24, 1, 30), at(2026, 10, 27, 0, 30), id="clocks go back in 2026"),
        pytest.param(at(2027, 3, 26, 12), at(2027, 3, 29, 13), id="clocks go forward in 2027, Easter"),
        pytest.param(at(2027, 10, 29, 12), at(2027, 11, 1, 11), id="clocks go back in 2027"),
        pytest.param(at(2026, 10, 25, 1, 30, 0, 0).replace(fold=1), at(2026, 10, 28, 1, 30), id="second 01:30"),
        pytest.param(at(2026, 10, 25, 1, 30, 0, 0), at(2026, 10, 28, 0, 30), id="first 01:30"),
    ],
)
def test_seventy_two_hours_are_seventy_two_hours(start, due):
    assert after_hours(start, 72) == due


@given(st.datetimes(timezones=st.just(LONDON)).filter(lambda start: 1900 < start.year < 9000), st.integers(0, 2000))
def test_elapsed_hours_never_gain_or_lose_one(start, hours):
    assert after_hours(start, hours).astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("received", "months", "due"),
    [
        pytest.param(at(2026, 9, 3, 10), 1, date(2026, 10, 5), id="3 October is a Saturday"),
        pytest.param(at(2026, 11, 23, 10), 1, date(2026, 12, 23), id="the corresponding date"),
        pytest.param(at(2027, 1, 29, 10), 1, date(2027, 3, 1), id="29 January, 28 February is a Sunday"),
        pytest.param(at(2026, 1, 29, 10), 1, date(2026, 3, 2), id="29 January 2026, a Saturday follows"),
        pytest.param(at(2028, 1, 29, 10), 1, date(2028, 2, 29), id="29 January in a leap year"),
        pytest.param(at(2028, 1, 30, 10), 1, date(2028, 2, 29), id="30 January in a leap year"),
        pytest.param(at(2028, 1, 31, 10), 1, date(2028, 2, 29), id="31 January in a leap year"),
        pytest.param(at(2029, 1, 30, 10), 1, date(2029, 2, 28), id="30 January"),
        pytest.param(at(2029, 1, 31, 10), 1, date(2029, 2, 28), id="31 January"),
        pytest.param(at(2027, 3, 31, 10), 1, date(2027, 4, 30), id="31 March"),
        pytest.param(at(2028, 2, 29, 10), 12, date(2029, 2, 28), id="a year from 29 February"),
        pytest.param(at(2026, 11, 25, 10), 1, date(2026, 12, 29), id="Christmas Day to after the substitute"),
        pytest.param(at(2026, 11, 26, 10), 1, date(2026, 12, 29), id="Boxing Day is a Saturday"),
        pytest.param(at(2026, 12, 1, 10), 1, date(2027, 1, 4), id="New Year's Day and a weekend"),
        pytest.param(at(2027, 11, 25, 10), 1, date(2027, 12, 29), id="two substitutes"),
        pytest.param(at(2027, 2, 26, 10), 1, date(2027, 3, 30), id="Good Friday to Easter Monday"),
        pytest.param(at(2026, 12, 31, 10), 3, date(2027, 3, 31), id="extended, over the year"),
        pytest.param(at(2026, 11, 30, 10), 3, date(2027, 3, 1), id="extended, end of February on a Sunday"),
        pytest.param(datetime(2027, 6, 30, 23, 30, tzinfo=UTC), 1, date(2027, 8, 2), id="already July in London"),
        pytest.param(at(2027, 7, 12, 10), 1, date(2027, 8, 12), id="school holidays do not stop it"),
    ],
)
def test_calendar_months_follow_the_regulators_rule(received, months, due):
    assert after_months(received, months, is_working_day) == due


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        pytest.param(at(2026, 11, 23, 9), 1, date(2026, 11, 24), id="Monday"),
        pytest.param(at(2026, 11, 20, 23, 59), 1, date(2026, 11, 23), id="late on a Friday"),
        pytest.param(at(2026, 11, 21, 9), 1, date(2026, 11, 23), id="Saturday"),
        pytest.param(at(2026, 12, 24, 9), 1, date(2026, 12, 29), id="Christmas Eve"),
        pytest.param(at(2026, 12, 31, 9), 1, date(2027, 1, 4), id="New Year's Eve"),
        pytest.param(at(2027, 3, 25, 9), 1, date(2027, 3, 30), id="Maundy Thursday"),
        pytest.param(at(2027, 12, 24, 9), 1, date(2027, 12, 29), id="two substitute days"),
        pytest.param(at(2026, 11, 20, 9), 0, date(2026, 11, 20), id="none"),
        pytest.param(at(2026, 11, 21, 9), 0, date(2026, 11, 23), id="none, from a Saturday"),
        pytest.param(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), 1, date(2026, 7, 2), id="already July in London"),
    ],
)
def test_working_days(start, days, due):
    assert after_days(start, days, is_working_day) == due


@pytest.mark.parametrize(
    ("start", "days", "waits", "due"),
    [
        pytest.param(at(2026, 10, 22, 9), 2, False, date(2026, 11, 3), id="over half-term and an INSET day"),
        pytest.param(at(2026, 12, 18, 9), 1, False, date(2027, 1, 5), id="over Christmas and an INSET day"),
        pytest.param(at(2027, 1, 19, 9), 1, False, date(2027, 1, 21), id="over a closure"),
        pytest.param(at(2027, 3, 25, 9), 5, False, date(2027, 4, 16), id="over Easter"),
        pytest.param(at(2027, 4, 30, 9), 1, False, date(2027, 5, 4), id="over May Day"),
        pytest.param(at(2026, 10, 28, 9), 5, False, date(2026, 11, 9), id="from the holidays"),
        pytest.param(at(2026, 10, 28, 9), 5, True, date(2026, 11, 10), id="from the holidays, as if on the next day"),
        pytest.param(at(2026, 11, 4, 9), 5, True, date(2026, 11, 11), id="waiting changes nothing on a school day"),
    ],
)
def test_school_days(start, days, waits, due):
    assert after_days(start, days, AUTUMN_TO_SPRING.is_school_day, start_waits=waits) == due


MONDAYS_AND_TUESDAYS = WorkingPattern(weeks=(frozenset({0, 1}),))
EVERY_OTHER_FRIDAY = WorkingPattern(weeks=(frozenset({4}), frozenset()), cycle_starts=date(2026, 11, 2))
OFFICE = WorkingPattern(all_year=True)


@pytest.mark.parametrize(
    ("pattern", "start", "due"),
    [
        pytest.param(MONDAYS_AND_TUESDAYS, at(2026, 11, 24, 9), date(2026, 11, 30), id="Tuesday to Monday"),
        pytest.param(MONDAYS_AND_TUESDAYS, at(2026, 10, 20, 9), date(2026, 11, 2), id="INSET is a day of work"),
        pytest.param(EVERY_OTHER_FRIDAY, at(2026, 11, 6, 9), date(2026, 11, 20), id="a cycle of two weeks"),
        pytest.param(OFFICE, at(2026, 10, 23, 9), date(2026, 10, 26), id="works in half-term"),
        pytest.param(OFFICE, at(2026, 12, 24, 9), date(2026, 12, 29), id="not on bank holidays"),
        pytest.param(OFFICE, at(2027, 1, 19, 9), date(2027, 1, 21), id="not when the school is closed"),
    ],
)
def test_a_persons_own_working_days(pattern, start, due):
    assert after_days(start, 1, pattern.days_in(AUTUMN_TO_SPRING)) == due


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        pytest.param(at(2026, 11, 23, 8), at(2026, 11, 23, 8), id="first moment"),
        pytest.param(at(2026, 11, 23, 16, 59, 59), at(2026, 11, 23, 16, 59, 59), id="last moment"),
        pytest.param(at(2026, 11, 23, 7, 59, 59), at(2026, 11, 23, 8), id="before eight"),
        pytest.param(at(2026, 11, 23, 17), at(2026, 11, 24, 8), id="at five"),
        pytest.param(at(2026, 11, 20, 18), at(2026, 11, 23, 8), id="Friday night"),
        pytest.param(at(2026, 10, 23, 17), at(2026, 11, 3, 8), id="over half-term and INSET, clocks back"),
        pytest.param(at(2027, 3, 25, 20), at(2027, 4, 12, 8), id="over Easter, clocks forward"),
        pytest.param(at(2026, 12, 25, 12), at(2027, 1, 5, 8), id="Christmas Day at noon"),
        pytest.param(datetime(2026, 6, 30, 7, tzinfo=UTC), at(2026, 6, 30, 8), id="07:00 UTC in June"),
        pytest.param(datetime(2026, 6, 30, 16, 30, tzinfo=UTC), at(2026, 7, 1, 8), id="16:30 UTC in June"),
    ],
)
def test_next_sending_time(now, sent):
    assert clocks.next_sending_time(now, AUTUMN_TO_SPRING) == sent


def test_inside_the_hours_the_moment_is_left_as_it_is():
    now = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=5)))
    assert clocks.next_sending_time(now.replace(hour=17), AUTUMN_TO_SPRING) == now.replace(hour=17)


def test_a_start_of_work_is_never_now():
    eight = at(2026, 11, 23, 8)
    assert next_start(eight, AUTUMN_TO_SPRING.is_school_day, at=time(8)) == at(2026, 11, 24, 8)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        pytest.param(date(2026, 11, 23), datetime(2026, 11, 24, 0, tzinfo=UTC), id="winter"),
        pytest.param(date(2026, 6, 30), datetime(2026, 6, 30, 23, tzinfo=UTC), id="summer"),
        pytest.param(date(2026, 10, 25), datetime(2026, 10, 26, 0, tzinfo=UTC), id="a day of 25 hours"),
    ],
)
def test_a_day_ends_at_midnight_in_london(day, end):
    assert end_of(day) == end


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda start: after_hours(start, 72), id="hours"),
        pytest.param(lambda start: after_months(start, 1, every_day), id="months"),
        pytest.param(lambda start: after_days(start, 1, every_day), id="days"),
        pytest.param(lambda start: next_start(start, every_day, at=time(8)), id="start"),
        pytest.param(lambda start: clocks.next_sending_time(start, AUTUMN_TO_SPRING), id="sending"),
    ],
)
def test_a_moment_without_a_time_zone_is_refused(ask):
    with pytest.raises(ValueError, match="no time zone"):
        ask(datetime(2026, 11, 22, 12))  # noqa: DTZ001


def test_a_calendar_without_any_day_fails_instead_of_running_for_ever():
    with pytest.raises(NoSuchDay):
        after_days(at(2026, 11, 22), 1, lambda day: False)


def test_a_deadline_before_its_start_is_refused():
    with pytest.raises(ValueError, match="before its start"):
        after_days(at(2026, 11, 22), -1, every_day)


@pytest.mark.parametrize("clock", Clock)
def test_every_clock_can_say_what_it_counts(clock):
    assert str(clock.words).startswith("in ")
