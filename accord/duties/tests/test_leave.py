"""Whoever is on leave is asked for nothing, and has some days from their return for what fell due meanwhile."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accord.duties import actions, jobs
from accord.duties.cadences import days_after_leave
from accord.duties.leaves import on_leave
from accord.duties.models import Duty, Leave
from accord.duties.rules import Away, due_after_leave, may_be_away
from accord.duties.tests.conftest import FRIDAY, TUESDAY, PapersToReturn
from accord.kernel.decision import Refused
from accord.kernel.scope import in_school
from accord.people.models import Person
from accord.people.tests.cast import Cast, make_person

TODAY = TUESDAY.date()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("leaves", "due_on"),
    [
        pytest.param([], FRIDAY, id="never away"),
        pytest.param([Away(TODAY, None)], None, id="from today, nobody knows how long"),
        pytest.param([Away(TODAY - DAY, TODAY)], None, id="the last day of leave"),
        pytest.param([Away(TODAY - 30 * DAY, TODAY - DAY)], TODAY + 13 * DAY, id="back today"),
        pytest.param([Away(TODAY - 90 * DAY, TODAY - 60 * DAY)], FRIDAY, id="back for long"),
        pytest.param([Away(FRIDAY + DAY, None)], FRIDAY, id="goes later"),
        pytest.param(
            [Away(TODAY - 9 * DAY, TODAY - 5 * DAY), Away(TODAY - 3 * DAY, TODAY - DAY)], TODAY + 13 * DAY, id="twice"
        ),
    ],
)
def test_by_when_it_is_due(leaves: list[Away], due_on: date | None) -> None:
    assert due_after_leave(FRIDAY, leaves, TODAY, 14) == due_on


def test_what_was_late_before_stays_late() -> None:
    leave = Away(TODAY - 30 * DAY, TODAY - DAY)
    assert due_after_leave(leave.first_day - DAY, [leave], TODAY, 14) == leave.first_day - DAY
    assert due_after_leave(leave.first_day, [leave], TODAY, 14) == TODAY + 13 * DAY


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (Away(FRIDAY, None), "ok"),
        (Away(FRIDAY, FRIDAY), "ok"),
        (Away(FRIDAY, FRIDAY - DAY), "end-before-start"),
        (Away(TODAY - DAY, TODAY), "overlap"),
        (Away(TODAY - 9 * DAY, None), "overlap"),
    ],
)
def test_what_may_be_written_down(days: Away, code: str) -> None:
    assert may_be_away(days, [Away(TODAY, TODAY)]).code == code


@pytest.mark.usefixtures("here")
def test_duties_end_and_come_again_and_nobody_is_reminded_or_told_meanwhile(papers: PapersToReturn) -> None:
    head, priya = make_person("Head"), make_person()
    papers.ask(priya, due_on=TODAY - 20 * DAY)
    actions.reconcile(today=TODAY, now=TUESDAY)
    days = Away(TODAY - 25 * DAY, TODAY + DAY)
    leave = actions.record_leave(person=priya.pk, days=days, by=head, now=TUESDAY)
    assert actions.difference(today=TODAY).ended
    actions.reconcile(today=TODAY, now=TUESDAY)
    assert Duty.objects.get().ended_because == "On leave"
    assert jobs.remind_due(now=TUESDAY + DAY) == 0
    back = TUESDAY + 2 * DAY
    actions.reconcile(today=back.date(), now=back)
    assert Duty.objects.open().get().due_on == leave.last_day + timedelta(days=days_after_leave())
    with pytest.raises(Refused):
        actions.record_leave(person=priya.pk, days=Away(TODAY, None), by=head, now=TUESDAY)


@pytest.mark.usefixtures("here")
def test_a_leave_on_a_record_that_was_merged_is_its_persons(papers: PapersToReturn) -> None:
    head, priya, twice = make_person("Head"), make_person("Priya"), make_person("Prya")
    papers.ask(priya)
    actions.record_leave(person=twice.pk, days=Away(TODAY, None), by=head, now=TUESDAY)
    Person.objects.filter(pk=twice.pk).update(merged_into=priya)
    assert on_leave(TODAY) == on_leave(TODAY, [priya.pk]) == {priya.pk: None}
    assert actions.difference(today=TODAY).is_empty


@pytest.mark.clause("18.1")
def test_the_office_records_changes_and_removes_it(cast: Cast, signed_in: Callable[..., Client]) -> None:
    browser, staff, slug = signed_in(cast["headteacher"]), cast["staff"], cast.school.slug
    address = f"/s/{slug}/people/{staff.pk}/leave/"
    assert address in browser.get(f"/s/{slug}/people/{staff.pk}/").content.decode()
    assert "Never on leave" in browser.get(address).content.decode()
    first = {"first_day": "2026-12-01"}
    assert browser.post(address, first | {"last_day": "2027-01-40"}).status_code == 422
    assert "until further notice" in browser.post(address, first, follow=True).content.decode()
    overlap = browser.post(address, first)
    assert overlap.status_code == 422
    assert "Change that leave instead" in overlap.content.decode()
    with in_school(cast.school.pk):
        leave = Leave.objects.get()
    last = {"last_day": "2027-01-04"}
    page = browser.post(f"/s/{slug}/people/leave/{leave.pk}/", first | last, follow=True).content.decode()
    assert "Monday 4 January 2027" in page
    browser.post(f"/s/{slug}/people/leave/{leave.pk}/remove/")
    assert "Never on leave" in browser.get(address).content.decode()
