"""Long files: kept sealed until the worker has read them, then a draft like any other, or refused with the reason."""

import uuid
from datetime import datetime

from django.db import transaction

from accord.folders.actions import folder_key
from accord.kernel import keys_material
from accord.kernel.base import new_id
from accord.kernel.decision import Refused
from accord.people.models import Person
from accord.policies import rules
from accord.policies.actions.locking import locked
from accord.policies.actions.versions import add_version
from accord.policies.models import Intake, Version
from accord.policies.reading import Original
from accord.vault.actions import plain_name

S = Intake.State


@transaction.atomic
def take_in(
    *,
    document: uuid.UUID,
    name: str,
    content: bytes,
    minor: bool,
    change_note: str,
    replacing: uuid.UUID | None,
    started_from: str | None,
    by: Person,
    now: datetime,
) -> Intake:
    """Keep a long file until it is read. One is read at a time for a document: a second click meets the first.

    Raises Refused as `add_version` does, before anybody waits. It is no act yet: that comes with the draft.
    """
    found = locked(document)
    reading = Intake.objects.filter(document=found, state=S.READING).first()
    if reading:
        return reading
    versions = list(found.versions.exclude(state=Version.State.DISCARDED))
    coming = next((version for version in versions if version.state in {"draft", "adopted"}), None)
    rules.may_add_version(coming, replacing=coming is not None and coming.pk == replacing).require()
    rules.may_leave_note(change_note, is_first=all(version == coming for version in versions)).require()
    intake = Intake(
        id=new_id(),
        document=found,
        replacing=coming,
        minor=minor,
        change_note=change_note.strip(),
        started_from=started_from,
        name=plain_name(name),
        asked_by=by,
        asked_at=now,
    )
    intake.content = keys_material.wrap(folder_key(found.folder), content, intake.pk.bytes)
    intake.save(force_insert=True)
    return intake


def content_of(intake: Intake) -> bytes:
    """The file as it was handed in."""
    assert intake.content is not None
    return keys_material.unwrap(folder_key(intake.document.folder), bytes(intake.content), intake.pk.bytes)


def note_progress(*, intake: uuid.UUID, pages_read: int, page_count: int) -> None:
    """How far the reading has come, for whoever waits."""
    Intake.objects.filter(pk=intake, state=S.READING).update(pages_read=pages_read, page_count=page_count)


@transaction.atomic
def finish(*, intake: uuid.UUID, original: Original, now: datetime) -> Intake:
    """Make the draft of a file that has been read. Twice is once. A draft that cannot be made is refused and said."""
    found = Intake.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=intake)
    if found.state != S.READING:
        return found
    try:
        with transaction.atomic():
            found.version = add_version(
                document=found.document_id,
                original=original,
                minor=found.minor,
                change_note=found.change_note,
                replacing=found.replacing_id,
                started_from=found.started_from,
                by=found.asked_by,
                now=now,
            )
    except Refused as refused:
        return refuse(intake=intake, reason=refused.decision.reason)
    found.state, found.content, found.pages_read = S.DONE, None, found.page_count
    found.save(update_fields=["state", "content", "version", "pages_read"])
    return found


@transaction.atomic
def refuse(*, intake: uuid.UUID, reason: str) -> Intake:
    """Say why a file became no draft. Nothing of it is kept."""
    Intake.objects.filter(pk=intake, state=S.READING).update(state=S.REFUSED, reason=reason[:400], content=None)
    return Intake.objects.get(pk=intake)


def forget(*, before: datetime) -> int:
    """Delete what was read or refused before this moment; return how many."""
    deleted, _each = Intake.objects.filter(asked_at__lt=before).exclude(state=S.READING).delete()
    return deleted
