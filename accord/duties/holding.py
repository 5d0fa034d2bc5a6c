"""Holding reminders back for some minutes, and letting go of them as if nobody had sent any."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from accord.duties import messages
from accord.duties.cadences import held_for
from accord.duties.models import Duty, HeldReminders
from accord.kernel.base import new_id
from accord.kernel.bulk import batched, write_columns
from accord.notices import actions as notices
from accord.notices.models import Notice
from accord.people.models import Person
from accord.schools.clocks import london

_ROWS = 5_000


def hold(people: Collection[uuid.UUID], *, by: Person, now: datetime) -> HeldReminders:
    """Queue a reminder to each of these people, and keep how everything was before. Nobody else may be telling them."""
    held_id, not_before = new_id(), now + held_for()
    before = {
        str(pk): [told_at and told_at.isoformat(), reminded_on and reminded_on.isoformat()]
        for pk, told_at, reminded_on in Duty.objects.open()
        .filter(person__in=people)
        .values_list("pk", "told_at", "reminded_on")
    }
    waited = Notice.objects.waiting().filter(person__in=people, kind__in=messages.KINDS).order_by()
    replaced = list(waited.values_list("pk", flat=True))
    messages.remind_all(people, now=now, not_before=not_before, name=str(held_id))
    once = [messages.reminder_to(pk, str(held_id)) for pk in people]
    made = dict(Notice.objects.filter(once__in=once).order_by().values_list("pk", "next_try_at"))
    return HeldReminders.objects.create(
        id=held_id,
        asked_by=by,
        asked_at=now,
        leaves_at=min((at for at in made.values() if at), default=not_before),
        notices=list(made),
        replaced=replaced,
        before=before,
    )


def release(held: HeldReminders, *, now: datetime) -> frozenset[uuid.UUID]:
    """Take back what has not left, and make its people's duties what they were; return who those people are."""
    people = notices.take_back(held.notices)
    day = london(held.asked_at).date()
    duties = Duty.objects.filter(pk__in=list(held.before), person__in=people, reminded_on=day)
    found = duties.order_by("pk").select_for_update(no_key=True)
    rows = [(pk, *_before(held, pk), reminders - 1) for pk, reminders in found.values_list("pk", "reminders")]
    for some in batched(rows, _ROWS):
        write_columns(Duty, ("told_at", "reminded_on", "reminders"), some)
    notices.put_back(held.replaced, people=people, now=now)
    return people


def _before(held: HeldReminders, duty: uuid.UUID) -> tuple[datetime | None, date | None]:
    told_at, reminded_on = held.before[str(duty)]
    return told_at and datetime.fromisoformat(told_at), reminded_on and date.fromisoformat(reminded_on)
