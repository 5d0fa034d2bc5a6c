"""Who is reminded, by itself and by hand."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accord.duties import actions, jobs, reads
from accord.duties.models import Duty, Rhythm
from accord.duties.tests.conftest import FRIDAY, TUESDAY
from accord.kernel.clock import LONDON
from accord.kernel.decision import Refused
from accord.kernel.models import Entry
from accord.notices.models import Notice
from accord.people.tests.cast import make_person

pytestmark = pytest.mark.usefixtures("here")
A_WEEK_AGO = TUESDAY - timedelta(days=8)
IN_A_WEEK = TUESDAY.date() + timedelta(days=7)
Make = Callable[..., Duty]


def test_one_message_a_day_covers_everything(duty: Make) -> None:
    priya = make_person()
    duties = [
        duty(priya, due_on=IN_A_WEEK, told_at=A_WEEK_AGO),
        duty(priya, due_on=IN_A_WEEK + timedelta(days=30), told_at=A_WEEK_AGO),
    ]
    assert jobs.remind_due(now=TUESDAY) == 1
    notice = Notice.objects.get()
    assert notice.subject == "Reminder: 2 papers to return, due Tuesday 1 December"
    assert "You still have 2 papers to return." in notice.body
    for each in duties:
        each.refresh_from_db()
        assert (each.reminders, each.reminded_on) == (1, TUESDAY.date())
    assert jobs.remind_due(now=TUESDAY + timedelta(hours=1)) == 0


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(datetime(2026, 11, 24, 7, 59, tzinfo=LONDON), id="too early"),
        pytest.param(datetime(2026, 11, 24, 17, 0, tzinfo=LONDON), id="too late"),
        pytest.param(datetime(2026, 11, 28, 10, 0, tzinfo=LONDON), id="on a Saturday"),
        pytest.param(datetime(2026, 12, 25, 10, 0, tzinfo=LONDON), id="on a bank holiday"),
    ],
)
def test_nobody_is_reminded_outside_school_hours(duty: Make, now: datetime) -> None:
    duty(make_person(), due_on=IN_A_WEEK, told_at=A_WEEK_AGO)
    assert jobs.remind_due(now=now) == 0


def test_somebody_who_was_asked_for_something_today_is_left_in_peace(duty: Make) -> None:
    priya = make_person()
    duty(priya, due_on=IN_A_WEEK, told_at=A_WEEK_AGO)
    duty(priya, told_at=TUESDAY)
    assert jobs.remind_due(now=TUESDAY) == 0


@pytest.mark.parametrize("fields", [{"done_at": TUESDAY}, {"ended_at": TUESDAY, "ended_because": "No longer asked"}])
def test_what_is_over_is_never_reminded_of(duty: Make, fields: dict) -> None:
    duty(make_person(), due_on=IN_A_WEEK, told_at=A_WEEK_AGO, **fields)
    assert jobs.remind_due(now=TUESDAY) == 0


def test_somebody_without_an_address_cannot_be_reminded(duty: Make) -> None:
    made = duty(make_person(email=""), due_on=IN_A_WEEK, told_at=A_WEEK_AGO)
    assert jobs.remind_due(now=TUESDAY) == 0
    made.refresh_from_db()
    assert made.reminders == 0


def test_a_school_may_have_its_own_rhythm(duty: Make) -> None:
    Rhythm.objects.create(before_days=[3], on_the_day=False, after_days=[], every_days=0, cap=1)
    duty(make_person(), due_on=FRIDAY, told_at=A_WEEK_AGO)
    duty(make_person(), due_on=IN_A_WEEK, told_at=A_WEEK_AGO)
    assert jobs.remind_due(now=TUESDAY) == 1
    assert jobs.remind_due(now=TUESDAY + timedelta(days=3)) == 0
    assert jobs.remind_due(now=TUESDAY + timedelta(days=6)) == 1  # The other's third day before was a Saturday.
    assert jobs.remind_due(now=TUESDAY + timedelta(days=30)) == 0


def test_by_hand_whoever_can_gets_one_and_the_others_are_named(duty: Make) -> None:
    head, priya, tom, heard, free = (make_person(name) for name in ("Head", "Priya", "Tom", "Heard", "Free"))
    duty(priya, told_at=A_WEEK_AGO)
    duty(priya, told_at=A_WEEK_AGO)
    duty(heard, told_at=A_WEEK_AGO, reminded_on=TUESDAY.date())
    type(tom).objects.filter(pk=tom.pk).update(email="")
    duty(tom, told_at=A_WEEK_AGO)
    people = [person.pk for person in (priya, tom, heard, free)]

    preview = reads.preview_reminder(people, today=TUESDAY.date())
    assert not Notice.objects.exists()
    done = actions.remind_selected(people=people, by=head, now=TUESDAY)
    assert preview == done
    assert done.gets == [priya]
    assert {person.forename: decision.code for person, decision in done.cannot} == {
        "Tom": "no-address",
        "Heard": "already-today",
        "Free": "nothing-owed",
    }
    assert Notice.objects.get().person == priya
    assert set(Duty.objects.filter(person=priya).values_list("reminders", flat=True)) == {1}
    entry = Entry.objects.get()
    assert (entry.act, entry.actor_id) == ("duty.reminded", head.pk)
    assert entry.detail == f'{{"people":["{priya.pk}"]}}'


def test_by_hand_somebody_who_was_never_told_counts_as_told(duty: Make) -> None:
    head, priya = make_person("Head"), make_person()
    made = duty(priya, told_at=None)
    actions.remind_selected(people=[priya.pk], by=head, now=TUESDAY)
    made.refresh_from_db()
    assert made.told_at == TUESDAY


def test_nobody_to_remind_is_refused_with_the_reasons(duty: Make) -> None:
    head = make_person("Head")
    duty(make_person(email=""), told_at=A_WEEK_AGO)
    with pytest.raises(Refused) as refused:
        actions.remind_selected(people=list(Duty.objects.values_list("person", flat=True)), by=head, now=TUESDAY)
    assert refused.value.decision.code == "nobody-to-remind"
    assert "no e-mail address" in refused.value.decision.reason
    assert not Entry.objects.exists()


def test_by_hand_in_the_evening_it_leaves_in_the_morning(duty: Make) -> None:
    head, priya = make_person("Head"), make_person()
    duty(priya, told_at=A_WEEK_AGO)
    actions.remind_selected(people=[priya.pk], by=head, now=TUESDAY + timedelta(hours=9))
    assert Notice.objects.get().next_try_at == datetime(2026, 11, 25, 8, 0, tzinfo=LONDON)


@pytest.mark.usefixtures("tuesday")
def test_the_morning_also_tells_whom_a_lost_job_did_not(duty: Make) -> None:
    duty(make_person(), told_at=None, opened_at=A_WEEK_AGO)
    jobs.remind()
    assert Notice.objects.get().kind == "duties.asked"
