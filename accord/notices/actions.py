"""Putting messages into the outbox, taking them back, and trying again by hand."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accord.folders.models import Folder
from accord.kernel import ledger
from accord.kernel.base import new_id
from accord.kernel.scope import require_school
from accord.notices import jobs, post, rules
from accord.notices.models import Notice
from accord.notices.words import one_line, whole_text
from accord.people.models import Person
from accord.schools.models import School
from accord.schools.reads import calendar_of_open_school, open_school

_ROWS = 1_000


@dataclass(frozen=True)
class Draft:
    """A message to be sent. `once` names it within the school: the same message again is the same row.

    `body` is the point of it, with one link; greeting and foot are put around it. Nothing personal belongs in it.
    """

    person: Person
    kind: str
    once: str
    subject: str
    body: str
    urgent: bool = False
    folder: Folder | None = None


@transaction.atomic(savepoint=False)
def queue(drafts: Sequence[Draft], *, now: datetime, not_before: datetime | None = None) -> list[uuid.UUID]:
    """Put messages into the outbox, and ask for them to be sent when they may leave; return their ids in order.

    With `not_before` they are held back until then, so that they can be taken back.

    Whoever has no address gets a row that says so. Seven queries for any number of drafts up to a thousand.
    """
    if not drafts:
        return []
    school, calendar, earliest = open_school(), calendar_of_open_school(), not_before or now
    notices = [_notice(draft, school, rules.MayLeave(calendar, draft.urgent).from_(earliest), now) for draft in drafts]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=_ROWS)
    times = [notice.next_try_at for notice in notices if notice.next_try_at]
    if times:
        jobs.deliver.defer(school.pk, at=min(times))
    ids = _ids([draft.once for draft in drafts])
    return [ids[draft.once] for draft in drafts]


def _notice(draft: Draft, school: School, leaves_at: datetime, now: datetime) -> Notice:
    notice_id, person = new_id(), draft.person
    return Notice(
        id=notice_id,
        person=person,
        folder=draft.folder,
        kind=draft.kind,
        once=draft.once,
        address=person.email,
        subject=one_line(draft.subject),
        body=whole_text(person, draft.body, school),
        urgent=draft.urgent,
        state=Notice.State.WAITING if person.email else Notice.State.NO_ADDRESS,
        message_id=post.message_id(notice_id),
        created_at=now,
        next_try_at=leaves_at if person.email else None,
    )


def _ids(names: Sequence[str]) -> dict[str, uuid.UUID]:
    found: dict[str, uuid.UUID] = {}
    for first in range(0, len(names), _ROWS):
        some = names[first : first + _ROWS]
        found |= dict(Notice.objects.filter(once__in=some).values_list("once", "pk"))
    return found


def withdraw(*, people: Collection[uuid.UUID], kinds: Collection[str]) -> int:
    """Take back what waits for these people; return how many. One query. What is on its way at this moment arrives."""
    waiting = Notice.objects.waiting().filter(person__in=people, kind__in=kinds)
    return waiting.update(state=Notice.State.WITHDRAWN, next_try_at=None)


def take_back(notices: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Take back those of these messages that nobody has begun to send; return whose they were. Two queries.

    In the caller's transaction. Whoever is claiming one at this moment is waited for, and keeps it.
    """
    waiting = Notice.objects.waiting().filter(pk__in=notices, tries=0).order_by("pk").select_for_update()
    found = dict(waiting.values_list("pk", "person_id"))
    Notice.objects.filter(pk__in=list(found)).update(state=Notice.State.WITHDRAWN, next_try_at=None)
    return frozenset(found.values())


def put_back(notices: Collection[uuid.UUID], *, people: Collection[uuid.UUID], now: datetime) -> int:
    """Have messages to these people that were withdrawn leave after all; return how many."""
    leaves_at = rules.MayLeave(calendar_of_open_school()).from_(now)
    withdrawn = Notice.objects.filter(pk__in=notices, person__in=people, state=Notice.State.WITHDRAWN)
    found = withdrawn.update(state=Notice.State.WAITING, next_try_at=leaves_at)
    if found:
        jobs.deliver.defer(require_school(), at=leaves_at)
    return found


@transaction.atomic
def try_again(*, notices: Collection[uuid.UUID], by: Person, now: datetime) -> int:
    """Send again what could not be delivered, to the address that each person has now; return how many.

    Raises Refused if none of them can be tried again, with the reason of the first.
    """
    calendar = calendar_of_open_school()
    found = Notice.objects.filter(pk__in=notices).select_related("person").select_for_update(of=("self",))
    asked = [(notice, rules.may_try_again(notice.is_stuck, notice.person.email)) for notice in found.order_by("id")]
    allowed = [notice for notice, decision in asked if decision]
    for _notice, decision in asked:
        if not allowed:
            decision.require()
    if not allowed:
        return 0
    times = [rules.MayLeave(calendar, notice.urgent).from_(now) for notice in allowed]
    for notice, leaves_at in zip(allowed, times, strict=True):
        notice.state, notice.tries, notice.trouble = Notice.State.WAITING, 0, ""
        notice.address, notice.next_try_at = notice.person.email, leaves_at
    Notice.objects.bulk_update(allowed, ["state", "tries", "trouble", "address", "next_try_at"], batch_size=_ROWS)
    ledger.record("notice.retried", allowed[0], by=by, at=now, notices=[str(notice.pk) for notice in allowed])
    jobs.deliver.defer(require_school(), at=min(times))
    return len(allowed)
