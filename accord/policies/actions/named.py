"""Reviews, and named documents that are kept outside Accord."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accord.duties import actions as duties
from accord.guidance.named import Named
from accord.kernel import ledger
from accord.kernel.decision import Refused, refuse
from accord.kernel.ledger.rows import stated
from accord.people.models import Person
from accord.policies import evidence, rules
from accord.policies.actions.documents import About, add_document
from accord.policies.actions.locking import locked
from accord.policies.actions.versions import add_version
from accord.policies.models import Document, DocumentReview, Elsewhere, Version
from accord.policies.rules import Adopted
from accord.policies.sources import CODE, subjects
from accord.policies.starting import starting_text


@transaction.atomic
def start(*, named: Named, title: str, by: Person, now: datetime) -> Version:
    """Begin a named document with our own starting text, as a draft that the school adapts (clause F.6).

    Raises Refused: the library has the document with a text already, or the title is taken.
    """
    document = Document.objects.filter(named=named.code).first()
    if document is None:
        about = About(title=title, owner=by, summary=named.about, clause=named.clause, named=named.code)
        document = add_document(about=about, by=by, now=now)
    elif document.versions.exclude(state=Version.State.DISCARDED).exists():
        raise Refused(refuse("has-text", f"“{document.title}” has a text already."))
    return add_version(
        document=document.pk,
        original=starting_text(named.code),
        minor=False,
        change_note="",
        started_from=named.code,
        by=by,
        now=now,
    )


@dataclass(frozen=True)
class Place:
    """Where a document is kept outside Accord, who looks after it there, and its adoption if the minutes hold one."""

    where: str
    owner: Person
    link: str = ""
    review_on: date | None = None
    adopted: Adopted = Adopted()


@transaction.atomic
def record_elsewhere(*, named: Named, place: Place, by: Person, today: date, now: datetime) -> Elsewhere:
    """Record that a named document is held outside Accord, or that something about it has changed. Raises Refused."""
    in_force = Version.objects.in_force().filter(document__named=named.code).exists()
    rules.may_be_elsewhere(named, place.adopted, in_force_here=in_force, today=today).require()
    current = Elsewhere.objects.current().select_for_update(no_key=True).filter(named=named.code).first()
    kept = current or Elsewhere(named=named.code)
    kept.place, kept.link, kept.owner, kept.review_on = place.where, place.link, place.owner, place.review_on
    kept.body, kept.meeting_on = place.adopted.body.strip(), place.adopted.meeting_on
    kept.minute_reference = place.adopted.minute_reference.strip()
    kept.recorded_by, kept.recorded_at = by, now
    _keep(kept, is_new=current is None)
    ledger.record(evidence.ELSEWHERE, kept, by=by, at=now, named=named.code, rows=stated(kept))
    return kept


def _keep(kept: Elsewhere, *, is_new: bool) -> None:
    """Two people may record the same document at the same moment; the database decides."""
    try:
        with transaction.atomic():
            kept.save(force_insert=is_new)
    except IntegrityError:
        raise Refused(refuse("elsewhere-already", "Somebody has just recorded where it is held.")) from None


@transaction.atomic
def end_elsewhere(*, named: str, by: Person, now: datetime) -> Elsewhere | None:
    """A named document is no longer held outside Accord. None where it was not. Safe to repeat."""
    current = Elsewhere.objects.current().select_for_update(no_key=True).filter(named=named).first()
    if current is None:
        return None
    current.ended_at = now
    current.save(update_fields=["ended_at"])
    ledger.record(evidence.ELSEWHERE_ENDED, current, by=by, at=now, named=named, rows=stated(current))
    return current


@dataclass(frozen=True)
class Looked:
    """Somebody looked at a document and found nothing to change."""

    reviewed_on: date
    next_on: date
    note: str = ""


@transaction.atomic
def record_review(*, document: uuid.UUID, looked: Looked, by: Person, today: date, now: datetime) -> DocumentReview:
    """Record a review that changed nothing, and when the next one is due (clause 17.3). Raises Refused."""
    rules.may_review(reviewed_on=looked.reviewed_on, next_on=looked.next_on, today=today).require()
    found = locked(document)
    review = DocumentReview.objects.create(document=found, recorded_by=by, recorded_at=now, **vars(looked))
    found.review_on = looked.next_on
    found.save(update_fields=["review_on"])
    said = {"reviewed_on": looked.reviewed_on, "next_on": looked.next_on, "note": looked.note}
    ledger.record(evidence.REVIEWED, found, by=by, at=now, **said, rows=stated(review, found))
    duties.done(person=by, source=CODE, subject_ids=subjects(found.pk), now=now)
    return review


@transaction.atomic
def review_elsewhere(*, named: str, looked: Looked, by: Person, today: date, now: datetime) -> Elsewhere:
    """The same for a document that is held outside Accord. Raises Refused."""
    rules.may_review(reviewed_on=looked.reviewed_on, next_on=looked.next_on, today=today).require()
    kept = Elsewhere.objects.current().select_for_update(no_key=True).get(named=named)
    kept.review_on = looked.next_on
    kept.save(update_fields=["review_on"])
    said = {"named": named, "reviewed_on": looked.reviewed_on, "next_on": looked.next_on, "note": looked.note}
    ledger.record(evidence.ELSEWHERE_REVIEWED, kept, by=by, at=now, **said, rows=stated(kept))
    duties.done(person=by, source=CODE, subject_ids=subjects(kept.pk), now=now)
    return kept
