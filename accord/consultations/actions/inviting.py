"""Whom a body sends, and the personal link by which they comment without an account."""

import uuid
from datetime import date, datetime

from django.db import transaction

from accord.consultations import rules
from accord.consultations.actions.running import stage_of
from accord.consultations.links import hash_of, new_secret
from accord.consultations.models import Body, Invitation
from accord.kernel import ledger
from accord.kernel.decision import Refused, refuse
from accord.people import actions as people
from accord.people.models import Person
from accord.people.rules import Details

_NO_ADDRESS = refuse("no-address", "There is no e-mail address for this body yet. Write one down first.")
_NO_LINK = refuse("no-link", "Staff and governors sign in. Only bodies get a personal link.")


def _locked(invitation: uuid.UUID) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("consultation", "contact", "body")
    return rows.get(pk=invitation)


@transaction.atomic
def set_contact(*, invitation: uuid.UUID, name: str, email: str, by: Person, today: date, now: datetime) -> Invitation:
    """Say who represents a body, for this consultation and for the next ones. A link goes out if it is open already."""
    found = _locked(invitation)
    body = found.body
    if body is None:
        raise Refused(_NO_LINK)
    rules.may_call_off(stage_of(found.consultation, today)).require()  # Over is over.
    found.contact = people.add_contact(details=_details(name, found.name, email), by=by)
    found.link_hash, found.told_at = "", None
    found.save(update_fields=["contact", "link_hash", "told_at"])
    Body.objects.filter(pk=body.pk).update(contact=found.contact)
    ledger.record("invitation.addressed", found, by=by, at=now, name=found.name, contact=found.contact.pk)
    return found


def _details(name: str, body: str, email: str) -> Details:
    """Who it is, as the school writes people down; without a name the body stands for itself."""
    forename, _space, surname = name.strip().rpartition(" ")
    if not surname:
        return Details(forename=body[:80], email=email)
    return Details(forename=forename[:80] or surname[:80], surname=surname[:80] if forename else "", email=email)


@transaction.atomic
def renew_link(*, invitation: uuid.UUID, by: Person, today: date, now: datetime) -> Invitation:
    """Send another link; the former one leads nowhere from now on. Raises Refused."""
    found = _locked(invitation)
    rules.may_comment(stage_of(found.consultation, today)).require()
    if found.contact is None or not found.contact.email:
        _NO_ADDRESS.require()
    found.link_hash, found.told_at = "", None
    found.save(update_fields=["link_hash", "told_at"])
    ledger.record("invitation.renewed", found, by=by, at=now, name=found.name)
    return found


def mint_link(invitation: Invitation, *, now: datetime) -> str:
    """A new secret for the address of this invitation, which the caller holds locked; only its hash is kept."""
    secret = new_secret()
    invitation.link_hash, invitation.told_at = hash_of(secret), now
    invitation.link_number += 1
    invitation.save(update_fields=["link_hash", "link_number", "told_at"])
    return secret
