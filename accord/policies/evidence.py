"""Whether documents, adoptions and the texts that people read are still those that the ledger speaks of."""

import json
import uuid
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from accord.kernel.ledger.entries import canonical
from accord.kernel.ledger.rows import HeldTable, every_column, held_tables
from accord.kernel.ledger.verify import Finding, TableCheck, table_checks
from accord.kernel.models import Entry
from accord.policies.models import Adoption, Audience, Departure, Document, DocumentReview, Elsewhere, Version
from accord.signing.models import Page

ADDED = "version.added"
ADOPTED, TURNED_DOWN = "version.adopted", "version.turned-down"
PUBLISHED, WITHDRAWN = "document.published", "document.withdrawn"
DOCUMENT_ADDED, DOCUMENT_CHANGED = "document.added", "document.changed"
REVIEWED = "document.reviewed"
ELSEWHERE, ELSEWHERE_ENDED = "elsewhere.recorded", "elsewhere.ended"


HELD = (
    HeldTable(Document, "document", every_column(Document)),
    HeldTable(Audience, "audience", every_column(Audience)),
    HeldTable(Version, "version", every_column(Version)),
)


def offer() -> None:
    """Have `accord ledger verify` look at documents, too."""
    for table in HELD:
        held_tables.register(table)
    table_checks.register(DocumentsMatchTheLedger())


def shown_hash(pages: list[str]) -> str:
    """The SHA-256 of what is shown: the HTML of all pages in order, joined by form feeds."""
    return sha256("\f".join(pages).encode()).hexdigest()


def facts_of_version(version: Version, shown: str) -> dict[str, Any]:
    """What the ledger commits to when a version is put in: its bytes, and every letter of the text that is shown."""
    return {
        "label": version.label,
        "format": version.format,
        "sha256": version.file.sha256,
        "shown": shown,
        "text": version.text_id,
        "line": version.text.line,
        "title": version.text.title,
        "file": version.file_id,
        "started_from": version.started_from,
    }


def facts_of_adoption(adoption: Adoption, departures: Iterable[Departure]) -> dict[str, Any]:
    """What the ledger commits to when the board's decision is recorded, with all that it departed from."""
    return {
        "adoption": adoption.pk,
        "label": adoption.version.label,
        "sha256": adoption.version.text.sha256,
        "body": adoption.body,
        "meeting_on": adoption.meeting_on,
        "minute_reference": adoption.minute_reference,
        "decision": adoption.decision,
        "note": adoption.note,
        "departures": sorted([each.code, each.words, each.clause, each.reason] for each in departures),
    }


def facts_of_review(review: DocumentReview) -> dict[str, Any]:
    """What the ledger commits to when somebody has reviewed a document and changed nothing."""
    return {
        "review": review.pk,
        "reviewed_on": review.reviewed_on,
        "next_on": review.next_on,
        "note": review.note,
    }


def facts_of_elsewhere(kept: Elsewhere) -> dict[str, Any]:
    """What the ledger commits to when a named document is held outside Accord, each time that something changes."""
    names = ("named", "where", "link", "review_on", "body", "meeting_on", "minute_reference")
    return {name: getattr(kept, name) for name in names} | {
        "owner": kept.owner_id,
        "is_over": kept.ended_at is not None,
    }


class DocumentsMatchTheLedger(TableCheck):
    """Versions, adoptions and publications against their ledger entries, and what the library holds, both ways."""

    def check(self) -> Iterator[Finding]:
        versions = {version.pk: version for version in Version.objects.select_related("file", "text")}
        yield from self._versions(versions)
        yield from self._adoptions()
        yield from self._publications(versions)
        yield from self._names()
        yield from self._reviews()
        yield from self._elsewhere()

    def _versions(self, versions: dict[uuid.UUID, Version]) -> Iterator[Finding]:
        shown: dict[uuid.UUID, list[str]] = {}
        texts = [version.text_id for version in versions.values()]
        pages = Page.objects.filter(text__in=texts).order_by("text_id", "number").values_list("text_id", "html")
        for text_id, html in pages.iterator(chunk_size=200):
            shown.setdefault(text_id, []).append(html)
        recorded = _details(ADDED)
        for version in versions.values():
            about = f"version {version.pk}"
            if version.pk not in recorded:
                yield Finding("version-unrecorded", about, f"{about.capitalize()} has no entry in the ledger.")
                continue
            facts, detail = (
                facts_of_version(version, shown_hash(shown.get(version.text_id, []))),
                recorded.pop(version.pk),
            )
            if detail is None:
                yield _unproven("version", about)
            elif version.text.sha256 != version.file.sha256 or not _agree(detail, facts, started_from=""):
                yield Finding("version-edited", about, f"{about.capitalize()} or its text is not what was put in.")
        for version_id in recorded:
            yield Finding(
                "version-deleted", f"version {version_id}", f"Version {version_id} is gone; the ledger keeps it."
            )

    def _adoptions(self) -> Iterator[Finding]:
        entries = Entry.objects.filter(act__in=[ADOPTED, TURNED_DOWN])
        recorded = {pk: (subject, detail) for pk, subject, detail in entries.values_list("id", "subject_id", "detail")}
        for adoption in Adoption.objects.select_related("version__text").prefetch_related("departures"):
            about = f"adoption {adoption.pk}"
            subject, detail = recorded.pop(adoption.entry_id, (None, None))
            if subject is None:
                yield Finding("adoption-unrecorded", about, f"{about.capitalize()} has no entry in the ledger.")
            elif detail is None:
                yield _unproven("adoption", about)
            elif subject != adoption.version_id or not self._agrees(adoption, detail):
                yield Finding("adoption-edited", about, f"{about.capitalize()} is not what was recorded.")
        for entry_id, (subject, _detail) in recorded.items():
            sentence = f"The ledger keeps a decision on version {subject} (entry {entry_id}), but its row is gone."
            yield Finding("adoption-deleted", f"version {subject}", sentence)

    def _agrees(self, adoption: Adoption, detail: str) -> bool:
        """Entries from before departures were kept have none."""
        return _agree(detail, facts_of_adoption(adoption, adoption.departures.all()), departures=[])

    def _publications(self, versions: dict[uuid.UUID, Version]) -> Iterator[Finding]:
        """What is in force, against what was published and withdrawn in turn."""
        by_ledger: dict[uuid.UUID | None, dict[str, Any] | None] = {}
        entries = Entry.objects.filter(act__in=[PUBLISHED, WITHDRAWN]).order_by("recorded_at", "id")
        for act, document_id, detail in entries.values_list("act", "subject_id", "detail"):
            by_ledger[document_id] = None if act == WITHDRAWN else json.loads(detail or "{}")
        in_force: dict[uuid.UUID | None, Version] = {
            version.document_id: version for version in versions.values() if version.state == "published"
        }
        for document_id in {*by_ledger, *in_force}:
            version, recorded = in_force.get(document_id), by_ledger.get(document_id)
            if recorded == {}:
                yield _unproven("publication", f"document {document_id}")
                continue
            stands = {"version": str(version.pk), "due_on": str(version.due_on)} if version else None
            told = {key: recorded.get(key) for key in ("version", "due_on")} if recorded else None
            if stands != told:
                sentence = f"What is in force of document {document_id} is not what was published."
                yield Finding("publication-edited", f"document {document_id}", sentence)

    def _names(self) -> Iterator[Finding]:
        """Which named document each is, against what was last said of it. Entries of before names say nothing."""
        said: dict[uuid.UUID | None, str | None] = {}
        entries = Entry.objects.filter(act__in=[DOCUMENT_ADDED, DOCUMENT_CHANGED]).order_by("recorded_at", "id")
        for subject, detail in entries.values_list("subject_id", "detail"):
            said[subject] = json.loads(detail).get("named", "") if detail else None
        for pk, named in Document.objects.values_list("pk", "named"):
            if pk in said and said[pk] is None and named:
                yield _unproven("document", f"document {pk}")
            elif pk in said and said[pk] is not None and said[pk] != named:
                yield Finding(
                    "document-renamed", f"document {pk}", f"Document {pk} is named otherwise than was recorded."
                )

    def _reviews(self) -> Iterator[Finding]:
        entries = Entry.objects.filter(act=REVIEWED).values_list("id", "subject_id", "detail")
        recorded = {pk: (subject, detail) for pk, subject, detail in entries}
        for review in DocumentReview.objects.all():
            about = f"review {review.pk}"
            subject, detail = recorded.pop(review.entry_id, (None, None))
            if subject is None:
                yield Finding("review-unrecorded", about, f"{about.capitalize()} has no entry in the ledger.")
            elif detail is None:
                yield _unproven("review", about)
            elif subject != review.document_id or not _agree(detail, facts_of_review(review)):
                yield Finding("review-edited", about, f"{about.capitalize()} is not what was recorded.")
        for entry_id, (subject, _detail) in recorded.items():
            sentence = f"The ledger keeps a review of document {subject} (entry {entry_id}), but its row is gone."
            yield Finding("review-deleted", f"document {subject}", sentence)

    def _elsewhere(self) -> Iterator[Finding]:
        """What is held outside Accord, against the last that was recorded of it."""
        entries = Entry.objects.filter(act__in=[ELSEWHERE, ELSEWHERE_ENDED]).order_by("recorded_at", "id")
        recorded = dict(entries.values_list("subject_id", "detail"))
        for kept in Elsewhere.objects.all():
            about = f"document held elsewhere {kept.pk}"
            if kept.pk not in recorded:
                yield Finding("elsewhere-unrecorded", about, f"The {about} has no entry in the ledger.")
                continue
            detail = recorded.pop(kept.pk)
            if detail is None:
                yield _unproven("elsewhere", about)
            elif not _agree(detail, facts_of_elsewhere(kept)):
                yield Finding("elsewhere-edited", about, f"The {about} is not what was recorded.")
        for subject in recorded:
            yield Finding("elsewhere-deleted", f"document {subject}", f"A document held elsewhere ({subject}) is gone.")


def _details(act: str) -> dict[uuid.UUID | None, str | None]:
    return {subject: detail for subject, detail in Entry.objects.filter(act=act).values_list("subject_id", "detail")}


def _unproven(what: str, about: str) -> Finding:
    """What is destroyed goes with its rows. A detail that is gone alone would hide a change of what stands."""
    return Finding(f"{what}-unproven", about, f"The ledger's detail of {about} was erased, but it still stands.")


def _agree(detail: str, facts: dict[str, Any], **unsaid: Any) -> bool:
    """Whether the ledger's detail says the same. `unsaid` is what older entries mean by leaving it out."""
    recorded = unsaid | json.loads(detail)
    return all(recorded.get(name) == value for name, value in json.loads(canonical(facts)).items())
