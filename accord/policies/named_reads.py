"""The named documents as their pages show them. Each function asks a fixed number of questions."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accord.guidance.named import GUIDANCE, Named, named_documents
from accord.people.models import Person
from accord.policies import alternatives, reads, rules
from accord.policies.models import Audience, Document, Elsewhere, Version
from accord.policies.reads import Shelved
from accord.policies.rules import Alternative, Held, Review
from accord.ui.times import london


@dataclass(frozen=True)
class Row:
    """A named document, and what the school holds of it."""

    named: Named
    shelved: Shelved | None
    elsewhere: Elsewhere | None
    audiences: list[Audience]
    today: date

    @property
    def pk(self) -> str:
        return self.named.code

    @property
    def title(self) -> str:
        """What the school calls it, where it is in the library."""
        return self.shelved.document.title if self.shelved else self.named.title

    @property
    def held(self) -> Held:
        begun = self.shelved is not None and (self.shelved.coming is not None or not self.shelved.is_withdrawn)
        return rules.held(in_force=self.in_force is not None, elsewhere=self.elsewhere is not None, coming=begun)

    @property
    def in_force(self) -> Version | None:
        return self.shelved.in_force if self.shelved else None

    @property
    def _keeper(self) -> Any:
        """What says who looks after it: the document here, or the record of where it is."""
        if self.shelved and (self.in_force or not self.elsewhere):
            return self.shelved.document
        return self.elsewhere

    @property
    def owner(self) -> Person | None:
        return self._keeper.owner if self._keeper else None

    @property
    def review_on(self) -> date | None:
        return self._keeper.review_on if self._keeper and self.held.is_held else None

    @property
    def review(self) -> Review:
        return rules.review(self.review_on, self.today)

    @property
    def since(self) -> date | None:
        """Since when it is in force; of one that is elsewhere, when it was adopted."""
        if self.in_force and self.in_force.published_at:
            return london(self.in_force.published_at).date()
        return self.elsewhere.meeting_on if self.elsewhere else None


@dataclass(frozen=True)
class Shelf:
    """All named documents in the order of the guidance."""

    rows: list[Row]

    @property
    def four(self) -> list[Row]:
        return [row for row in self.rows if row.named.one_of_four]

    @property
    def missing(self) -> list[Row]:
        """Neither in force, nor elsewhere; a draft is not held yet."""
        return [row for row in self.rows if not row.held.is_held]

    def reviews(self, *kinds: Review) -> list[Row]:
        return [row for row in self.rows if row.review in kinds]


def shelf(today: date) -> Shelf:
    """Every named document of the guidance. Four queries."""
    documents = {each.named: each for each in Document.objects.exclude(named="").select_related("owner")}
    versions = reads.versions_of([each.pk for each in documents.values()], drafts=True)
    elsewhere = {each.named: each for each in Elsewhere.objects.current().select_related("owner")}
    audiences = _audiences(documents.values())
    rows = []
    for named in named_documents().values():
        document = documents.get(named.code)
        shelved = reads.shelve(document, versions[document.pk], None, today) if document else None
        addressed = audiences[document.pk] if document else []
        rows.append(Row(named, shelved, elsewhere.get(named.code), addressed, today))
    return Shelf(rows)


def _audiences(documents: Iterable[Document]) -> dict[uuid.UUID, list[Audience]]:
    found: dict[uuid.UUID, list[Audience]] = defaultdict(list)
    for audience in Audience.objects.filter(document__in=[each.pk for each in documents]):
        found[audience.document_id].append(audience)
    return found


def row(code: str, today: date) -> Row:
    """One named document."""
    return next(each for each in shelf(today).rows if each.named.code == code)


def unnamed() -> list[Document]:
    """Documents of the library that are none of the named ones yet: one of them may be what is looked for."""
    return list(Document.objects.filter(named="").order_by("title"))


@dataclass(frozen=True)
class DueReview:
    """Something that somebody looks after, and its review date within the time of the first warning."""

    title: str
    owner: Person
    review_on: date
    review: Review
    address: str  # The route of its review's page.
    key: str


def reviews_due(today: date, *, of: Person | None = None) -> list[DueReview]:
    """What is to be reviewed within the time of the first warning, soonest first; with `of` only theirs. Two queries."""
    in_force = Version.objects.in_force().values("document")
    documents = Document.objects.filter(pk__in=in_force).select_related("owner")
    elsewhere = Elsewhere.objects.current().select_related("owner")
    if of:
        documents, elsewhere = documents.filter(owner=of), elsewhere.filter(owner=of)
    found = [(each.title, each, "policies:review", str(each.pk)) for each in documents]
    titles = named_documents()
    found += [(titles[each.named].title, each, "policies:review_elsewhere", each.named) for each in elsewhere]  # type: ignore[misc]
    due = [
        DueReview(title, each.owner, each.review_on, rules.review(each.review_on, today), address, key)
        for title, each, address, key in found
        if each.review_on and rules.warning(each.review_on, today) is not None
    ]
    return sorted(due, key=lambda each: (each.review_on, each.title))


def free(document: Document | None = None) -> list[Named]:
    """The named documents that no document of the library is yet, and the one that `document` is. One query."""
    others = Document.objects.exclude(named=document.named if document else "").exclude(named="")
    taken = set(others.values_list("named", flat=True))
    return [each for each in named_documents().values() if each.code not in taken]


@dataclass(frozen=True)
class Entry:
    """What the public page lists: a document in force, or one that anyone can read elsewhere."""

    title: str
    version: Version | None = None
    elsewhere: Elsewhere | None = None
    alternative: Alternative | None = None


@dataclass(frozen=True)
class Groups:
    """What the public page shows: the guidance with the four policies first, then what it leans on, then the rest."""

    first: list[Entry]
    others: list[Entry]
    rest: list[Entry]


def public_groups(versions: Iterable[Version]) -> Groups:
    """The documents in force with those that anyone can read elsewhere. Two queries more, of which one is rare."""
    versions = list(versions)
    why = alternatives.of(versions)
    by_name: dict[str, Entry] = {}
    for kept in Elsewhere.objects.current().exclude(link=""):
        by_name[kept.named] = Entry(named_documents()[kept.named].title, elsewhere=kept)
    rest = []
    for version in versions:
        entry = Entry(version.document.title, version, alternative=why.get(version.pk))
        if version.document.named:
            by_name[version.document.named] = entry
        else:
            rest.append(entry)
    named = [(each, by_name[code]) for code, each in named_documents().items() if code in by_name]
    is_first = {each.code: each.one_of_four or each.code == GUIDANCE for each, _entry in named}
    return Groups(
        first=[entry for each, entry in named if is_first[each.code]],
        others=[entry for each, entry in named if not is_first[each.code]],
        rest=rest,
    )
