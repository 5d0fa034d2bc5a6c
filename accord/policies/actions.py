"""Everything that changes documents, their versions, and who must sign them."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accord.folders.actions import open_folder
from accord.kernel import ledger
from accord.kernel.base import new_id
from accord.kernel.decision import Refused, refuse
from accord.people.models import Person
from accord.policies import conditions, evidence, rules
from accord.policies.models import FOLDER_KIND, Adoption, Audience, Departure, Document, Version
from accord.policies.reading import Original, without_title
from accord.signing import actions as signing
from accord.vault import actions as vault

_TITLE_TAKEN = refuse("title-taken", "Another document has this title already.")


@dataclass(frozen=True)
class About:
    """What is said about a document, apart from its text."""

    title: str
    owner: Person
    summary: str = ""
    clause: str = ""
    review_on: date | None = None


@transaction.atomic
def add_document(*, about: About, by: Person, now: datetime) -> Document:
    """A new document, without any text yet. Raises Refused if its title is taken."""
    if Document.objects.filter(title__iexact=about.title).exists():
        raise Refused(_TITLE_TAKEN)
    document = Document(
        folder=open_folder(kind_code=FOLDER_KIND, title=about.title, now=now),
        slug=_free_slug(about.title),
        created_at=now,
        **vars(about),
    )
    _save_titled(document, force_insert=True)
    ledger.record("document.added", document, by=by, at=now, title=about.title)
    return document


@transaction.atomic
def change_document(*, document: uuid.UUID, about: About, by: Person, now: datetime) -> Document:
    """Change what is said about a document; its public address and the texts that were frozen stay. Refused as above."""
    found = _locked(document)
    changed = [name for name, value in vars(about).items() if getattr(found, name) != value]
    if not changed:
        return found
    if Document.objects.filter(title__iexact=about.title).exclude(pk=found.pk).exists():
        raise Refused(_TITLE_TAKEN)
    for name in changed:
        setattr(found, name, getattr(about, name))
    _save_titled(found, update_fields=changed)
    ledger.record("document.changed", found, by=by, at=now, changed=changed, title=found.title)
    return found


@transaction.atomic
def change_audience(
    *, document: uuid.UUID, audiences: Collection[rules.Addressed], by: Person, today: date, now: datetime
) -> Document:
    """Say who must sign a document, all of them together. What stays keeps the day on which it was added."""
    found = _locked(document)
    before = {(row.by, row.value): row for row in found.audiences.all()}
    added = [pair for pair in dict.fromkeys(audiences) if pair not in before]
    dropped = [row for pair, row in before.items() if pair not in set(audiences)]
    if not added and not dropped:
        return found
    Audience.objects.filter(pk__in=[row.pk for row in dropped]).delete()
    Audience.objects.bulk_create(Audience(document=found, by=how, value=value, added_on=today) for how, value in added)
    ledger.record(
        "audience.changed",
        found,
        by=by,
        at=now,
        added=[list(pair) for pair in added],
        dropped=[[row.by, row.value] for row in dropped],
    )
    return found


@transaction.atomic
def add_version(
    *,
    document: uuid.UUID,
    original: Original,
    minor: bool,
    change_note: str,
    replacing: uuid.UUID | None = None,
    by: Person,
    now: datetime,
) -> Version:
    """Put in a version as a draft: the original bytes sealed, its text frozen. `replacing` a draft gives that one up.

    Raises Refused: a version on its way already, a minor change of nothing, or no word about what changed.
    """
    found = _locked(document)
    versions = list(found.versions.exclude(state=Version.State.DISCARDED).select_related("text"))
    coming, in_force = _coming(versions), _in_force(versions)
    rules.may_add_version(coming, replacing=coming is not None and coming.pk == replacing).require()
    if minor:
        rules.may_be_minor(in_force).require()
    rules.may_leave_note(change_note, is_first=all(version == coming for version in versions)).require()
    if coming:
        _mark(coming, Version.State.DISCARDED)
        versions.remove(coming)
    version = _version(found, original, versions, in_force if minor else None, by, now)
    version.change_note = change_note.strip()
    version.save(force_insert=True)
    shown = evidence.shown_hash(list(version.text.pages.values_list("html", flat=True)))
    facts = evidence.facts_of_version(version, shown)
    ledger.record(evidence.ADDED, version, by=by, at=now, **facts, replaces=coming.pk if coming else None)
    return version


def _version(
    document: Document, original: Original, versions: list[Version], corrects: Version | None, by: Person, now: datetime
) -> Version:
    """The draft with its file and its frozen text. `corrects` is the version whose signatures it keeps."""
    numbers = [(version.major, version.minor) for version in versions]
    current = (corrects.major, corrects.minor) if corrects else None
    major, minor = rules.next_number(numbers, current, minor=corrects is not None)
    version = Version(
        id=new_id(), document=document, major=major, minor=minor, format=original.format, created_by=by, created_at=now
    )
    version.file = vault.keep(
        folder=document.folder,
        name=original.name,
        media_type=original.media_type,
        content=original.content,
        by=by,
        now=now,
    )
    version.text = signing.freeze(
        folder=document.folder,
        series=document.pk,
        keeps_line=corrects.text.line if corrects else None,
        title=document.title,
        label=version.label,
        sha256=version.file.sha256,
        clause=document.clause,
        pages=without_title(original.pages, document.title),
    )
    return version


@transaction.atomic
def discard_version(*, version: uuid.UUID, by: Person, now: datetime) -> Version:
    """Give up a version that was never in force. Its number is free again; that it was there stays on record."""
    found = _locked_version(version)
    rules.may_discard(found).require()
    _mark(found, Version.State.DISCARDED)
    ledger.record("version.discarded", found, by=by, at=now, label=found.label)
    return found


@dataclass(frozen=True)
class BoardDecision:
    """What a meeting decided about a version, as its minutes have it."""

    body: str
    meeting_on: date
    minute_reference: str
    decision: str
    note: str = ""
    departing: Mapping[str, str] = field(default_factory=dict)  # Why it adopts all the same, by the condition's code.


@transaction.atomic
def adopt(*, version: uuid.UUID, decided: BoardDecision, by: Person, today: date, now: datetime) -> Adoption:
    """Record what the governing board decided (clause F.1), and from what it departed, why (clause F.9).

    Not adopted, the version stays a draft. Raises Refused.
    """
    found = _locked_version(version)
    rules.may_adopt(
        found, meeting_on=decided.meeting_on, minute_reference=decided.minute_reference, today=today
    ).require()
    given = {name: value for name, value in vars(decided).items() if name != "departing"}
    adoption = Adoption(version=found, recorded_by=by, recorded_at=now, **given)
    departures = _departures(adoption, decided.departing) if adoption.is_adopting else []
    act = evidence.ADOPTED if adoption.is_adopting else evidence.TURNED_DOWN
    facts = evidence.facts_of_adoption(adoption, departures)
    adoption.entry_id = ledger.record(act, found, by=by, at=now, **facts)
    adoption.save(force_insert=True)
    Departure.objects.bulk_create(departures)
    if adoption.is_adopting:
        found.adoption = adoption
        _mark(found, Version.State.ADOPTED, "adoption")
    return adoption


def _departures(adoption: Adoption, reasons: Mapping[str, str]) -> list[Departure]:
    """A departure for each condition that is unmet. Raises Refused where one cannot be departed from, or says not why."""
    standing = conditions.unmet(adoption.version)
    rules.may_depart(standing, reasons).require()
    return [
        Departure(
            adoption=adoption, code=each.code, words=each.words, clause=each.clause, reason=reasons[each.code].strip()
        )
        for each in standing
    ]


@transaction.atomic
def publish(*, version: uuid.UUID, due_on: date | None, by: Person, today: date, now: datetime) -> Version:
    """Put an adopted version in force in place of the former one. Who must sign and who is told follows by jobs.

    A minor change keeps the former version's due day. Raises Refused; of two who publish at once the second is.
    """
    found = _locked_version(version)
    in_force = found.document.versions.in_force().first()
    rules.may_publish(found, in_force, due_on=due_on, today=today).require()
    if in_force:
        in_force.replaced_at = now
        _mark(in_force, Version.State.REPLACED, "replaced_at")
    found.due_on = in_force.due_on if in_force and found.is_minor else due_on
    found.published_by, found.published_at = by, now
    _mark(found, Version.State.PUBLISHED, "due_on", "published_by", "published_at")
    signing.put_in_force(text=found.text, now=now)
    ledger.record(
        evidence.PUBLISHED,
        found.document,
        by=by,
        at=now,
        version=found.pk,
        label=found.label,
        sha256=found.text.sha256,
        due_on=found.due_on,
        replaces=in_force.label if in_force else None,
    )
    return found


@transaction.atomic
def withdraw(*, document: uuid.UUID, because: str, by: Person, now: datetime) -> Version:
    """Take a document out of force, for a reason. Signatures stay; nobody is asked any longer. Raises Refused."""
    found = _locked(document)
    in_force = found.versions.in_force().first()
    rules.may_withdraw(in_force, because=because).require()
    assert in_force is not None
    in_force.replaced_at, in_force.withdrawn_because = now, because.strip()
    _mark(in_force, Version.State.WITHDRAWN, "replaced_at", "withdrawn_because")
    signing.take_out_of_force(series=found.pk, now=now)
    ledger.record(evidence.WITHDRAWN, found, by=by, at=now, label=in_force.label, because=in_force.withdrawn_because)
    return in_force


def _locked(document: uuid.UUID) -> Document:
    """The document, held against everybody else who would change it or a version of it."""
    return Document.objects.select_for_update(of=("self",), no_key=True).select_related("folder").get(pk=document)


def _locked_version(version: uuid.UUID) -> Version:
    """The version, with its document held."""
    document = _locked(Version.objects.values_list("document_id", flat=True).get(pk=version))
    found = Version.objects.select_related("text").get(pk=version)
    found.document = document
    return found


def _mark(version: Version, state: str, *changed: str) -> None:
    version.state = state
    version.save(update_fields=["state", *changed])


def _coming(versions: list[Version]) -> Version | None:
    return next((version for version in versions if version.state in {"draft", "adopted"}), None)


def _in_force(versions: list[Version]) -> Version | None:
    return next((version for version in versions if version.state == "published"), None)


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
    except IntegrityError:
        raise Refused(_TITLE_TAKEN) from None
