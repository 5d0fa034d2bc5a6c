"""Everything that changes duties. They follow from what the sources say, so opening and ending them is no act itself."""

import uuid
from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from accord.duties import messages, reads
from accord.duties.models import Duty, Rhythm
from accord.duties.reads import Reminding
from accord.duties.rules import Cadence, Difference, Key, OpenDuty
from accord.duties.rules import difference as compare
from accord.duties.sources import Owed, source_of, sources
from accord.folders.actions import folders_of
from accord.kernel import ledger
from accord.kernel.bulk import check_keys_by_index
from accord.kernel.decision import refuse
from accord.kernel.scope import require_school
from accord.people.models import Person
from accord.schools.clocks import london

_LOCK = 0x44555459  # Any number of our own: the first half of the advisory lock's key; the school is the second.
_ROWS = 1_000
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

    Safe to repeat, late, or beside itself. The number of queries does not grow with people or duties, but for one
    statement to every thousand rows.
    """
    _lock("pg_advisory_xact_lock")
    found = difference(today=today)
    _open(found, now)
    _end(found, today, now)
    _change(found)
    if found.opened:
        messages.announce.defer(require_school(), at=now + messages.QUIET + _MARGIN)
    return found


# Written out, because every signature asks it (docs/decisions/0008).
_DONE = f"""
UPDATE {Duty._meta.db_table} SET done_at = %s
 WHERE school_id = %s AND source = %s AND subject_id = ANY(%s) AND person_id = %s
   AND done_at IS NULL AND ended_at IS NULL
"""


def done(*, person: Person, source: str, subject_ids: Collection[uuid.UUID], now: datetime) -> int:
    """Close what `person` has just done; return how many duties that were. Two queries.

    Called in the transaction of the act itself. Waits for a reconciling that runs at this moment, which could open
    again what it cannot see being done.
    """
    _lock("pg_advisory_xact_lock_shared")
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [now, require_school(), source, list(subject_ids), person.pk])
        return int(cursor.rowcount)


@transaction.atomic
def remind_selected(*, people: Collection[uuid.UUID], by: Person, now: datetime) -> Reminding:
    """Remind these people of everything that they owe, in one message each; return who gets it and who cannot.

    It leaves in the school's hours. Raises Refused if nobody can get one.
    """
    messages.one_at_a_time()
    found = reads.preview_reminder(people, today=london(now).date())
    if not found.gets:
        refuse("nobody-to-remind", found.sentence).require()
    chosen = [person.pk for person in found.gets]
    messages.remind_all(chosen, now=now)
    ledger.record("duty.reminded", by, by=by, at=now, people=sorted(map(str, chosen)))
    return found


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
        },
    )
    ledger.record("rhythm.set", rhythm, by=by, at=now, **asdict(cadence))
    return rhythm


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_LOCK, require_school()])


def _opened() -> dict[Key, OpenDuty]:
    fields = ("source", "subject_id", "pk", "person_id", "title", "clause", "due_on", "minutes")
    rows = Duty.objects.open().order_by().values_list(*fields)
    return {(row[0], row[1], row[3]): OpenDuty(*row[2:]) for row in rows}


def _owed(today: date) -> dict[Key, Owed]:
    found: dict[Key, Owed] = {}
    for source in sources:
        for owed in source.owed(today):
            key = (source.code, owed.subject_id, owed.person_id)
            # Asked for twice, by two audiences: the earlier day holds.
            if key not in found or owed.due_on < found[key].due_on:
                found[key] = owed
    return found


def _open(found: Difference, now: datetime) -> None:
    if not found.opened:
        return
    check_keys_by_index()
    people = Person.objects.in_bulk(list(found.asked))
    kinds = {code: known.folder_kind for code, _owed in found.opened if (known := source_of(code))}
    folders = {
        code: folders_of(
            [people[owed.person_id] for opened, owed in found.opened if opened == code], kind_code=kind, now=now
        )
        for code, kind in kinds.items()
    }
    Duty.objects.bulk_create(
        (
            Duty(
                person_id=owed.person_id,
                folder=folders[code][owed.person_id],
                source=code,
                subject_id=owed.subject_id,
                title=owed.title,
                clause=owed.clause,
                due_on=owed.due_on,
                minutes=owed.minutes,
                opened_at=now,
            )
            for code, owed in found.opened
        ),
        batch_size=_ROWS,
    )


def _end(found: Difference, today: date, now: datetime) -> None:
    if not found.ended:
        return
    affected = list({duty.person_id for duty in found.ended})
    here = set(Person.objects.filter(pk__in=affected).in_post(today).order_by().values_list("pk", flat=True))
    for because, present in ((NOT_OWED, True), (LEFT, False)):
        over = [duty.id for duty in found.ended if (duty.person_id in here) is present]
        for first in range(0, len(over), _ROWS):
            some = Duty.objects.open().filter(pk__in=over[first : first + _ROWS])
            some.update(ended_at=now, ended_because=because)


def _change(found: Difference) -> None:
    changed = [
        Duty(pk=duty.id, title=owed.title, clause=owed.clause, due_on=owed.due_on, minutes=owed.minutes)
        for duty, owed in found.changed
    ]
    Duty.objects.bulk_update(changed, ["title", "clause", "due_on", "minutes"], batch_size=_ROWS)
