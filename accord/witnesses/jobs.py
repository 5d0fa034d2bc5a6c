"""What the worker does for the witnesses: keys in their turn, the head of the day, and the mails themselves."""

from accord.kernel import clock
from accord.kernel.jobs import job
from accord.kernel.scope import in_school, require_school
from accord.notices.jobs import SAFETY
from accord.notices.post import Carrier, Fate, carrier
from accord.schools.models import School
from accord.witnesses.actions import keys, mails


@job()
def replace_keys() -> int:
    """Replace the open school's keys that have served their time; return how many. Daily, safe to repeat."""
    return keys.replace_due(now=clock.now())


@job(queue="mail")
def mail_heads() -> int:
    """Write the mails of the day, if it is time and they are not written; have whatever waits sent. Hourly."""
    written = mails.write_daily(now=clock.now())
    nudge()
    return written


def nudge() -> None:
    """Have the open school's waiting mails sent when the first may leave. Part of the caller's transaction."""
    due = mails.next_due()
    if due is not None:
        send.defer(require_school(), at=max(due, clock.now()))


@job(queue="mail", opens_scopes=True)
def send(school: int) -> int:
    """Send every mail of the school that is due; return how many left. Safe to run twice, late, or beside itself.

    A mail that the server took just before this process died is sent again, with the same Message-ID. Without a mail
    server everything keeps waiting, and is overtaken by the next day's.
    """
    sent = 0
    with carrier() as way:
        if way is None:
            return 0
        row = School.objects.get(pk=school)
        while (left := _send_some(row, way)) is not None:
            sent += left
    with in_school(school):
        nudge()
    return sent


def _send_some(school: School, way: Carrier) -> int | None:
    """Claim a batch and send it; how many left, or None when there is no use in another."""
    started, sent = clock.now(), 0
    with in_school(school.pk):
        batch = mails.claim(now=started)
    if not batch:
        return None
    is_down = False
    for mail in batch:
        if is_down or clock.now() > started + mails.LEASE - SAFETY:
            continue  # Its lease ends by itself, and it is due again.
        outcome = way.carry(mail, school)
        is_down = outcome.fate is Fate.DOWN
        with in_school(school.pk):
            mails.settle(mail, outcome, now=clock.now())
        sent += outcome.fate is Fate.SENT
    return None if is_down else sent
