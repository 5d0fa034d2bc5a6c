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
ELSEWHERE_REVIEWED = "elsewhere.reviewed"
LOOKED_AFTER = (REVIEWED, ELSEWHERE, ELSEWHERE_ENDED, ELSEWHERE_REVIEWED)  # What moves the duties to review.

HELD = (
    HeldTable(Document, "document", every_column(Document)),
    HeldTable(Audience, "audience", every_column(Audience)),
    HeldTable(Version, "version", every_column(Version)),
    HeldTable(DocumentReview, "review", every_column(DocumentReview)),
    HeldTable(Elsewhere, "place", every_column(Elsewhere)),
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


class DocumentsMatchTheLedger(TableCheck):
    """Versions, adoptions and publications against their ledger entries, both ways. Seven queries and the pages."""

    def check(self) -> Iterator[Finding]:
        versions = {version.pk: version for version in Version.objects.select_related("file", "text")}
        yield from self._versions(versions)
        yield from self._adoptions()
        yield from self._publications(versions)

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


def _details(act: str) -> dict[uuid.UUID | None, str | None]:
    return {subject: detail for subject, detail in Entry.objects.filter(act=act).values_list("subject_id", "detail")}


def _unproven(what: str, about: str) -> Finding:
    """What is destroyed goes with its rows. A detail that is gone alone would hide a change of what stands."""
    return Finding(f"{what}-unproven", about, f"The ledger's detail of {about} was erased, but it still stands.")


def _agree(detail: str, facts: dict[str, Any], **unsaid: Any) -> bool:
    """Whether the ledger's detail says the same. `unsaid` is what older entries mean by leaving it out."""
    recorded = unsaid | json.loads(detail)
    return all(recorded.get(name) == value for name, value in json.loads(canonical(facts)).items())
