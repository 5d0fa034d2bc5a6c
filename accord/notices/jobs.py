"""Sending what is due, and finding what was forgotten."""

from datetime import datetime, timedelta

from django.db.models import Min
from procrastinate.contrib.django.models import ProcrastinateJob

from accord.kernel import clock
from accord.kernel.jobs import job
from accord.kernel.scope import in_school, require_school
from accord.notices import outbox
from accord.notices.models import Notice
from accord.notices.post import Carrier, Fate, carrier
from accord.schools.models import School

# Between two tries of one school to reach the mail server, whatever waits.
SHORTEST_PAUSE = timedelta(minutes=1)
# A claimed message is not begun when less than this is left of its lease.
SAFETY = timedelta(minutes=4)


@job(queue="mail", opens_scopes=True)
def deliver(school: int) -> int:
    """Send every message of the school that is due; return how many left.

    Safe to run twice, late, or beside itself. A message that the server took just before this process died is sent
    again, with the same Message-ID: at least once, and never lost. Without a mail server everything keeps waiting.
    """
    sent = 0
    with carrier() as way:
        if way is None:
            return 0
        school_row = School.objects.get(pk=school)
        goes_on = True
        while goes_on:
            goes_on, number = _send_some(school_row, way)
            sent += number
    with in_school(school):
        nudge(not_before=clock.now() + SHORTEST_PAUSE)
    return sent


def _send_some(school: School, way: Carrier) -> tuple[bool, int]:
    """Claim a batch and send it. Gives whether there is any use in another, and how many left."""
    started, sent = clock.now(), 0
    with in_school(school.pk):
        batch = outbox.claim(now=started)
    if not batch:
        return False, 0
    for place, notice in enumerate(batch):
        if clock.now() > started + outbox.LEASE - SAFETY:
            _give_back(school, batch[place:])
            return True, sent
        outcome = way.carry(notice, school)
        with in_school(school.pk):
            outbox.settle(notice, outcome, now=clock.now())
        sent += outcome.fate is Fate.SENT
        if outcome.fate is Fate.DOWN:
            for other in batch[place + 1 :]:
                with in_school(school.pk):
                    outbox.settle(other, outcome, now=clock.now())
            return False, sent
    return True, sent


def _give_back(school: School, notices: list[Notice]) -> None:
    with in_school(school.pk):
        outbox.give_back(notices, now=clock.now())


@job(queue="mail")
def sweep() -> None:
    """Ask for the open school's waiting messages to be sent, whatever became of the nudge that they had. Hourly."""
    nudge(not_before=clock.now())


def nudge(*, not_before: datetime) -> None:
    """Have the first waiting message of the open school sent in time, unless a job is coming by then anyway.

    The messages must be committed: a job that is coming may start before this transaction ends.
    """
    first = Notice.objects.waiting().aggregate(first=Min("next_try_at"))["first"]
    if first is None:
        return
    school, at = require_school(), max(first, not_before)
    coming = ProcrastinateJob.objects.filter(task_name=deliver.task.name, status="todo", args__school=school)
    if not coming.exclude(scheduled_at__gt=at).exists():
        deliver.defer(school, at=at)
