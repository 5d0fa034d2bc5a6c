"""Everything that changes duties. They follow from what the sources say, so opening and ending them is no act itself."""

import itertools
import secrets
import uuid
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from accord.duties import messages, reads, rules
from accord.duties.feed import digest_of
from accord.duties.holding import hold, release
from accord.duties.leaves import ON_LEAVE, after_leave, on_leave
from accord.duties.models import CalendarLink, Duty, HeldReminders, Leave, Rhythm
from accord.duties.reads import Reminding
from accord.duties.rules import Away, Cadence, Difference, Key, OpenDuty
from accord.duties.rules import difference as compare
from accord.duties.sources import Owed, source_of, sources
from accord.folders.actions import folders_of
from accord.kernel import ledger
from accord.kernel.base import new_id
from accord.kernel.bulk import add_rows, batched, check_keys_by_index, write_columns
from accord.kernel.decision import refuse
from accord.kernel.ledger.rows import stated
from accord.kernel.scope import require_school
from accord.people.models import Person
from accord.schools.clocks import london

# Any numbers of our own: the first half of an advisory lock's key; the school is the second.
_RECONCILING = 0x44555459
_DOING = 0x444F4E45
_ROWS = 5_000
_MANY = 1_000  # From here on it is worth planning the checks of keys anew.
_PATIENCE = "1s"  # For those who are at it; others who come to sign wait behind us.
# The announcing job comes a little after the quiet time, whose clock is another machine's.
_MARGIN = timedelta(seconds=5)

LEFT = "No longer works at the school"
NOT_OWED = "No longer asked"


def difference(*, today: date) -> Difference:
    """What `reconcile` would do now. Changes nothing: the preview of a publication or an import.

    Two queries, and those of the sources.
    """
    # What stands open is read before what is owed: somebody who signs in between is found to owe nothing, and ending
    # what they have done by then does nothing.
    opened = _opened()
    return compare(_owed(today), opened)


@transaction.atomic(savepoint=False)
def reconcile(*, today: date, now: datetime) -> Difference:
    """Open what is owed and was not, end what is owed no longer, and have people told; return what was done.

    Safe to repeat, late, or beside itself. Nobody waits for it who does what they owe; what it therefore cannot see
    being done, `look_again` puts right once this is committed. The number of queries does not grow with people or
    duties, but for a statement to every five thousand rows.
    """
    _lock("pg_advisory_xact_lock", _RECONCILING)
    found = difference(today=today)
    _open(found, now)
    _change(found)
    _end(found, today, now)
    if found.opened:
        messages.announce.defer(require_school(), at=now + messages.QUIET + _MARGIN)
    return found


def wait_for_doers() -> None:
    """Let those come to an end who were at something when a reconciling was committed; whoever comes later sees it.

    In a transaction of its own, which must end at once. Raises OperationalError if somebody takes too long.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
        _lock("pg_advisory_xact_lock", _DOING)
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


@transaction.atomic(savepoint=False)
def look_again(before: Difference, *, today: date, now: datetime) -> None:
    """After `reconcile` and `wait_for_doers`: take back what was opened while it was being done, do what was left out.

    Nobody has been told yet of what is taken back. Safe to repeat; without it the next reconciling ends the same.
    """
    _lock("pg_advisory_xact_lock", _RECONCILING)
    found = difference(today=today)
    just_opened = {(source, owed.subject_id, owed.person_id) for source, owed in before.opened}
    mistaken = [duty.id for duty in found.ended if duty.key in just_opened]
    Duty.objects.untold().filter(pk__in=mistaken).delete()
    _change(found)
    _end(found, today, now)


# Written out, because every signature asks it (docs/decisions/0008).
_DONE = f"""
UPDATE {Duty._meta.db_table} SET done_at = %s
 WHERE school_id = %s AND source = %s AND subject_id = ANY(%s) AND person_id = %s
   AND done_at IS NULL AND ended_at IS NULL
"""


def done(*, person: Person, source: str, subject_ids: Collection[uuid.UUID], now: datetime) -> int:
    """Close what `person` has just done; return how many duties that were. Two queries.

    Called in the transaction of the act itself. Waits for nobody but `wait_for_doers`, which is over at once.
    """
    _lock("pg_advisory_xact_lock_shared", _DOING)
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [now, require_school(), source, list(subject_ids), person.pk])
        return int(cursor.rowcount)


@transaction.atomic
def remind_selected(*, people: Collection[uuid.UUID], by: Person, now: datetime) -> Reminding:
    """Remind these people of everything that they owe, in one message each; return who gets it and who cannot.

    It leaves in the school's hours, after some minutes in which it can be taken back. Raises Refused if nobody can get
    one.
    """
    messages.one_at_a_time()
    found = reads.preview_reminder(people, today=london(now).date())
    if not found.gets:
        refuse("nobody-to-remind", found.sentence).require()
    chosen = [person.pk for person in found.gets]
    hold(chosen, by=by, now=now)
    ledger.record("duty.reminded", by, by=by, at=now, people=sorted(map(str, chosen)))
    return found


@transaction.atomic
def take_back_reminders(*, held: uuid.UUID, by: Person, now: datetime) -> frozenset[uuid.UUID]:
    """Take back the reminders that have not left; return whose. Everything about them is as it was before.

    Raises Refused if all have left, or if somebody has taken them back already.
    """
    messages.one_at_a_time()
    row = HeldReminders.objects.select_for_update(of=("self",)).get(pk=held)
    rules.may_take_back(taken_back=row.taken_back_at is not None, waiting=reads.waiting(row)).require()
    people = release(row, now=now)
    rules.may_take_back(taken_back=False, waiting=len(people)).require()  # They may have left since we looked.
    row.taken_back_at, row.taken_back_by = now, by
    row.save(update_fields=["taken_back_at", "taken_back_by"])
    ledger.record("reminders.taken-back", row, by=by, at=now, people=sorted(map(str, people)))
    return people


@transaction.atomic(savepoint=False)
def set_rhythm(*, cadence: Cadence, by: Person, now: datetime) -> Rhythm:
    """From now on the open school reminds people in this rhythm."""
    rhythm, _made = Rhythm.objects.update_or_create(
        school_id=require_school(),
        defaults={
            "before_days": list(cadence.before_days),
            "on_the_day": cadence.on_the_day,
            "after_days": list(cadence.after_days),
            "every_days": cadence.every_days,
            "cap": cadence.cap,
            "manager_after_days": cadence.manager_after_days,
            "head_after_days": cadence.head_after_days,
        },
    )
    ledger.record("rhythm.set", rhythm, by=by, at=now, **asdict(cadence), rows=stated(rhythm))
    return rhythm


@transaction.atomic
def record_leave(*, person: uuid.UUID, days: Away, by: Person, now: datetime) -> Leave:
    """Somebody is away on these days: nobody asks or reminds them. Raises Refused if they are already."""
    who = Person.objects.select_for_update(no_key=True).get(pk=person)  # Two who write it down wait for each other.
    rules.may_be_away(days, [each.days for each in who.leaves.all()]).require()
    row = Leave.objects.create(
        person=who, first_day=days.first_day, last_day=days.last_day, recorded_by=by, recorded_at=now
    )
    ledger.record("leave.recorded", row, by=by, at=now, person=person, **asdict(days), rows=stated(row))
    return row


@transaction.atomic
def change_leave(*, leave: uuid.UUID, days: Away, by: Person, now: datetime) -> None:
    """The days were others, or have become others. Raises Refused as `record_leave` does."""
    row = Leave.objects.get(pk=leave)
    who = Person.objects.select_for_update(no_key=True).get(pk=row.person_id)
    rules.may_be_away(days, [each.days for each in who.leaves.exclude(pk=leave)]).require()
    row.first_day, row.last_day = days.first_day, days.last_day
    row.save(update_fields=["first_day", "last_day"])
    ledger.record("leave.changed", row, by=by, at=now, person=row.person_id, **asdict(days), rows=stated(row))


@transaction.atomic
def remove_leave(*, leave: uuid.UUID, by: Person, now: datetime) -> None:
    """It was a mistake, or does not come about. Gone already, nothing changes."""
    for row in Leave.objects.select_for_update().filter(pk=leave):
        ledger.record("leave.removed", row, by=by, at=now, person=row.person_id, rows=stated(gone=[row]))
        row.delete()


@transaction.atomic
def make_calendar_link(*, by: Person, now: datetime) -> str:
    """A new secret for one's own calendar, in place of a former one. Returns it; nothing can say it again."""
    secret = secrets.token_urlsafe(32)
    link, _made = CalendarLink.objects.update_or_create(
        person=by, defaults={"digest": digest_of(secret), "made_at": now}
    )
    ledger.record("calendar-link.made", link, by=by, at=now, rows=stated(link))
    return secret


@transaction.atomic
def take_back_calendar_link(*, by: Person, now: datetime) -> bool:
    """One's own calendar has no address any more; false if it had none."""
    link = CalendarLink.objects.select_for_update().filter(person=by).first()
    if link is None:
        return False
    ledger.record("calendar-link.taken-back", link, by=by, at=now, rows=stated(gone=[link]))
    link.delete()
    return True


def _lock(function: str, what: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [what, require_school()])


def _opened() -> dict[Key, OpenDuty]:
    fields = ("pk", "source", "subject_id", "person_id", "title", "clause", "due_on", "minutes")
    found = itertools.starmap(OpenDuty, Duty.objects.open().order_by().values_list(*fields))
    return {duty.key: duty for duty in found}


def _owed(today: date) -> dict[Key, Owed]:
    found: dict[Key, Owed] = {}
    for source in sources:
        for owed in source.owed(today):
            key = (source.code, owed.subject_id, owed.person_id)
            # Asked for twice, by two audiences: the earlier day holds.
            if key not in found or owed.due_on < found[key].due_on:
                found[key] = owed
    return after_leave(found, today)


def _open(found: Difference, now: datetime) -> None:
    if not found.opened:
        return
    if len(found.opened) >= _MANY:
        check_keys_by_index()
    people = Person.objects.in_bulk(list(found.asked))
    kinds = {code: known.folder_kind for code, _owed in found.opened if (known := source_of(code))}
    folders = {
        code: folders_of(
            [people[owed.person_id] for opened, owed in found.opened if opened == code], kind_code=kind, now=now
        )
        for code, kind in kinds.items()
    }
    fields = ("id", "person", "folder", "source", "subject_id", "title", "clause", "due_on", "minutes", "opened_at")
    rows = (
        (new_id(), owed.person_id, folders[code][owed.person_id].pk, code, owed.subject_id)
        + (owed.title, owed.clause, owed.due_on, owed.minutes, now)
        for code, owed in found.opened
    )
    for some in batched(rows, _ROWS):
        add_rows(Duty, (*fields, "reminders", "escalated", "ended_because"), [(*row, 0, 0, "") for row in some])


def _change(found: Difference) -> None:
    changed = {duty.id: (duty.id, owed.title, owed.clause, owed.due_on, owed.minutes) for duty, owed in found.changed}
    for some in batched(changed, _ROWS):
        rows = [changed[pk] for pk in _nobodys(some)]
        write_columns(Duty, ("title", "clause", "due_on", "minutes"), rows)


def _end(found: Difference, today: date, now: datetime) -> None:
    if not found.ended:
        return
    affected = list({duty.person_id for duty in found.ended})
    here = set(Person.objects.filter(pk__in=affected).in_post(today).order_by().values_list("pk", flat=True))
    reasons = {pk: NOT_OWED for pk in here} | {pk: ON_LEAVE for pk in on_leave(today, affected) if pk in here}
    for because in (NOT_OWED, ON_LEAVE, LEFT):
        over = [duty.id for duty in found.ended if reasons.get(duty.person_id, LEFT) == because]
        for some in batched(over, _ROWS):
            Duty.objects.filter(pk__in=_nobodys(some)).update(ended_at=now, ended_because=because)


def _nobodys(duties: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Those that are open and nobody is at just now. Taking no others, we never wait for a signer, nor a signer for us
    crosswise.
    """
    ours = Duty.objects.open().filter(pk__in=list(duties)).order_by().select_for_update(skip_locked=True, no_key=True)
    return list(ours.values_list("pk", flat=True))
