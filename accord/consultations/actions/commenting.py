"""Saying something about a text, changing it, and taking it back."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from accord.consultations import evidence, rules
from accord.consultations.actions.running import locked, stage_of
from accord.consultations.links import hash_of
from accord.consultations.models import Comment, Consultation, Invitation
from accord.consultations.passages import passage
from accord.kernel import ledger
from accord.kernel.decision import Refused, refuse
from accord.people.models import Person
from accord.policies.models import Version
from accord.signing.models import Page

_NO_PASSAGE = refuse("no-passage", "The text has no such passage.")
_NOT_IN_FORCE = refuse("not-in-force", "This version is no longer in force. Open the document to see the one that is.")


@dataclass(frozen=True)
class Said:
    """What somebody says, and about which passage, if about one.

    `key` is the form's own secret: sent twice it is one comment, and for an anonymous one it is the way back to it.
    """

    words: str
    key: str
    page: int | None = None
    paragraph: int | None = None
    is_anonymous: bool = False
    is_formal: bool = False


def once_of(key: str) -> uuid.UUID:
    """What names the form's one comment. It tells nothing about the key itself."""
    return uuid.UUID(bytes=sha256(b"once/" + key.encode()).digest()[:16])


@transaction.atomic
def comment(
    *, consultation: uuid.UUID, voice: Invitation, person: Person | None, said: Said, today: date, now: datetime
) -> Comment:
    """Take a comment in a consultation. `person` is None for somebody outside, who speaks for their body.

    Raises Refused. Safe to repeat with the same key.
    """
    found = locked(consultation)
    if before := Comment.objects.filter(once=once_of(said.key)).first():
        return before
    stage = stage_of(found, today)
    rules.may_comment(stage).require()
    rules.may_be_anonymous(is_allowed=found.is_anonymous_allowed, is_anonymous=said.is_anonymous).require()
    if said.is_formal:
        rules.may_respond(stage, has_responded=_has_responded(voice)).require()
    made = _comment(found.version, said, today)
    made.consultation, made.invitation, made.folder_id = found, voice, found.folder_id
    if said.is_anonymous:
        made.key_hash = hash_of(said.key)
    else:
        made.person = person
    return _keep(made, by=made.person, now=now)


def _has_responded(voice: Invitation) -> bool:
    return Comment.objects.standing().filter(invitation=voice, is_formal=True).exists()


@transaction.atomic
def give_feedback(*, version: uuid.UUID, person: Person, said: Said, today: date, now: datetime) -> Comment:
    """Take what somebody says about a version in force, outside any consultation (clause F.7). Raises Refused."""
    if before := Comment.objects.filter(once=once_of(said.key)).first():
        return before
    found = Version.objects.select_related("document").get(pk=version)
    if found.state != Version.State.PUBLISHED:
        _NOT_IN_FORCE.require()
    made = _comment(found, said, today)
    made.person, made.folder_id, made.is_anonymous, made.is_formal = person, found.document.folder_id, False, False
    return _keep(made, by=person, now=now)


@transaction.atomic
def record_letter(
    *, invitation: uuid.UUID, said: Said, received_on: date, by: Person, today: date, now: datetime
) -> Comment:
    """Enter a body's response that came by letter. Raises Refused: one response for a body."""
    voice = Invitation.objects.get(pk=invitation)
    found = locked(voice.consultation_id)
    if before := Comment.objects.filter(once=once_of(said.key)).first():
        return before
    stage = stage_of(found, today)
    rules.may_respond(stage, has_responded=_has_responded(voice), by_letter=True).require()
    rules.may_have_come(received_on, found.opens_on, today=today).require()
    made = _comment(found.version, said, today)
    made.consultation, made.invitation, made.folder_id = found, voice, found.folder_id
    made.is_formal, made.is_anonymous = True, False
    made.received_on, made.recorded_by = received_on, by
    return _keep(made, by=by, now=now)


def _comment(version: Version, said: Said, today: date) -> Comment:
    made = Comment(
        version=version,
        document_id=version.document_id,
        words=said.words.strip(),
        is_anonymous=said.is_anonymous,
        is_formal=said.is_formal,
        once=once_of(said.key),
        made_on=today,
    )
    if said.page is not None and said.paragraph is not None:
        html = Page.objects.filter(text=version.text_id, number=said.page).values_list("html", flat=True).first()
        found = passage(html, said.paragraph) if html is not None else None
        if found is None:
            raise Refused(_NO_PASSAGE)
        made.page, made.paragraph, made.quotation = said.page, said.paragraph, found.quotation
    return made


def _keep(made: Comment, *, by: Person | None, now: datetime) -> Comment:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # The same form sent twice at once, or two responses of one body.
        if before := Comment.objects.filter(once=made.once).first():
            return before
        raise Refused(rules.may_respond(rules.Stage.OPEN, has_responded=True)) from None
    facts = evidence.facts_of_comment(made) | {"words": evidence.hash_of(made.words)}
    ledger.record(evidence.MADE, made, by=by, at=now, **facts)
    return made


@transaction.atomic
def change(*, comment: uuid.UUID, words: str, by: Person | None, today: date, now: datetime) -> Comment:
    """Say it otherwise, while the consultation is open and, for feedback, until it is answered. Raises Refused."""
    found = _own(comment, today)
    if found.words == words.strip():
        return found
    found.words, found.changed_on = words.strip(), today
    found.save(update_fields=["words", "changed_on"])
    ledger.record(evidence.CHANGED, found, by=by, at=now, words=evidence.hash_of(found.words))
    return found


@transaction.atomic
def withdraw(*, comment: uuid.UUID, by: Person | None, today: date, now: datetime) -> Comment:
    """Take it back: its words are gone; that there was one stays on record. Raises Refused. Safe to repeat."""
    found = _own(comment, today)
    if found.withdrawn_at is None:
        found.words, found.withdrawn_at = "", now
        found.save(update_fields=["words", "withdrawn_at"])
        ledger.record(evidence.WITHDRAWN, found, by=by, at=now)
    return found


def _own(comment: uuid.UUID, today: date) -> Comment:
    found = Comment.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=comment)
    may_change(found, found.consultation, today).require()
    return found


def may_change(comment: Comment, consultation: Consultation | None, today: date) -> "rules.Decision":
    """Whether its author may still change a comment or take it back."""
    if comment.withdrawn_at is not None:
        return rules.may_answer(None, is_withdrawn=True)
    if consultation is not None:
        return rules.may_comment(stage_of(consultation, today))
    return rules.may_change_feedback(is_answered=bool(comment.answer))
