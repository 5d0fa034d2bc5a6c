"""One message a person, saying how much and by when, and nothing else."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.duties import actions, messages
from accord.duties.models import Duty
from accord.duties.tests.conftest import FRIDAY, TUESDAY, PapersToReturn
from accord.kernel import clock
from accord.kernel.clock import LONDON
from accord.notices import outbox
from accord.notices.models import Notice
from accord.people.tests.cast import make_person
from accord.schools.models import School

pytestmark = pytest.mark.usefixtures("here", "tuesday")
LATER = TUESDAY + timedelta(minutes=3)


def reconcile(now: datetime = TUESDAY) -> None:
    actions.reconcile(today=now.date(), now=now)


def test_several_documents_are_one_message(here: School, papers: PapersToReturn) -> None:
    priya = make_person("Priya")
    for minutes in (1, 2, 3):
        papers.ask(priya, minutes=minutes)
    reconcile()
    assert messages.tell_all(now=LATER) == 1
    notice = Notice.objects.get()
    assert notice.subject == "3 papers to return, due Friday 27 November"
    assert (
        "You have 3 papers to return. About 6 minutes in all. Please do it by Friday 27 November 2026." in notice.body
    )
    assert f"/s/{here.slug}/papers/" in notice.body
    assert "Acceptable use" not in notice.body + notice.subject  # A title can tell on somebody.
    assert set(Duty.objects.values_list("told_at", flat=True)) == {LATER}


def test_telling_twice_is_once(papers: PapersToReturn) -> None:
    papers.ask(make_person())
    reconcile()
    assert (messages.tell_all(now=LATER), messages.tell_all(now=LATER)) == (1, 0)


def test_what_comes_one_after_the_other_is_told_together(papers: PapersToReturn) -> None:
    priya = make_person()
    for minute in range(5):
        papers.ask(priya)
        reconcile(TUESDAY + timedelta(minutes=minute))
        assert messages.tell_all(now=TUESDAY + timedelta(minutes=minute, seconds=30)) == 0
    assert messages.tell_all(now=TUESDAY + timedelta(minutes=6)) == 1
    assert Notice.objects.get().subject.startswith("5 papers to return")


def test_an_evenings_documents_are_one_message_in_the_morning(papers: PapersToReturn) -> None:
    priya, evening = make_person(), datetime(2026, 11, 24, 19, 0, tzinfo=LONDON)
    papers.ask(priya)
    reconcile(evening)
    messages.tell_all(now=evening + timedelta(minutes=3))
    papers.ask(priya)
    reconcile(evening + timedelta(hours=1))
    messages.tell_all(now=evening + timedelta(hours=1, minutes=3))
    assert sorted(Notice.objects.values_list("state", flat=True)) == ["waiting", "withdrawn"]
    waiting = Notice.objects.waiting().get()
    assert waiting.subject.startswith("2 papers to return")
    assert waiting.next_try_at == datetime(2026, 11, 25, 8, 0, tzinfo=LONDON)


def test_what_is_done_before_the_message_leaves_is_not_asked_for(
    papers: PapersToReturn, tuesday: time_machine.Traveller
) -> None:
    quick, half = make_person("Quick"), make_person("Half")
    owed = [papers.ask(person) for person in (quick, half, half)]
    reconcile()
    messages.tell_all(now=LATER)
    for person, subject in [(quick, owed[0]), (half, owed[1])]:
        actions.done(person=person, source="papers", subject_ids=[subject.subject_id], now=LATER)
    tuesday.move_to(LATER + timedelta(hours=1))
    [leaving] = outbox.claim(now=clock.now())
    assert (leaving.person, leaving.subject) == (half, "1 paper to return, due Friday 27 November")
    assert "You have 1 paper to return." in leaving.body
    assert Notice.objects.get(person=quick).state == "withdrawn"


def test_somebody_without_an_address_is_told_in_person(papers: PapersToReturn) -> None:
    papers.ask(make_person(email=""))
    reconcile()
    messages.tell_all(now=LATER)
    assert Notice.objects.get().state == "no-address"


@pytest.mark.parametrize(
    ("days", "subject", "sentence"),
    [
        ([FRIDAY, FRIDAY], "due Friday 27 November", "Please do it by Friday 27 November 2026."),
        ([FRIDAY, date(2026, 12, 4)], "due Friday 27 November", "The first is due on Friday 27 November 2026."),
        ([date(2026, 11, 24)], "due today", "Please do it by Tuesday 24 November 2026."),
        ([date(2026, 11, 20)], "overdue", "It was due on Friday 20 November 2026."),
        ([date(2026, 11, 20), FRIDAY], "overdue", "1 of them is overdue, since Friday 20 November 2026."),
    ],
)
def test_by_when_is_said_plainly(papers: PapersToReturn, days: list[date], subject: str, sentence: str) -> None:
    priya = make_person()
    for day in days:
        papers.ask(priya, due_on=day)
    reconcile()
    messages.tell_all(now=LATER)
    notice = Notice.objects.get()
    assert notice.subject.endswith(subject)
    assert sentence in notice.body


def test_what_is_done_in_several_places_is_listed_on_one_page(
    here: School, papers: PapersToReturn, duty: Callable[..., Duty]
) -> None:
    priya = make_person()
    duty(priya, told_at=None)
    duty(priya, told_at=None, source="gone")  # Its slice is no longer there.
    messages.tell_all(now=LATER)
    assert "1 paper to return and 1 thing to do" in Notice.objects.get().subject


def test_any_number_of_people_takes_the_same_queries(papers: PapersToReturn) -> None:
    def told(number: int, now: datetime) -> int:
        for place in range(number):
            papers.ask(make_person(surname=f"Number {place}"))
        reconcile(now)
        with CaptureQueriesContext(connection) as queries:
            assert messages.tell_all(now=now + timedelta(minutes=3)) == number
        return len(queries)

    assert told(2, TUESDAY) == told(60, TUESDAY + timedelta(hours=1)) <= 16
