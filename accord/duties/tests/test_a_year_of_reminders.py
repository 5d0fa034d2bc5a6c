"""A school year, hour by hour, against a table made by hand with a calendar on the wall.

The days of reminding are 7 and 2 days before the last day, on it, 3 and 7 days after, and then weekly; eight at most.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from accord.duties import jobs
from accord.duties.models import Duty
from accord.kernel.clock import LONDON
from accord.notices.models import Notice
from accord.people.tests.cast import make_person
from accord.schools.models import ClosedDay, School, Term

TERMS = [
    ("2026-09-02", "2026-10-23"),
    ("2026-11-02", "2026-12-18"),
    ("2027-01-04", "2027-02-12"),
    ("2027-02-22", "2027-03-25"),
    ("2027-04-12", "2027-05-28"),
    ("2027-06-07", "2027-07-22"),
    ("2027-09-02", "2027-10-22"),
]
CLOSED = [("2027-01-12", "closed"), ("2027-06-07", "inset")]

# Told, last day in time, the day on which it was over (if it was), and the days of the reminders.
TABLE = {
    # Half-term, 24 October to 1 November, with the clocks going back on Sunday the 25th. Two days before and the day
    # itself lie in it and are made up for on Monday 2 November, which is also three days after: one reminder. Then
    # Fridays, and 11 December is the eighth.
    "Autumn": (
        "2026-10-08",
        "2026-10-30",
        None,
        "2026-10-23 2026-11-02 2026-11-06 2026-11-13 2026-11-20 2026-11-27 2026-12-04 2026-12-11",
    ),
    # Christmas. A week before is 29 December and two days before a Sunday: Monday 4 January, then the day itself. The
    # school is closed for snow on Tuesday 12 January. Signed on Thursday the 28th.
    "Winter": (
        "2026-12-14",
        "2027-01-05",
        "2027-01-28",
        "2027-01-04 2027-01-05 2027-01-08 2027-01-13 2027-01-19 2027-01-26",
    ),
    # Easter, 26 March to 11 April, with the clocks going forward on Sunday 28 March. Four days of reminding lie in it
    # and are one reminder on Monday 12 April. 20 May is the eighth.
    "Spring": (
        "2027-03-15",
        "2027-04-01",
        None,
        "2027-03-25 2027-04-12 2027-04-15 2027-04-22 2027-04-29 2027-05-06 2027-05-13 2027-05-20",
    ),
    # Asked exactly a week before, so that day counts as heard. The last day is the bank holiday of 3 May. 31 May is a
    # bank holiday in half-term and Monday 7 June an INSET day: Tuesday the 8th makes up for both. Over on 16 June.
    "Summer": (
        "2027-04-26",
        "2027-05-03",
        "2027-06-16",
        "2027-05-04 2027-05-06 2027-05-10 2027-05-17 2027-05-24 2027-06-08 2027-06-14",
    ),
    # Asked when it was late already. Six weeks of summer are one reminder on the first day, Thursday 2 September.
    "Late": ("2027-07-08", "2027-07-05", None, "2027-07-12 2027-07-19 2027-09-02 2027-09-06"),
}


@pytest.fixture
def calendar(here: School) -> None:
    Term.objects.bulk_create(Term(name=f"Term {first}", first_day=first, last_day=last) for first, last in TERMS)
    ClosedDay.objects.bulk_create(ClosedDay(day=day, kind=kind) for day, kind in CLOSED)


@pytest.mark.slow
def test_a_year_of_reminders(calendar: None, duty: Callable[..., Duty]) -> None:
    over: dict[date, str] = {}
    for name, (told, due, ends, _days) in TABLE.items():
        told_at = datetime.combine(date.fromisoformat(told), time(10), LONDON)
        duty(make_person(name), due_on=due, told_at=told_at)
        if ends:
            over[date.fromisoformat(ends)] = name
    day = date(2026, 9, 1)
    while day <= date(2027, 9, 10):
        if day in over:
            at = datetime.combine(day, time(6), LONDON)
            Duty.objects.filter(person__forename=over[day]).update(done_at=at)
        for hour in (7, 8, 16):  # In UTC, as the schedule has it.
            now = datetime.combine(day, time(hour), UTC)
            if jobs.remind_due(now=now):
                assert set(Notice.objects.waiting().values_list("next_try_at", flat=True)) == {now}
                Notice.objects.waiting().update(state="sent", sent_at=now, next_try_at=None)
        day += timedelta(days=1)

    found: dict[str, list[str]] = {name: [] for name in TABLE}
    for notice in Notice.objects.select_related("person").order_by("created_at"):
        at = notice.created_at.astimezone(LONDON)
        assert at.time() == time(8), f"{at} is not eight o'clock in London."
        found[notice.person.forename].append(f"{at:%Y-%m-%d}")
    assert found == {name: row[3].split() for name, row in TABLE.items()}
