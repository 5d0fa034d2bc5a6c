"""What the pages of documents show. Each function asks a fixed number of questions, whatever the size of the library."""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accord.kernel.models import Entry
from accord.people.models import Person
from accord.people.reads.merged import survivors
from accord.policies import audience, rules
from accord.policies.models import Audience, Departure, Document, Version
from accord.signing.board import DocumentProgress, progress
from accord.signing.models import Exemption, Page, Signature


@dataclass(frozen=True)
class Shelved:
    """A document as the library shows it. `progress` is None where nobody is asked."""

    document: Document
    in_force: Version | None
    coming: Version | None
    last: Version | None  # The newest that was ever in force, if none is.
    progress: DocumentProgress | None
    review: rules.Review

    @property
    def pk(self) -> uuid.UUID:
        return self.document.pk

    @property
    def is_withdrawn(self) -> bool:
        return self.in_force is None and self.last is not None and self.last.state == Version.State.WITHDRAWN


def shelved(today: date, *, drafts: bool) -> list[Shelved]:
    """Every document that one may see, by title. With `drafts` also what is on its way, and who has signed."""
    documents = list(Document.objects.visible_to(drafts=drafts).select_related("owner"))
    versions = versions_of([document.pk for document in documents], drafts=drafts)
    signed = (
        {done.ask.series: done for done in progress(audience.documents_in_force.asks(today), today)} if drafts else {}
    )
    return [shelve(document, versions[document.pk], signed.get(document.pk), today) for document in documents]


def versions_of(documents: Sequence[uuid.UUID], *, drafts: bool) -> dict[uuid.UUID, list[Version]]:
    """The versions of each document, newest first; the discarded ones are left out. One query."""
    found: dict[uuid.UUID, list[Version]] = {pk: [] for pk in documents}
    versions = Version.objects.visible_to(drafts=drafts).filter(document__in=list(documents))
    for version in versions.exclude(state=Version.State.DISCARDED).select_related("adoption"):
        found[version.document_id].append(version)
    return found


def shelve(document: Document, versions: list[Version], signed: DocumentProgress | None, today: date) -> Shelved:
    states = {version.state: version for version in reversed(versions)}
    past = [version for version in versions if version.state in {Version.State.REPLACED, Version.State.WITHDRAWN}]
    return Shelved(
        document=document,
        in_force=states.get(Version.State.PUBLISHED),
        coming=states.get(Version.State.DRAFT) or states.get(Version.State.ADOPTED),
        last=max(past, key=_published_at, default=None),
        progress=signed,
        review=rules.review(document.review_on, today),
    )


def departures(versions: Iterable[Version | None]) -> list[Departure]:
    """From what the board departed when it adopted these versions. One query."""
    adoptions = [version.adoption_id for version in versions if version and version.adoption_id]
    return list(Departure.objects.filter(adoption__in=adoptions)) if adoptions else []


def _published_at(version: Version) -> datetime:
    assert version.published_at
    return version.published_at


@dataclass(frozen=True)
class Sheet:
    """Everything that a document's page shows."""

    shelved: Shelved
    versions: list[Version]  # Newest first; the discarded ones are left out.
    audiences: list[Audience]
    people: int  # How many the audiences are today.

    @property
    def step(self) -> rules.Step:
        shelved = self.shelved
        return rules.next_step(coming=shelved.coming, in_force=shelved.in_force, is_addressed=bool(self.audiences))


def sheet(document: Document, today: date, *, drafts: bool) -> Sheet:
    versions = list(
        document.versions.visible_to(drafts=drafts)
        .exclude(state=Version.State.DISCARDED)
        .select_related("adoption__recorded_by", "file", "text", "published_by")
        .prefetch_related("adoptions__recorded_by")
    )
    signed: DocumentProgress | None = None
    people: audience.People = {}
    if drafts:
        people = audience.audience(document, today)
        in_force = next((version for version in versions if version.state == Version.State.PUBLISHED), None)
        if in_force and people:
            signed = progress([audience.ask(in_force, people)], today)[0]
    return Sheet(shelve(document, versions, signed, today), versions, list(document.audiences.all()), len(people))


# Before publishing


@dataclass(frozen=True)
class Consequences:
    """What publishing a version now would bring: who is asked, whose signature stays, who can only be asked in person."""

    asked: list[Person]
    asked_again: int  # How many of them have signed an earlier version.
    keeps: int
    excused: int
    told: int  # How many people in post are told by a message, those asked among them.

    @property
    def without_address(self) -> list[Person]:
        return [person for person in self.asked if not person.email]


def consequences(version: Version, today: date) -> Consequences:
    """What publishing `version` today would bring. The jobs that follow come to the same (tested)."""
    people = audience.audience(version.document, today)
    stands_for = survivors()
    answered = set(Signature.objects.filter(line=version.text.line).values_list("person_id", flat=True))
    excused = set(Exemption.objects.on(today).filter(series=version.document_id).values_list("person_id", flat=True))
    answered |= {stands_for[each] for each in answered if each in stands_for}
    excused |= {stands_for[each] for each in excused if each in stands_for}
    asked = [pk for pk in people if pk not in answered and pk not in excused]
    everybody = Person.objects.in_post(today)
    theirs = {*asked, *(each for each, one in stands_for.items() if one in people)}
    before = Signature.objects.filter(text__series=version.document_id, person__in=theirs).exclude(kind="declined")
    signed_before = set(before.order_by().values_list("person_id", flat=True).distinct())
    return Consequences(
        asked=list(everybody.filter(pk__in=asked)),
        asked_again=len({stands_for.get(each, each) for each in signed_before} & set(asked)),
        keeps=len(answered & set(people)),
        excused=len((excused & set(people)) - answered),
        told=everybody.exclude(email="").count(),
    )


# Reading


def pages(version: Version) -> list[Page]:
    """The pages of its text, in order."""
    return list(Page.objects.filter(text=version.text_id).defer("words"))


# History


@dataclass(frozen=True)
class Happening:
    """An act in a document's history. `detail` is empty where it has been erased."""

    at: datetime
    act: str
    actor: str
    detail: dict[str, Any]


def history(document: Document) -> list[Happening]:
    """What was done with a document and its versions, newest first, from the ledger. Three queries."""
    subjects = [document.pk, *document.versions.values_list("pk", flat=True)]
    entries = list(Entry.objects.filter(subject_id__in=subjects).order_by("-recorded_at", "-id"))
    actors = Person.objects.filter(pk__in={entry.actor_id for entry in entries if entry.actor_id})
    names: dict[uuid.UUID | None, str] = {person.pk: person.name for person in actors}
    return [
        Happening(
            entry.recorded_at,
            entry.act,
            names.get(entry.actor_id, ""),
            json.loads(entry.detail) if entry.detail else {},
        )
        for entry in entries
    ]
