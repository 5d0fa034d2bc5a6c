"""Sending, with a real mail server that is there, is not there, or misbehaves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from accord.kernel import clock
from accord.kernel.clock import LONDON
from accord.notices import actions, jobs, kinds, outbox, post
from accord.notices.models import Notice
from accord.notices.tests.mail_server import MailServer
from accord.people.models import Person
from accord.people.tests.cast import make_person
from accord.schools.models import ClosedDay, School

pytestmark = pytest.mark.usefixtures("here", "tuesday")
Draft = Callable[..., Any]


@pytest.fixture
def queued(draft: Draft) -> Callable[..., list[Notice]]:
    """`queued(3)`: messages to so many people, due now."""

    def queue(number: int, **fields: Any) -> list[Notice]:
        people = [make_person(f"Person{place}") for place in range(number)]
        ids = actions.queue([draft(person, **fields) for person in people], now=clock.now())
        return [Notice.objects.get(pk=pk) for pk in ids]

    return queue


def states() -> list[str]:
    return list(Notice.objects.order_by("person__forename").values_list("state", flat=True))


def nudges(school: School) -> QuerySet:
    return ProcrastinateJob.objects.filter(task_name="notices.jobs.deliver", args__school=school.pk)


def work_until(school: School, traveller: time_machine.Traveller, until: datetime) -> int:
    """Do what the worker does: run each nudge at its time; return how many there were."""
    ran = 0
    while job := nudges(school).order_by("scheduled_at", "pk").first():
        if job.scheduled_at and job.scheduled_at > until:
            break
        nudges(school).filter(pk=job.pk)._raw_delete("default")
        if job.scheduled_at and job.scheduled_at > clock.now():
            traveller.move_to(job.scheduled_at)
        jobs.deliver(school.pk)
        ran += 1
    return ran


def test_a_mail_arrives_as_the_school_would_write_it(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]]
) -> None:
    School.objects.filter(pk=here.pk).update(email="office@hopewell.example", name="Hopewell, Ltd “Éxtra”")
    mail_server.start()
    [notice] = queued(1)
    assert jobs.deliver(here.pk) == 1
    [mail] = mail_server.arrived
    assert mail["From"].addresses[0].display_name == "Hopewell, Ltd “Éxtra”"
    assert mail["From"].addresses[0].addr_spec == "accord@hopewell.example"
    assert mail["Reply-To"] == "office@hopewell.example"
    assert mail["To"] == notice.address
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == notice.message_id
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == notice.body
    assert mail_server.greeted_as == "localhost"
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at, notice.tries) == ("sent", clock.now(), 1)


def test_without_a_school_address_nobody_is_promised_an_answer(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]]
) -> None:
    mail_server.start()
    queued(1)
    jobs.deliver(here.pk)
    assert "Reply-To" not in mail_server.arrived[0]
    assert "Nobody reads answers" in mail_server.arrived[0].get_content()


def test_many_go_over_one_connection_and_twice_is_once(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]]
) -> None:
    mail_server.start()
    notices = queued(2 * outbox.BATCH + 3)
    assert jobs.deliver(here.pk) == len(notices)
    assert jobs.deliver(here.pk) == 0
    assert sorted(mail_server.message_ids) == sorted(notice.message_id for notice in notices)


def test_a_mail_server_down_for_an_hour_loses_and_doubles_nothing(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]], tuesday: time_machine.Traveller
) -> None:
    notices = queued(outbox.BATCH + 5)
    noon = clock.now() + timedelta(hours=1)
    work_until(here, tuesday, noon)
    assert set(states()) == {"waiting"}
    assert mail_server.arrived == []
    tries = [notice.troubles.count() for notice in notices]
    assert 3 <= min(tries) <= max(tries) <= 6  # Pauses grow: an hour is not sixty tries.
    mail_server.start()
    work_until(here, tuesday, noon + timedelta(hours=1))
    assert set(states()) == {"sent"}
    assert sorted(mail_server.message_ids) == sorted(notice.message_id for notice in notices)


def test_trying_the_server_again_never_runs_faster_than_a_minute(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]], tuesday: time_machine.Traveller
) -> None:
    queued(3 * outbox.BATCH)
    for _another in range(5):
        jobs.deliver.defer(here.pk, at=clock.now())
    assert work_until(here, tuesday, clock.now() + timedelta(minutes=10)) <= 6 + 10


def test_after_three_days_of_hours_it_is_given_up_and_said(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]], tuesday: time_machine.Traveller
) -> None:
    [notice] = queued(1, urgent=True)
    started = clock.now()
    work_until(here, tuesday, started + timedelta(days=9))
    notice.refresh_from_db()
    assert notice.state == "given-up"
    assert "could not be reached" in notice.trouble
    last = notice.troubles.last()
    assert last is not None
    assert timedelta(days=3) <= last.at - started <= timedelta(days=3, hours=1)


def test_an_address_that_refuses_is_named_and_the_others_go(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]]
) -> None:
    mail_server.start()
    first, second, third = queued(3)
    mail_server.manners.refuses = {second.address: "550 5.1.1 No such user here"}
    assert jobs.deliver(here.pk) == 2
    assert states() == ["sent", "refused", "sent"]
    second.refresh_from_db()
    assert second.trouble == "550 5.1.1 No such user here"


@pytest.mark.parametrize(
    "address", ["nobody", "two words@example.org", "zoë@example.org", "a@" + "b" * 70 + ".org", "a@b@c", "<a>"]
)
def test_an_address_that_is_none_holds_nobody_up(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]], address: str
) -> None:
    mail_server.start()
    odd, *_others = queued(3)
    Person.objects.filter(pk=odd.person_id).update(email=address)
    assert jobs.deliver(here.pk) >= 2
    assert states()[1:] == ["sent", "sent"]
    assert states()[0] in ("sent", "refused")


@pytest.mark.parametrize("answer", ["451 4.3.0 Try later", "554 5.7.1 Relay access denied"])
def test_an_answer_that_may_change_is_waited_for(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]], answer: str
) -> None:
    mail_server.start()
    first, second = queued(2)
    mail_server.manners.refuses = {first.address: answer}
    jobs.deliver(here.pk)
    assert states() == ["waiting", "sent"]
    first.refresh_from_db()
    assert first.next_try_at == clock.now() + timedelta(minutes=1)
    mail_server.manners.refuses = {}
    first.next_try_at = clock.now()
    first.save()
    jobs.deliver(here.pk)
    assert states() == ["sent", "sent"]


def test_a_message_that_the_server_will_not_have_is_refused(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]]
) -> None:
    mail_server.start()
    mail_server.manners.data_answer = "552 5.3.4 Too big"
    queued(1)
    jobs.deliver(here.pk)
    assert states() == ["refused"]


def test_a_server_that_refuses_us_is_nobodys_fault(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]]
) -> None:
    mail_server.start()
    mail_server.manners.sender_answer = "553 5.1.8 Sender not known"
    notices = queued(3)
    jobs.deliver(here.pk)
    assert states() == ["waiting"] * 3
    assert notices[2].troubles.get().answer == "553 5.1.8 Sender not known"


def test_a_server_that_closes_for_the_day_is_left_alone(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]]
) -> None:
    mail_server.start()
    notices = queued(3)
    mail_server.manners.refuses = {notice.address: "421 4.3.2 Closing" for notice in notices}
    jobs.deliver(here.pk)
    assert states() == ["waiting"] * 3
    assert {notice.troubles.get().answer for notice in notices} == {"421 4.3.2 Closing"}


def test_a_connection_lost_after_the_text_sends_again_with_the_same_number(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]], tuesday: time_machine.Traveller
) -> None:
    mail_server.start()
    mail_server.manners.hangs_up_after = 1
    first, second = queued(2)
    work_until(here, tuesday, clock.now() + timedelta(minutes=5))
    assert states() == ["sent", "sent"]
    assert set(mail_server.message_ids) == {first.message_id, second.message_id}
    assert (len(mail_server.message_ids), mail_server.acknowledged) == (3, 2)


def test_a_slow_server_is_waited_for(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]]
) -> None:
    mail_server.start()
    mail_server.manners.seconds = 0.2
    queued(2)
    assert jobs.deliver(here.pk) == 2


def test_a_server_that_says_nothing_is_left_after_a_while(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "TIMEOUT_SECONDS", 0.3)
    mail_server.start()
    mail_server.manners.seconds = 1.0
    first, second = queued(2)
    jobs.deliver(here.pk)
    assert states() == ["waiting", "waiting"]
    assert first.troubles.get().answer == "The mail server did not answer in time."
    assert second.troubles.count() == 1


def test_what_is_left_of_a_batch_when_time_runs_out_is_given_back(
    here: School, queued: Callable[..., list[Notice]], tuesday: time_machine.Traveller
) -> None:
    class Dawdler:
        carried = 0

        def carry(self, notice: Notice, school: School) -> post.Outcome:
            self.carried += 1
            tuesday.shift(timedelta(minutes=4))
            return post.Outcome(post.Fate.SENT)

    queued(5)
    goes_on, sent = jobs._send_some(here, Dawdler())
    assert (goes_on, sent) == (True, 2)
    assert list(Notice.objects.waiting().values_list("tries", flat=True)) == [0, 0, 0]
    assert Notice.objects.due(clock.now()).count() == 3


def test_a_claimed_message_is_left_to_whoever_claimed_it(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]], tuesday: time_machine.Traveller
) -> None:
    mail_server.start()
    queued(1)
    [mine] = outbox.claim(now=clock.now())
    assert jobs.deliver(here.pk) == 0
    tuesday.shift(outbox.LEASE + timedelta(seconds=1))  # Whoever claimed it has died.
    assert jobs.deliver(here.pk) == 1
    outbox.settle(mine, post.Outcome(post.Fate.PUT_OFF, "late"), now=clock.now())  # Or was only very slow.
    assert states() == ["sent"]


def test_a_late_nudge_sends_nothing_in_the_evening(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]], tuesday: time_machine.Traveller
) -> None:
    mail_server.start()
    queued(1)
    queued(1, urgent=True)
    tuesday.move_to(datetime(2026, 11, 24, 17, 0, tzinfo=LONDON))
    assert jobs.deliver(here.pk) == 1
    assert Notice.objects.waiting().get().next_try_at == datetime(2026, 11, 25, 8, 0, tzinfo=LONDON)


def test_a_day_off_that_is_entered_later_is_respected(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]]
) -> None:
    mail_server.start()
    queued(1)
    ClosedDay.objects.create(day="2026-11-24", kind="closed")
    assert jobs.deliver(here.pk) == 0
    assert Notice.objects.get().next_try_at == datetime(2026, 11, 25, 8, 0, tzinfo=LONDON)


def test_a_corrected_address_is_used_and_a_lost_one_is_seen(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]]
) -> None:
    mail_server.start()
    first, second = queued(2)
    Person.objects.filter(pk=first.person_id).update(email="new@hopewell.example")
    Person.objects.filter(pk=second.person_id).update(email="")
    jobs.deliver(here.pk)
    assert [mail["To"] for mail in mail_server.arrived] == ["new@hopewell.example"]
    assert states() == ["sent", "no-address"]


def test_what_is_no_longer_true_is_not_sent(
    here: School, mail_server: MailServer, queued: Callable[..., list[Notice]], monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_server.start()
    done, less, same = queued(3, kind="test.renewed")
    news = {done.pk: None, less.pk: kinds.Words("One thing to sign", "http://localhost:8000/less/")}
    known = [kinds.NoticeKind("test.renewed", "Renewed", lambda notices, now: news)]
    monkeypatch.setattr(kinds.notice_kinds, "_items", known)
    assert jobs.deliver(here.pk) == 2
    assert states() == ["withdrawn", "sent", "sent"]
    assert sorted(mail["Subject"] for mail in mail_server.arrived) == ["One thing to sign", "Something to sign"]
    less.refresh_from_db()
    assert less.body.startswith("Hello Person1,\n\nhttp://localhost:8000/less/")


def test_in_the_demonstration_a_message_arrives_in_the_mailbox(
    here: School, queued: Callable[..., list[Notice]], settings: Any
) -> None:
    settings.EMAIL_URL, settings.DEMONSTRATION = "", True
    queued(2)
    assert jobs.deliver(here.pk) == 2
    assert states() == ["sent", "sent"]


def test_without_a_mail_server_everything_waits(
    here: School, queued: Callable[..., list[Notice]], settings: Any
) -> None:
    settings.EMAIL_URL, settings.DEMONSTRATION = "", False
    [notice] = queued(1)
    assert jobs.deliver(here.pk) == 0
    notice.refresh_from_db()
    assert (notice.state, notice.tries) == ("waiting", 0)


def test_the_sweep_finds_what_was_forgotten(here: School, queued: Callable[..., list[Notice]]) -> None:
    queued(1)
    jobs.sweep()
    assert nudges(here).count() == 1  # One is coming anyway.
    nudges(here)._raw_delete("default")
    jobs.sweep()
    jobs.sweep()
    assert [job.scheduled_at for job in nudges(here)] == [clock.now()]
