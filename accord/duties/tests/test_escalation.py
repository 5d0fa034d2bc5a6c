"""Line managers hear when their people are late, and then the Headteacher; once each, without names."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.duties import jobs
from accord.duties.cadences import default_cadence
from accord.duties.escalation import KIND, NOTICE_KIND
from accord.duties.models import Duty, Rhythm
from accord.duties.rules import Cadence, Level, level_due
from accord.duties.tests.conftest import TUESDAY
from accord.kernel.scope import in_school
from accord.notices.models import Notice
from accord.people.models import Appointment
from accord.people.tests.cast import Cast, give_role, make_person, seat

TODAY = TUESDAY.date()
Make = Callable[..., Duty]
USUAL = Cadence((), False, (), 0, 8, manager_after_days=5, head_after_days=14)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("late", "cadence", "is_school_day", "level"),
    [
        (-3, USUAL, True, Level.NOBODY),
        (0, USUAL, True, Level.NOBODY),
        (4, USUAL, True, Level.NOBODY),
        (5, USUAL, True, Level.MANAGER),
        (13, USUAL, True, Level.MANAGER),
        (14, USUAL, True, Level.HEAD),
        (400, USUAL, True, Level.HEAD),
        (14, USUAL, False, Level.NOBODY),
        (400, Cadence((), False, (), 0, 8), True, Level.NOBODY),
        (400, Cadence((), False, (), 0, 8, manager_after_days=5), True, Level.MANAGER),
        (5, Cadence((), False, (), 0, 8, head_after_days=5), True, Level.HEAD),
    ],
)
def test_who_should_know(late, cadence, is_school_day, level):
    assert level_due(ago(late), cadence, TODAY, lambda _day: is_school_day) is level


def test_every_school_begins_with_both(here):
    assert default_cadence().manager_after_days < default_cadence().head_after_days


def heard(person) -> list[str]:
    return list(
        Notice.objects.filter(person=person, kind=KIND).order_by("created_at").values_list("subject", flat=True)
    )


@pytest.mark.usefixtures("here")
def test_the_line_manager_hears_once_and_then_the_headteacher(duty: Make) -> None:
    head, boss = give_role(make_person("Hanna", "Head"), "headteacher"), make_person("Bo", "Boss")
    late, other, early = (make_person(manager=boss, forename=name) for name in ("Lou", "Max", "Eve"))
    duty(late, due_on=ago(5)), duty(late, due_on=ago(6)), duty(other, due_on=ago(7)), duty(early, due_on=ago(1))
    jobs.remind_due(now=TUESDAY)
    jobs.remind_due(now=TUESDAY + timedelta(hours=2))
    jobs.remind_due(now=TUESDAY + timedelta(days=1))
    assert heard(boss) == ["2 people have not done what was due"]
    assert heard(head) == []
    body = Notice.objects.get(kind=KIND).body
    assert not any(name in body for name in ("Lou", "Max", "Patel", "Acceptable"))
    assert "/duties/late/" in body
    jobs.remind_due(now=TUESDAY + timedelta(days=9))
    assert heard(head) == ["2 people have not done what was due"]
    assert heard(boss) == ["2 people have not done what was due", "1 person has not done what was due"]
    assert set(Duty.objects.values_list("escalated", flat=True)) == {Level.MANAGER, Level.HEAD}


@pytest.mark.usefixtures("here")
def test_who_has_no_line_manager_goes_to_the_headteacher_in_their_time(duty: Make) -> None:
    head = give_role(make_person("Hanna", "Head"), "headteacher")
    duty(make_person(), due_on=ago(5))
    jobs.remind_due(now=TUESDAY)
    assert Notice.objects.filter(kind=KIND).count() == 0
    jobs.remind_due(now=TUESDAY + timedelta(days=9))
    assert heard(head) == ["1 person has not done what was due"]


@pytest.mark.usefixtures("here")
def test_a_headteacher_is_not_told_of_themselves_nor_a_manager_who_has_left(duty: Make) -> None:
    head = give_role(make_person("Hanna", "Head"), "headteacher")
    boss = make_person("Bo", "Boss")
    duty(head, due_on=ago(20))
    duty(make_person(manager=boss), due_on=ago(6))
    Appointment.objects.filter(person=boss).update(ends_on=ago(1))
    jobs.remind_due(now=TUESDAY)
    assert not Notice.objects.filter(kind=KIND).exists()


@pytest.mark.usefixtures("here")
def test_a_school_may_choose_never_and_older_rhythms_keep_the_usual(duty: Make) -> None:
    boss = make_person("Bo", "Boss")
    duty(make_person(manager=boss), due_on=ago(6))
    given = {"before_days": [], "on_the_day": False, "after_days": [], "every_days": 0, "cap": 1}
    rhythm = Rhythm.objects.create(**given, manager_after_days=0, head_after_days=0)
    jobs.remind_due(now=TUESDAY)
    assert heard(boss) == []
    Rhythm.objects.filter(pk=rhythm.pk).update(manager_after_days=None, head_after_days=None)
    jobs.remind_due(now=TUESDAY)
    assert heard(boss) == ["1 person has not done what was due"]


@pytest.mark.usefixtures("here")
def test_a_message_that_waits_is_not_sent_when_all_is_done_meanwhile(duty: Make) -> None:
    boss = make_person("Bo", "Boss")
    made = duty(make_person(manager=boss), due_on=ago(6))
    jobs.remind_due(now=TUESDAY)
    waiting = list(Notice.objects.filter(kind=KIND))
    assert NOTICE_KIND.renew is not None
    assert NOTICE_KIND.renew(waiting, TUESDAY) == {}
    Duty.objects.filter(pk=made.pk).update(done_at=TUESDAY)
    assert NOTICE_KIND.renew(waiting, TUESDAY) == {waiting[0].pk: None}


@pytest.mark.usefixtures("here")
def test_ten_times_the_people_ask_no_more_questions(duty: Make) -> None:
    boss, numbers = make_person("Bo", "Boss"), []
    for batch in (2, 20):
        for _ in range(batch):
            duty(make_person(manager=boss), due_on=ago(6))
        with CaptureQueriesContext(connection) as captured:
            jobs.remind_due(now=TUESDAY)
        numbers.append(len(captured))
        Duty.objects.all().delete()
        Notice.objects.all().delete()
    assert numbers[0] == numbers[1]


def test_a_manager_sees_their_own_people_and_a_leader_everybody(
    school, cast: Cast, duty: Make, signed_in: Callable[..., Client], tuesday
) -> None:
    with in_school(school.pk):
        boss = cast["staff"]
        mine, other = make_person("Mina", "Mine", manager=boss, team="Art"), make_person("Otto", "Other")
        duty(mine, due_on=ago(6), title="Social media")
        duty(other, due_on=ago(3))
    address = f"/s/{school.slug}/duties/late/"
    theirs = unescape(signed_in(boss).get(address).content.decode())
    assert "<h1>1 person is late</h1>" in theirs
    assert "Mine" in theirs
    assert "Other" not in theirs
    head = signed_in(cast["headteacher"])
    assert "2 people are late" in head.get(address).content.decode()
    assert "Other" not in head.get(address + "?team=Art").content.decode()
    exported = b"".join(head.get(f"{address}export/?q=social").streaming_content).decode()
    assert "Mine, Mina" in exported
    assert "Other" not in exported
    nobody = signed_in(cast["business-manager"])
    assert "2 people are late" in nobody.get(address).content.decode()
    with in_school(school.pk):
        governor = give_role(make_person("Gus", "Governor"), "governor")

        seat(governor)
    assert "You manage nobody" in signed_in(governor).get(address).content.decode()


def test_the_rhythm_is_chosen_on_its_page(school, cast: Cast, signed_in: Callable[..., Client]) -> None:
    browser, address = signed_in(cast["headteacher"]), f"/s/{school.slug}/duties/reminders/"
    assert 'name="manager_after_days" value="5"' in browser.get(address).content.decode()
    typed = {"before_days": "7", "after_days": "3", "every_days": "7", "cap": "8"}
    wrong = browser.post(address, typed | {"manager_after_days": "-1", "head_after_days": "99"})
    assert wrong.status_code == 422
    browser.post(address, typed | {"manager_after_days": "0", "head_after_days": "21"})
    with in_school(school.pk):
        assert Rhythm.objects.values_list("manager_after_days", "head_after_days").get() == (0, 21)
