"""Messages about duties: one a person for all that is owed, whatever it took to make it so."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Max

from accord.duties import words
from accord.duties.models import Duty
from accord.kernel import clock
from accord.kernel.jobs import job
from accord.kernel.scope import require_school
from accord.notices import actions as notices
from accord.notices.actions import Draft
from accord.notices.kinds import NoticeKind, Words
from accord.notices.models import Notice
from accord.people.models import Person
from accord.schools.clocks import london
from accord.schools.reads import open_school

ASKED = "duties.asked"
REMINDER = "duties.reminder"
KINDS = (ASKED, REMINDER)

# Five documents published one after the other are one message: it waits until nothing new has come for so long.
QUIET = timedelta(minutes=2)
_LOCK = 0x54454C4C  # Any number of our own: the first half of the advisory lock's key; the school is the second.

Phrase = Callable[[Sequence[Duty], str, date], Words]


@job()
def announce() -> int:
    """Tell everybody in the open school what they have been asked for since they last heard; return how many.

    One message a person. Safe to run twice, late, or beside itself; who was asked a moment ago is left for the next.
    """
    return tell_all(now=clock.now())


@transaction.atomic(savepoint=False)
def tell_all(*, now: datetime) -> int:
    """Do what `announce` does. Sixteen queries or so, for any number of people."""
    one_at_a_time()
    newest = Duty.objects.untold().order_by().values("person").annotate(newest=Max("opened_at"))
    quiet = dict(newest.filter(newest__lte=now - QUIET).values_list("person", "newest"))
    once = {pk: f"{ASKED}:{pk}:{opened_at:%Y%m%dT%H%M%S.%f}" for pk, opened_at in quiet.items()}
    told = _send(ASKED, words.asking, once, now)
    Duty.objects.untold().filter(person__in=list(told)).update(told_at=now)
    return len(told)


def remind_all(
    people: Collection[uuid.UUID], *, now: datetime, not_before: datetime | None = None, name: str = ""
) -> int:
    """Send each of these people one reminder of everything that they owe; return how many were sent.

    In the caller's transaction. A person who was sent one of this `name`, or of today, is not sent another. They are
    held until `not_before`.
    """
    today = london(now).date()
    once = {pk: reminder_to(pk, name or str(today)) for pk in people}
    sent = _send(REMINDER, words.reminding, once, now, not_before)
    reminded = Duty.objects.open().filter(person__in=list(sent))
    reminded.update(reminded_on=today, reminders=F("reminders") + 1)
    reminded.filter(told_at__isnull=True).update(told_at=now)
    return len(sent)


def reminder_to(person: uuid.UUID, name: str) -> str:
    """What makes a reminder the same as another."""
    return f"{REMINDER}:{person}:{name}"


def renew(kind: str) -> Callable[[Sequence[Notice], datetime], Mapping[uuid.UUID, Words | None]]:
    """What messages of `kind` should say at the moment they leave: nothing to somebody who has done it all."""

    def renewed(waiting: Sequence[Notice], now: datetime) -> dict[uuid.UUID, Words | None]:
        owed, slug, today = _owed([notice.person_id for notice in waiting]), open_school().slug, london(now).date()
        phrase = words.asking if kind == ASKED else words.reminding
        return {
            notice.pk: phrase(owed[notice.person_id], slug, today) if notice.person_id in owed else None
            for notice in waiting
        }

    return renewed


NOTICE_KINDS = (
    NoticeKind(ASKED, "Asked to do something", renew(ASKED)),
    NoticeKind(REMINDER, "Reminder", renew(REMINDER)),
)


def one_at_a_time() -> None:
    """Wait for whoever else in this school is telling people about their duties; holds until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, require_school()])


def _owed(people: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Duty]]:
    owed: dict[uuid.UUID, list[Duty]] = defaultdict(list)
    for duty in Duty.objects.open().filter(person__in=list(people)):
        owed[duty.person_id].append(duty)
    return dict(owed)


def _send(
    kind: str, phrase: Phrase, once: Mapping[uuid.UUID, str], now: datetime, not_before: datetime | None = None
) -> frozenset[uuid.UUID]:
    """Queue one message to each person who owes something; what still waits for them is taken back, being in it."""
    owed = _owed(once)
    if not owed:
        return frozenset()
    slug, today = open_school().slug, london(now).date()
    drafts = []
    for person in Person.objects.filter(pk__in=list(owed)):
        said = phrase(owed[person.pk], slug, today)
        drafts.append(Draft(person, kind, once[person.pk], said.subject, said.body))
    notices.withdraw(people=list(owed), kinds=KINDS)
    notices.queue(drafts, now=now, not_before=not_before)
    return frozenset(owed)
