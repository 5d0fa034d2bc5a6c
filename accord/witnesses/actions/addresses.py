"""The mailboxes that a school chose for its daily heads: asked, agreed, taken out."""

import secrets
import uuid
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from accord.kernel import clock, ledger
from accord.kernel.decision import refuse
from accord.people.models import Person
from accord.schools.models import School
from accord.schools.reads import open_school
from accord.witnesses import rules, words
from accord.witnesses.actions.mails import letter, recipients
from accord.witnesses.models import HeadAddress, HeadMail

ADDED, CONFIRMED, REMOVED = "head-address.added", "head-address.confirmed", "head-address.removed"


@transaction.atomic
def add(*, address: str, by: Person, now: datetime) -> HeadAddress:
    """Ask a mailbox whether it will keep the school's heads. It gets none before it has agreed. Raises Refused."""
    school, address = _locked(), address.strip().lower()
    asked = set(HeadAddress.objects.standing().values_list("address", flat=True))
    rules.may_add_address(address, asked | set(recipients(school))).require()
    token = secrets.token_urlsafe(32)
    row = HeadAddress.objects.create(address=address, token_hash=_hash(token), added_by=by, added_at=now)
    ledger.record(ADDED, row, by=by, at=now, address=address)
    _ask(row, school, token, now)
    return row


@transaction.atomic
def ask_again(*, pk: uuid.UUID, by: Person, now: datetime) -> None:
    """Send the question once more, with a new link; the former one no longer works. Raises Refused."""
    school = _locked()
    row = HeadAddress.objects.standing().get(pk=pk)
    if row.confirmed_at:
        refuse("agreed-already", "This mailbox has agreed already.").require()
    token = secrets.token_urlsafe(32)
    HeadAddress.objects.filter(pk=row.pk).update(token_hash=_hash(token))
    _ask(row, school, token, now)


@transaction.atomic
def agree(*, token: str, now: datetime) -> bool:
    """Somebody at the mailbox agrees; whether the link is one that still counts. Twice is once."""
    _locked()
    row = asked_by(token)
    if row is None:
        return False
    if row.confirmed_at is None:
        HeadAddress.objects.filter(pk=row.pk).update(confirmed_at=now)
        ledger.record(CONFIRMED, row, by=None, at=now)
    return True


def asked_by(token: str) -> HeadAddress | None:
    """The address that a link belongs to."""
    return HeadAddress.objects.standing().filter(token_hash=_hash(token)).first()


@transaction.atomic
def remove(*, pk: uuid.UUID, by: Person, now: datetime) -> None:
    """Send no more heads to a mailbox, and tell it so: nobody silences a witness unnoticed. Twice is once."""
    school = _locked()
    row = HeadAddress.objects.standing().filter(pk=pk).first()
    if row is None:
        return
    HeadAddress.objects.filter(pk=row.pk).update(ended_at=now)
    ledger.record(REMOVED, row, by=by, at=now)
    HeadMail.objects.waiting().filter(address=row.address).update(state=HeadMail.State.OVERTAKEN, next_try_at=None)
    if row.confirmed_at:
        subject = f"No more ledger heads from {words.one_line(school.name)}"
        _post(HeadMail.Kind.ENDED, row, subject, words.ended_body(school), now)


def _ask(row: HeadAddress, school: School, token: str, now: datetime) -> None:
    HeadMail.objects.waiting().filter(address=row.address, kind=HeadMail.Kind.CONFIRM).update(
        state=HeadMail.State.OVERTAKEN, next_try_at=None
    )
    subject = f"May {words.one_line(school.name)} send you its ledger head every day?"
    _post(HeadMail.Kind.CONFIRM, row, subject, words.confirm_body(school, token), now)


def _post(kind: str, row: HeadAddress, subject: str, body: str, now: datetime) -> None:
    once = f"{kind}-{row.pk}-{now:%Y%m%d%H%M%S%f}"
    letter(kind, once, row.address, subject, body, now.astimezone(clock.LONDON).date(), now).save(force_insert=True)


def _locked() -> School:
    return School.objects.select_for_update(of=("self",)).select_related("authority").get(pk=open_school().pk)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
