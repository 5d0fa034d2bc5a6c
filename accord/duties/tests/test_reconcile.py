"""Duties follow from what the sources say is owed."""

import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from accord.duties import actions, jobs, messages, reads
from accord.duties.models import Duty
from accord.duties.tests.conftest import FRIDAY, TUESDAY, PapersToReturn
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.people.models import Appointment, Person
from accord.people.tests.cast import make_person, make_school
from accord.schools.models import School

TODAY = TUESDAY.date()


def reconcile() -> Any:
    return actions.reconcile(today=TODAY, now=TUESDAY)


@pytest.mark.usefixtures("here")
class TestReconciling:
    def test_what_is_owed_is_opened_once(self, papers: PapersToReturn) -> None:
        priya = make_person()
        owed = papers.ask(priya, title="Social media", minutes=3)
        found = reconcile()
        assert found.opened == [("papers", owed)]
        duty = Duty.objects.get()
        assert (duty.person, duty.title, duty.due_on, duty.minutes) == (priya, "Social media", FRIDAY, 3)
        assert (duty.folder.kind, duty.folder.person) == ("test-papers", priya)
        assert reconcile().is_empty
        assert Duty.objects.count() == 1

    def test_it_is_a_consequence_and_no_act(self, papers: PapersToReturn) -> None:
        papers.ask(make_person())
        reconcile()
        assert not Entry.objects.exists()

    def test_what_is_owed_no_longer_ends_with_its_reason(self, papers: PapersToReturn) -> None:
        stays, left = make_person(), make_person("Leaver")
        papers.ask(stays)
        papers.ask(left)
        reconcile()
        papers.items.clear()
        Appointment.objects.filter(person=left).update(ends_on=TODAY - timedelta(days=1))
        assert len(reconcile().ended) == 2
        assert Duty.objects.get(person=stays).ended_because == "No longer asked"
        assert Duty.objects.get(person=left).ended_because == "No longer works at the school"
        assert not Duty.objects.open().exists()

    def test_a_new_day_and_title_are_taken_over(self, papers: PapersToReturn) -> None:
        priya, subject = make_person(), uuid.uuid4()
        papers.ask(priya, subject)
        reconcile()
        papers.items.clear()
        papers.ask(priya, subject, title="Acceptable use of IT", due_on=FRIDAY + timedelta(days=7), clause="2.1")
        found = reconcile()
        assert (len(found.changed), found.kept) == (1, 0)
        duty = Duty.objects.get()
        assert (duty.title, duty.due_on, duty.clause) == ("Acceptable use of IT", FRIDAY + timedelta(days=7), "2.1")

    def test_asked_for_twice_is_owed_once_by_the_earlier_day(self, papers: PapersToReturn) -> None:
        priya, subject = make_person(), uuid.uuid4()
        papers.ask(priya, subject, due_on=FRIDAY)
        papers.ask(priya, subject, due_on=FRIDAY - timedelta(days=2))
        papers.ask(priya, subject, due_on=FRIDAY + timedelta(days=2))
        reconcile()
        assert Duty.objects.get().due_on == FRIDAY - timedelta(days=2)

    def test_what_was_done_is_asked_again_as_a_new_duty(self, papers: PapersToReturn) -> None:
        priya, subject = make_person(), uuid.uuid4()
        papers.ask(priya, subject)
        reconcile()
        assert actions.done(person=priya, source="papers", subject_ids=[subject], now=TUESDAY) == 1
        assert actions.done(person=priya, source="papers", subject_ids=[subject], now=TUESDAY) == 0
        reconcile()  # The source asks again: next year, say.
        assert Duty.objects.count() == 2
        assert Duty.objects.open().count() == 1

    def test_the_preview_says_who_and_changes_nothing(self, papers: PapersToReturn) -> None:
        with_address, without = make_person(), make_person("Tom", email="")
        papers.ask(with_address)
        papers.ask(with_address)
        papers.ask(without)
        asked = reads.asked_by(actions.difference(today=TODAY))
        assert (len(asked.people), asked.without_address) == (2, [without])
        assert not Duty.objects.exists()

    def test_the_number_of_queries_does_not_grow(self, papers: PapersToReturn) -> None:
        def queries(number: int) -> int:
            """To open, to change and to end so many at once."""
            papers.items.clear()
            for place in range(number):
                for _document in range(3):
                    papers.ask(make_person(surname=f"Number {place}"))
            reconcile()
            del papers.items[:number]
            papers.items[:number] = [replace(owed, due_on=date(2026, 12, 4)) for owed in papers.items[:number]]
            for place in range(number):
                papers.ask(make_person(surname=f"New {place}"))
            with CaptureQueriesContext(connection) as captured:
                found = reconcile()
            assert (len(found.opened), len(found.changed)) == (number, number)
            assert len(found.ended) >= number
            return len(captured)

        assert queries(2) == queries(60) <= 15

    def test_telling_is_asked_for_after_the_quiet_time(self, here: School, papers: PapersToReturn) -> None:
        papers.ask(make_person())
        reconcile()
        job = ProcrastinateJob.objects.get(task_name="duties.messages.announce", args__school=here.pk)
        assert timedelta(minutes=2) < job.scheduled_at - TUESDAY < timedelta(minutes=3)


def test_another_schools_duties_are_left_alone(school: School, other_school: School, papers: PapersToReturn) -> None:
    with in_school(school.pk):
        papers.ask(make_person())
        reconcile()
    papers.items.clear()
    with in_school(other_school.pk):
        assert reconcile().is_empty
    with in_school(school.pk):
        assert Duty.objects.open().count() == 1


def in_a_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.slow
def test_two_that_reconcile_at_once_open_everything_once(committing: None, papers: PapersToReturn) -> None:
    school = make_school()
    with in_school(school.pk):
        for place in range(30):
            papers.ask(make_person(surname=f"Number {place}"))
    found = []

    def work() -> None:
        with in_school(school.pk):
            found.append(len(reconcile().opened))

    for thread in [in_a_thread(work) for _worker in range(4)]:
        thread.join()
    assert sorted(found) == [0, 0, 0, 30]


@pytest.fixture
def halfway(
    papers: PapersToReturn, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Two events: a reconciling has written all that it will and is not committed; it may go on."""
    reached, may_go_on = threading.Event(), threading.Event()
    announce = messages.announce.defer

    def defer(school: int, **when: Any) -> None:
        reached.set()
        assert may_go_on.wait(10)
        announce(school, **when)

    monkeypatch.setattr(messages.announce, "defer", defer)
    yield reached, may_go_on
    may_go_on.set()


@pytest.mark.slow
def test_nobody_who_signs_waits_for_a_big_reconciling(
    committing: None, papers: PapersToReturn, halfway: tuple[threading.Event, threading.Event]
) -> None:
    school, reached, may_go_on = make_school(), *halfway
    with in_school(school.pk):
        people = [make_person(surname=f"Number {place}") for place in range(12)]
        for person in people:
            papers.ask(person), papers.ask(person)
    may_go_on.set()
    jobs.reconcile(school.pk)
    reached.clear(), may_go_on.clear()
    # Next year: of what stands open, half is changed and half is ended, and there is as much again.
    papers.items[:] = [replace(owed, title="Anew") for owed in papers.items[: len(people)]]
    first = [owed.subject_id for owed in papers.items]
    for person in people:
        papers.ask(person)
    thread = in_a_thread(lambda: jobs.reconcile(school.pk))
    assert reached.wait(10)
    closed = 0
    for person in people[len(people) // 2 :]:
        with in_school(school.pk), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '500ms'")
            person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
            newest = [owed.subject_id for owed in papers.items if owed.person_id == person.pk]
            papers.items[:] = [owed for owed in papers.items if owed.subject_id not in newest]
            closed += actions.done(person=person, source="papers", subject_ids=newest, now=TUESDAY)
    assert closed == 0, "what is open for them is being written"
    may_go_on.set()
    thread.join()
    with in_school(school.pk):
        owed = {(item.person_id, item.subject_id) for item in papers.items}
        assert set(Duty.objects.open().values_list("person_id", "subject_id")) == owed
        assert not Duty.objects.filter(subject_id__in=first, person__in=people[6:], done_at=None, ended_at=None)


@pytest.mark.slow
def test_what_is_done_while_somebody_reconciles_stays_done(
    committing: None, papers: PapersToReturn, halfway: tuple[threading.Event, threading.Event]
) -> None:
    school, reached, may_go_on = make_school(), *halfway
    with in_school(school.pk):
        priya = make_person()
        owed = papers.ask(priya)
    thread = in_a_thread(lambda: jobs.reconcile(school.pk))
    assert reached.wait(10)
    with in_school(school.pk):
        # She signs, and her page takes longer than the reconciling: it does not see her signature, nor she its duty.
        papers.items.clear()
        assert actions.done(person=priya, source="papers", subject_ids=[owed.subject_id], now=TUESDAY) == 0
        papers_are_seen = list(papers.items)
        papers.items.append(owed)
        may_go_on.set()
        thread.join(0.5)
        assert thread.is_alive(), "it waits for her"
        papers.items[:] = papers_are_seen
    thread.join()
    with in_school(school.pk):
        assert not Duty.objects.exists()


@pytest.mark.slow
def test_a_duty_that_somebody_is_at_is_left_to_them(committing: None, papers: PapersToReturn) -> None:
    school = make_school()
    with in_school(school.pk):
        priya = make_person()
        owed = [papers.ask(priya), papers.ask(priya)]
        actions.reconcile(today=TODAY, now=TUESDAY)
        duties = list(Duty.objects.values_list("pk", flat=True))
    papers.items.clear()
    found = []

    def work() -> None:
        with in_school(school.pk):
            found.append(actions.reconcile(today=TODAY, now=TUESDAY))

    with in_school(school.pk):
        subjects = [item.subject_id for item in owed]
        assert actions.done(person=priya, source="papers", subject_ids=subjects, now=TUESDAY) == 2
        in_a_thread(work).join(5)
        assert found, "it waits for nobody"
    with in_school(school.pk):
        assert Duty.objects.filter(pk__in=duties, done_at=TUESDAY, ended_at=None).count() == 2
