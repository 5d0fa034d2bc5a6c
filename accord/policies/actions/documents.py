"""What is said about documents, and who must sign them."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accord.folders.actions import open_folder
from accord.kernel import ledger
from accord.kernel.decision import Refused, refuse
from accord.kernel.ledger.rows import stated
from accord.people.models import Person
from accord.policies import conditions, evidence, rules
from accord.policies.actions.locking import locked
from accord.policies.models import FOLDER_KIND, Audience, Document, Version

_TITLE_TAKEN = refuse("title-taken", "Another document has this title already.")
_NAME_TAKEN = refuse("name-taken", "Another document of the library is this named document already.")


@dataclass(frozen=True)
class About:
    """What is said about a document, apart from its text."""

    title: str
    owner: Person
    summary: str = ""
    clause: str = ""
    review_on: date | None = None
    named: str = ""  # Which of the named documents it is, if it is one.


@transaction.atomic
def add_document(*, about: About, by: Person, now: datetime) -> Document:
    """A new document, without any text yet. Raises Refused if its title is taken, or it is one that the library has."""
    if Document.objects.filter(title__iexact=about.title).exists():
        raise Refused(_TITLE_TAKEN)
    if about.named and Document.objects.filter(named=about.named).exists():
        raise Refused(_NAME_TAKEN)
    document = Document(
        folder=open_folder(kind_code=FOLDER_KIND, title=about.title, now=now),
        slug=_free_slug(about.title),
        created_at=now,
        **vars(about),
    )
    _save_titled(document, force_insert=True)
    rows = stated(document)
    ledger.record(evidence.DOCUMENT_ADDED, document, by=by, at=now, title=about.title, named=about.named, rows=rows)
    return document


@transaction.atomic
def change_document(*, document: uuid.UUID, about: About, by: Person, now: datetime) -> Document:
    """Change what is said about a document; its public address and the texts that were frozen stay. Refused as above.

    What the board adopted already cannot become a named document past what would have stood against its adoption.
    """
    found = locked(document)
    changed = [name for name, value in vars(about).items() if getattr(found, name) != value]
    if not changed:
        return found
    if Document.objects.filter(title__iexact=about.title).exclude(pk=found.pk).exists():
        raise Refused(_TITLE_TAKEN)
    if "named" in changed and about.named:
        if Document.objects.filter(named=about.named).exclude(pk=found.pk).exists():
            raise Refused(_NAME_TAKEN)
        _name(found, about.named)
    for name in changed:
        setattr(found, name, getattr(about, name))
    _save_titled(found, update_fields=changed)
    ledger.record(
        evidence.DOCUMENT_CHANGED,
        found,
        by=by,
        at=now,
        changed=changed,
        title=found.title,
        named=found.named,
        rows=stated(found),
    )
    return found


def _name(document: Document, named: str) -> None:
    """Raises Refused with the first thing that stands against what is adopted or in force under this name."""
    document.named = named
    adopted = document.versions.filter(state__in=[Version.State.ADOPTED, Version.State.PUBLISHED])
    for version in adopted.select_related("text"):
        version.document = document
        for each in conditions.unmet(version):
            raise Refused(refuse(each.code, f"{each.words} Clause {each.clause}."))


@transaction.atomic
def change_audience(
    *, document: uuid.UUID, audiences: Collection[rules.Addressed], by: Person, today: date, now: datetime
) -> Document:
    """Say who must sign a document, all of them together. What stays keeps the day on which it was added."""
    found = locked(document)
    before = {(row.by, row.value): row for row in found.audiences.all()}
    added = [pair for pair in dict.fromkeys(audiences) if pair not in before]
    dropped = [row for pair, row in before.items() if pair not in set(audiences)]
    if not added and not dropped:
        return found
    Audience.objects.filter(pk__in=[row.pk for row in dropped]).delete()
    new = [Audience(document=found, by=how, value=value, added_on=today) for how, value in added]
    Audience.objects.bulk_create(new)
    ledger.record(
        "audience.changed",
        found,
        by=by,
        at=now,
        added=[list(pair) for pair in added],
        dropped=[[row.by, row.value] for row in dropped],
        rows=stated(*new, gone=dropped),
    )
    return found


def _free_slug(title: str) -> str:
    """An address from the title's own words, with a number behind it where it is taken."""
    base = slugify(title)[:70].strip("-") or "document"
    taken = set(Document.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)


def _save_titled(document: Document, **options: object) -> None:
    """Two people may choose the same title at the same moment; the database decides, and we say it kindly."""
    try:
        with transaction.atomic():
            document.save(**options)  # type: ignore[arg-type]
    except IntegrityError as taken:
        raise Refused(_NAME_TAKEN if "document_named" in str(taken) else _TITLE_TAKEN) from None
