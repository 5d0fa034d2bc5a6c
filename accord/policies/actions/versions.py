"""Putting versions in, and giving them up before they were ever in force."""

import uuid
from datetime import datetime

from django.db import transaction

from accord.kernel import ledger
from accord.kernel.base import new_id
from accord.kernel.ledger.rows import stated
from accord.people.models import Person
from accord.policies import evidence, rules
from accord.policies.actions.locking import locked, locked_version, mark
from accord.policies.models import Document, Version
from accord.policies.reading import Original, without_title
from accord.signing import actions as signing
from accord.vault import actions as vault


@transaction.atomic
def add_version(
    *,
    document: uuid.UUID,
    original: Original,
    minor: bool,
    change_note: str,
    replacing: uuid.UUID | None = None,
    started_from: str | None = None,
    by: Person,
    now: datetime,
) -> Version:
    """Put in a version as a draft: the original bytes sealed, its text frozen. `replacing` a draft gives that one up.

    `started_from` names our starting text that it was made from, "" if it was written anew; None is as before.
    Raises Refused: a version on its way already, a minor change of nothing, or no word about what changed.
    """
    found = locked(document)
    versions = list(found.versions.exclude(state=Version.State.DISCARDED).select_related("text"))
    coming, in_force = _coming(versions), _in_force(versions)
    if started_from is None:
        started_from = versions[0].started_from if versions else ""
    rules.may_add_version(coming, replacing=coming is not None and coming.pk == replacing).require()
    if minor:
        rules.may_be_minor(in_force).require()
    rules.may_leave_note(change_note, is_first=all(version == coming for version in versions)).require()
    if coming:
        mark(coming, Version.State.DISCARDED)
        versions.remove(coming)
    version = _version(found, original, versions, in_force if minor else None, by, now)
    version.change_note, version.started_from = change_note.strip(), started_from
    version.save(force_insert=True)
    shown = evidence.shown_hash(list(version.text.pages.values_list("html", flat=True)))
    facts = evidence.facts_of_version(version, shown)
    rows = stated(version, version.text, *([coming] if coming else []))
    ledger.record(evidence.ADDED, version, by=by, at=now, **facts, replaces=coming.pk if coming else None, rows=rows)
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
    found = locked_version(version)
    rules.may_discard(found).require()
    mark(found, Version.State.DISCARDED)
    ledger.record("version.discarded", found, by=by, at=now, label=found.label, rows=stated(found))
    return found


def _coming(versions: list[Version]) -> Version | None:
    return next((version for version in versions if version.state in {"draft", "adopted"}), None)


def _in_force(versions: list[Version]) -> Version | None:
    return next((version for version in versions if version.state == "published"), None)
