"""What the worker does after an act on a document: who owes a signature now, and who is told."""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from accord.kernel import clock
from accord.kernel.jobs import job
from accord.kernel.models import Entry
from accord.notices import actions as notices
from accord.notices.kinds import Words
from accord.notices.models import Notice
from accord.people.models import Person
from accord.policies import reads, words
from accord.policies.models import Version
from accord.schools.reads import open_school

KIND = "document.published"


@job()
def announce(entry: str) -> int:
    """Tell everybody in post that a document has been published (clause F.3); return how many are told so.

    Whoever is asked to sign it hears of it with that request. Safe to repeat: a person is told once of a version.
    """
    now, today = clock.now(), clock.today()
    version = _published(Entry.objects.get(pk=entry))
    if version is None:
        return 0  # Replaced or withdrawn since.
    asked = {person.pk for person in reads.consequences(version, today).asked}
    said = words.announcement(version, open_school().slug)
    people = [person for person in Person.objects.in_post(today) if person.pk not in asked]
    drafts = [
        notices.Draft(
            person=person,
            kind=KIND,
            once=f"{KIND}/{version.pk}/{person.pk}",
            subject=said.subject,
            body=said.body,
            folder=version.document.folder,
        )
        for person in people
    ]
    notices.queue(drafts, now=now)
    return len(drafts)


def _published(entry: Entry) -> Version | None:
    """The version that this entry says was published, if it is still in force. Its detail may have been erased."""
    versions = Version.objects.in_force().select_related("document__folder", "text", "adoption")
    found = versions.filter(document=entry.subject_id)
    if entry.detail:
        found = found.filter(pk=json.loads(entry.detail)["version"])
    return found.first()


def still_true(waiting: Sequence[Notice], now: datetime) -> Mapping[uuid.UUID, Words | None]:
    """Messages that wait over a weekend are withdrawn if their version is no longer in force."""
    versions = {notice.pk: uuid.UUID(notice.once.split("/")[1]) for notice in waiting}
    in_force = set(Version.objects.in_force().filter(pk__in=versions.values()).values_list("pk", flat=True))
    return {pk: None for pk, version in versions.items() if version not in in_force}
