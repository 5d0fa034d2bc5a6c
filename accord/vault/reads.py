"""Getting files out of the vault, and checking that all of them are there and whole."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from accord.folders.actions import folder_key
from accord.kernel.keys_material import WrongKey
from accord.kernel.scope import require_school
from accord.vault import places, sealing
from accord.vault.models import StoredFile
from accord.vault.sealing import Damaged

# A file is on disk before its row is committed: only after this long is a file without a row nobody's.
UNDER_WAY = timedelta(hours=1)


class Missing(LookupError):
    """The file has a row and is not on disk."""


def stream(file: StoredFile) -> Iterator[bytes]:
    """The file as it was handed in, segment by segment, each one verified; the whole against its SHA-256 at the end.

    Raises Missing or Damaged. Reads `file.folder`; asks the database nothing else.
    """
    seen = sha256()
    try:
        with open(places.path_of(file), "rb") as sealed:
            for segment in sealing.unseal(folder_key(file.folder), places.owner_of(file), sealed):
                seen.update(segment)
                yield segment
    except FileNotFoundError:
        raise Missing(f"File {file.pk} is not in the vault.") from None
    if seen.hexdigest() != file.sha256:
        raise Damaged("The file is not the one that was handed in.")


def content(file: StoredFile) -> bytes:
    """The whole file as it was handed in, verified before anything is returned. Raises Missing or Damaged."""
    return b"".join(stream(file))


@dataclass(frozen=True)
class Condition:
    """How the vault of one school stands. Orphans are files on disk without a row."""

    files: int
    missing: tuple[uuid.UUID, ...]
    damaged: tuple[uuid.UUID, ...]
    orphans: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not (self.missing or self.damaged or self.orphans)


def condition(now: datetime) -> Condition:
    """Open every file of the school whose scope is open, and look for files that nobody knows."""
    orphans = _orphans(now)  # First: a file that comes in meanwhile has its row when we ask for rows.
    missing, damaged, count = [], [], 0
    for file in StoredFile.objects.select_related("folder").order_by("pk").iterator(chunk_size=500):
        count += 1
        try:
            for _segment in stream(file):
                pass
        except Missing:
            missing.append(file.pk)
        except (Damaged, WrongKey):
            damaged.append(file.pk)
    known = {str(pk) for pk in StoredFile.objects.values_list("pk", flat=True)} if orphans else set()
    return Condition(count, tuple(missing), tuple(damaged), tuple(name for name in orphans if name not in known))


def _orphans(now: datetime) -> list[str]:
    """The names of the files that are old enough to be nobody's, if they have no row."""
    folder = places.school_folder(require_school())
    if not folder.is_dir():
        return []
    settled = (now - UNDER_WAY).timestamp()
    return sorted(found.name for found in folder.iterdir() if found.stat().st_mtime < settled)
