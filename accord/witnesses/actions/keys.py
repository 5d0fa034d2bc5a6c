"""Replacing a school's keys, and marking one that may have been in other hands."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accord.kernel import keys, keys_material, ledger
from accord.kernel.ledger import sequencer
from accord.kernel.ledger.entries import Actor, moment
from accord.kernel.models import SchoolSecret
from accord.kernel.scope import require_school
from accord.schools.models import School
from accord.witnesses import rules, seals
from accord.witnesses.models import Distrust

REPLACED, DISTRUSTED = "key.replaced", "key.distrusted"
WHAT = (keys.SEAL, keys.HEAD)


@transaction.atomic
def replace(*, what: str, because: str, by: Actor | None) -> SchoolSecret:
    """A new key for seals or heads. The former ones stay: what they sealed or signed is checked with them for good.

    For heads, the former key signs the new one, so that whoever knows that one can accept this.
    """
    assert what in WHAT
    school = School.objects.select_for_update().get(pk=require_school())
    if what == keys.SEAL:
        row, before = keys.replace(keys.SEAL, seals.maker(school))
        return _recorded(row, before, because, by)
    # No head is signed between the former key's last and the new key's first.
    sequencer.hold()
    _row, private = keys.secret(keys.HEAD, keys_material.make_ed25519)
    row, before = keys.replace(keys.HEAD, keys_material.make_ed25519)
    signed = keys_material.sign(private, endorsement(school.pk, bytes(row.public), row.created_at))
    return _recorded(row, before, because, by, endorsement=signed)


def endorsement(school_id: int, public: bytes, at: datetime) -> bytes:
    """The exact bytes that the former key signs for the new one."""
    return f"accord-key/1\n{school_id}\n{public.hex()}\n{moment(at)}".encode()


def _recorded(
    row: SchoolSecret, before: SchoolSecret | None, because: str, by: Actor | None, **more: Any
) -> SchoolSecret:
    former = keys_material.fingerprint(bytes(before.public)) if before else ""
    facts = {"what": row.purpose, "fingerprint": keys_material.fingerprint(bytes(row.public)), "former": former}
    ledger.record(REPLACED, row, by=by, at=row.created_at, because=because, **facts, **more)
    return row


def replace_due(*, now: datetime) -> int:
    """Replace those keys of the open school that have served their year, or whose certificate ends; return how many.

    Daily. Safe to repeat: a new key is not due. A key that was never used is not made here.
    """
    replaced = 0
    for what in WHAT:
        newest = SchoolSecret.objects.filter(purpose=what).order_by("-generation").first()
        if newest is None:
            continue
        end = keys_material.ends_at(bytes(newest.public)) if what == keys.SEAL else None
        if rules.is_due(newest.created_at, end, now):
            replace(what=what, because="It had served its time.", by=None)
            replaced += 1
    return replaced


@transaction.atomic
def distrust(*, key: SchoolSecret, since: datetime, because: str, by: Actor | None, now: datetime) -> Distrust:
    """Say that a key may have been in other hands since a moment; one that still serves is replaced at once.

    Raises Refused.
    """
    School.objects.select_for_update().get(pk=require_school())
    public = bytes(key.public)
    fingerprint = keys_material.fingerprint(public)
    rules.may_distrust(since, Distrust.objects.filter(fingerprint=fingerprint).exists(), now).require()
    marked = Distrust.objects.create(
        ledger=require_school(),
        purpose=key.purpose,
        fingerprint=fingerprint,
        serial=str(keys_material.serial_of(public)) if key.purpose == keys.SEAL else "",
        since=since,
        marked_at=now,
    )
    facts = {"what": key.purpose, "fingerprint": fingerprint, "since": since}
    ledger.record(DISTRUSTED, marked, by=by, at=now, because=because, **facts)
    if not SchoolSecret.objects.filter(purpose=key.purpose, generation__gt=key.generation).exists():
        replace(what=key.purpose, because="The former key may have been in other hands.", by=by)
    return marked
