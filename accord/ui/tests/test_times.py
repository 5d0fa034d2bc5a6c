from datetime import date, datetime, timedelta, timezone

import pytest

from accord.ui import times

UTC = timezone.utc
SUMMER = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # Half past midnight in London, the next day.
NOW = datetime(2026, 11, 22, 17, 44, tzinfo=UTC)


def test_a_day_is_told_as_a_school_tells_it():
    assert times.day(date(2026, 11, 27)) == "Friday 27 November 2026"


def test_a_moment_is_londons_on_both_sides_of_the_clock_change():
    assert times.moment(SUMMER) == "Thursday 2 July 2026 at 00:30"
    assert times.moment(NOW) == "Sunday 22 November 2026 at 17:44"
    assert times.clock(datetime(2026, 3, 29, 0, 59, tzinfo=UTC)) == "00:59"
    assert times.clock(datetime(2026, 3, 29, 1, 0, tzinfo=UTC)) == "02:00"


def test_a_time_without_a_zone_is_londons():
    assert times.clock(datetime(2026, 7, 1, 9, 5)) == "09:05"  # noqa: DTZ001


@pytest.mark.parametrize(("when", "words"), [
    (date(2026, 11, 27), "5 days left"), (date(2026, 11, 23), "1 day left"), (date(2026, 11, 22), "due today"),
    (date(2026, 11, 21), "1 day overdue"), (date(2026, 11, 2), "20 days overdue"),
    (NOW + timedelta(hours=41, minutes=12), "41 h 12 m left"), (NOW, "0 h 0 m left"),
    (NOW - timedelta(minutes=61), "1 h 1 m overdue"),
])  # fmt: skip
def test_how_long_there_is(when, words):
    assert times.until(when, NOW) == words


@pytest.mark.parametrize(("when", "words"), [
    (NOW, "just now"), (NOW - timedelta(minutes=1), "1 minute ago"), (NOW - timedelta(minutes=59), "59 minutes ago"),
    (NOW - timedelta(hours=1), "1 hour ago"), (NOW - timedelta(hours=18), "yesterday"), (date(2026, 11, 22), "today"),
    (date(2026, 11, 23), "today"), (date(2026, 11, 21), "yesterday"), (date(2026, 11, 9), "13 days ago"),
    (date(2026, 11, 8), "2 weeks ago"), (date(2026, 9, 14), "9 weeks ago"), (date(2026, 9, 13), "in September 2026"),
])  # fmt: skip
def test_how_long_since(when, words):
    assert times.ago(when, NOW) == words
