"""Reminders that somebody sent by hand are held for some minutes, and can be taken back as if they had never been sent."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from accord.duties import actions, jobs, messages, reads, rules
from accord.duties.cadences import held_for
from accord.duties.models import Duty, HeldReminders
from accord.duties.tests.conftest import TUESDAY
from accord.kernel.clock import LONDON
from accord.kernel.decision import Refused
from accord.kernel.models import Entry
from accord.notices import outbox
from accord.notices.models import Notice
from accord.notices.post import Fate, Outcome
from accord.people.models import Person
from accord.people.tests.cast import make_person

pytestmark = pytest.mark.usefixtures("here")
A_WEEK_AGO = TUESDAY - timedelta(days=8)
LATER = TUESDAY + timedelta(minutes=2)
Make = Callable[..., Duty]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"taken_back": False, "waiting": 1}, "ok"),
        ({"taken_back": False, "waiting": 0}, "have-left"),
        ({"taken_back": True, "waiting": 1}, "taken-back"),
    ],
)
def test_what_may_be_taken_back(facts: dict[str, Any], code: str) -> None:
    assert rules.may_take_back(**facts).code == code


def remind(*people: Person, now: datetime = TUESDAY) -> HeldReminders:
    head = make_person("Head")
    actions.remind_selected(people=[person.pk for person in people], by=head, now=now)
    return HeldReminders.objects.latest("asked_at")


def test_they_wait_for_some_minutes_and_then_leave(duty: Make) -> None:
    duty(make_person(), told_at=A_WEEK_AGO)
    held = remind(*Person.objects.filter(forename="Priya"))
    assert held.leaves_at == TUESDAY + held_for()
    assert outbox.claim(now=held.leaves_at - timedelta(seconds=1)) == []
    assert len(outbox.claim(now=held.leaves_at)) == 1


def test_asked_in_the_evening_they_can_be_taken_back_until_the_morning(duty: Make) -> None:
    priya = make_person()
    duty(priya, told_at=A_WEEK_AGO)
    held = remind(priya, now=TUESDAY + timedelta(hours=9))
    assert held.leaves_at == datetime(2026, 11, 25, 8, 0, tzinfo=LONDON)
    assert actions.take_back_reminders(held=held.pk, by=held.asked_by, now=TUESDAY + timedelta(hours=12)) == {priya.pk}


def test_taken_back_everything_is_as_it_was_and_another_can_be_sent(duty: Make) -> None:
    priya, new = make_person("Priya"), make_person("Newcomer")
    known = duty(priya, told_at=A_WEEK_AGO, reminded_on=A_WEEK_AGO.date(), reminders=3)
    untold = duty(new, told_at=None)
    held = remind(priya, new)
    people = actions.take_back_reminders(held=held.pk, by=held.asked_by, now=LATER)
    assert people == {priya.pk, new.pk}
    for made, before in ((known, (A_WEEK_AGO, A_WEEK_AGO.date(), 3)), (untold, (None, None, 0))):
        made.refresh_from_db()
        assert (made.told_at, made.reminded_on, made.reminders) == before
    assert set(Notice.objects.values_list("state", flat=True)) == {"withdrawn"}
    entry = Entry.objects.get(act="reminders.taken-back")
    assert (entry.actor_id, str(priya.pk) in entry.detail) == (held.asked_by_id, True)
    remind(priya, now=LATER)
    assert Notice.objects.waiting().get().person == priya


def test_what_the_reminder_stood_for_leaves_after_all(duty: Make) -> None:
    priya = make_person()
    duty(priya, told_at=None, opened_at=A_WEEK_AGO)
    messages.tell_all(now=TUESDAY - timedelta(hours=14))  # In the evening: it waits for the morning.
    held = remind(priya, now=TUESDAY - timedelta(hours=9))
    assert Notice.objects.waiting().get().kind == messages.REMINDER
    actions.take_back_reminders(held=held.pk, by=held.asked_by, now=LATER)
    assert Notice.objects.waiting().get().kind == messages.ASKED


def test_what_has_left_stays_sent_and_is_said_so(duty: Make) -> None:
    gone, stays = make_person("Gone"), make_person("Stays")
    sent, waits = duty(gone, told_at=A_WEEK_AGO), duty(stays, told_at=A_WEEK_AGO)
    held = remind(gone, stays)
    Notice.objects.filter(person=stays).update(next_try_at=held.leaves_at + timedelta(hours=1))
    [claimed] = outbox.claim(now=held.leaves_at)
    people = actions.take_back_reminders(held=held.pk, by=held.asked_by, now=held.leaves_at)
    outbox.settle(claimed, Outcome(Fate.SENT), now=held.leaves_at)
    found = reads.look_at(HeldReminders.objects.get())
    assert (people, found.left, found.stopped, found.waiting) == ({stays.pk}, [gone], [stays], [])
    sent.refresh_from_db()
    waits.refresh_from_db()
    assert (sent.reminders, sent.reminded_on) == (1, TUESDAY.date())
    assert (waits.reminders, waits.reminded_on) == (0, None)


def test_all_left_or_taken_back_twice_is_refused(duty: Make) -> None:
    priya = make_person()
    duty(priya, told_at=A_WEEK_AGO)
    held = remind(priya)
    actions.take_back_reminders(held=held.pk, by=held.asked_by, now=LATER)
    with pytest.raises(Refused) as twice:
        actions.take_back_reminders(held=held.pk, by=held.asked_by, now=LATER)
    again = remind(priya, now=LATER)
    outbox.claim(now=again.leaves_at)
    with pytest.raises(Refused) as late:
        actions.take_back_reminders(held=again.pk, by=held.asked_by, now=again.leaves_at)
    assert (twice.value.decision.code, late.value.decision.code) == ("taken-back", "have-left")


def test_what_was_done_meanwhile_stays_done_and_the_usual_reminders_go_on(duty: Make) -> None:
    priya = make_person()
    done = duty(priya, due_on=TUESDAY.date(), told_at=A_WEEK_AGO)
    duty(priya, due_on=TUESDAY.date(), told_at=A_WEEK_AGO)
    held = remind(priya)
    Duty.objects.filter(pk=done.pk).update(done_at=LATER)
    actions.take_back_reminders(held=held.pk, by=held.asked_by, now=LATER)
    done.refresh_from_db()
    assert (done.done_at, done.reminders) == (LATER, 0)
    assert jobs.remind_due(now=LATER) == 1
