"""Opening folders. Opening is a consequence of an act, so it is not an act in the ledger itself."""

import os
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from accord.folders.kinds import kind
from accord.folders.models import Folder
from accord.kernel import keys_material
from accord.kernel.base import new_id
from accord.kernel.bulk import add_rows
from accord.kernel.scope import require_school
from accord.people.models import Person


def _folder(kind_code: str, title: str, now: datetime, person: Person | None = None) -> Folder:
    assert kind(kind_code)
    folder = Folder(id=new_id(), kind=kind_code, title=title, person=person, opened_at=now)
    associated = f"{require_school()}/{folder.id}".encode()
    folder.key = keys_material.wrap(settings.ROOT_KEY, os.urandom(32), associated)
    return folder


def open_folder(*, kind_code: str, title: str, now: datetime) -> Folder:
    """A new folder for a matter."""
    folder = _folder(kind_code, title, now)
    folder.save(force_insert=True)
    return folder


def folders_of(people: Iterable[Person], *, kind_code: str, now: datetime) -> dict[object, Folder]:
    """The folder of each person (by the person's id), opened where there was none. Two or three queries in all."""
    wanted = {person.pk: person for person in people}
    found: dict[object, Folder] = {
        folder.person_id: folder for folder in Folder.objects.filter(kind=kind_code, person__in=list(wanted))
    }
    missing = [_folder(kind_code, person.name, now, person) for pk, person in wanted.items() if pk not in found]
    if missing:
        rows = [(each.id, each.kind, each.title, each.person_id, each.key, each.opened_at) for each in missing]
        add_rows(Folder, ("id", "kind", "title", "person", "key", "opened_at"), rows, unless_there=True)
        found = {folder.person_id: folder for folder in Folder.objects.filter(kind=kind_code, person__in=list(wanted))}
    return found


def folder_key(folder: Folder) -> bytes:
    """The folder's own 32-byte key, for the vault."""
    associated = f"{folder.school_id}/{folder.id}".encode()
    return keys_material.unwrap(settings.ROOT_KEY, bytes(folder.key), associated)
