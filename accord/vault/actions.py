"""Putting files into the vault. What is kept is a consequence of somebody's act, so it is not an act in the ledger."""

import os
import unicodedata
import weakref
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from accord.folders.actions import folder_key
from accord.folders.models import Folder
from accord.kernel.scope import require_school
from accord.people.models import Person
from accord.vault import places, sealing
from accord.vault.models import StoredFile

LONGEST_NAME = 200


@transaction.atomic
def keep(*, folder: Folder, name: str, media_type: str, content: bytes, by: Person | None, now: datetime) -> StoredFile:
    """Seal `content` under the folder's key, put it on disk for good, and then make its row.

    If the transaction is undone, so is the file. What a crash leaves behind is found by `accord vault check`.
    """
    file = StoredFile(
        folder=folder,
        name=plain_name(name),
        media_type=media_type,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        stored_by=by,
        stored_at=now,
    )
    path = places.path_of(file)
    sealed = sealing.seal(folder_key(folder), places.owner_of(file), [content])
    _write(path, sealed)
    _remove_if_undone(path)
    file.save(force_insert=True)
    return file


@transaction.atomic
def keep_pieces(
    *, folder: Folder, name: str, media_type: str, pieces: Iterable[bytes], by: Person | None, now: datetime
) -> StoredFile:
    """The same for what is too large to hold: piece after piece, sealed on its way to the disk."""
    file = StoredFile(folder=folder, name=plain_name(name), media_type=media_type, stored_by=by, stored_at=now)
    seen, size = sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for piece in pieces:
            seen.update(piece)
            size += len(piece)
            yield piece

    path = places.path_of(file)
    _write(path, sealing.seal(folder_key(folder), places.owner_of(file), counted()))
    _remove_if_undone(path)
    file.size, file.sha256 = size, seen.hexdigest()
    file.save(force_insert=True)
    return file


@transaction.atomic
def destroy(folder: Folder) -> int:
    """Destroy a folder with its key and its files; return how many files there were.

    What has its key is unreadable once the row is gone; the bytes follow when the transaction commits.
    """
    paths = [places.path_of(file) for file in StoredFile.objects.filter(folder=folder)]
    folder.delete()
    for path in paths:
        transaction.on_commit(partial(path.unlink, missing_ok=True))
    return len(paths)


def plain_name(name: str) -> str:
    """A file's name for people: no folders, nothing invisible, no reordering of letters, and not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    shown = " ".join(shown.split()) or "file"
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > LONGEST_NAME and dot and len(ending) <= 10:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return shown[:LONGEST_NAME]


def remove_orphans(names: Iterable[str]) -> int:
    """Delete files of the open school that no row knows, as `reads.condition` named them; return how many were there."""
    folder = places.school_folder(require_school())
    found = [folder / name for name in names if (folder / name).is_file()]
    for path in found:
        path.unlink()
    return len(found)


def _write(path: Path, parts: Iterable[bytes]) -> None:
    """Under another name first, so that a file with its own name is always whole, and on the disk before we go on."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.new")
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        os.rename(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Kept:
    """Called when the transaction commits. Dropped without a call when it is undone, which is how we learn of that."""

    def __init__(self, path: Path) -> None:
        self._undo = weakref.finalize(self, _remove, path)
        self._undo.atexit = False

    def __call__(self) -> None:
        self._undo.detach()


def _remove_if_undone(path: Path) -> None:
    transaction.on_commit(_Kept(path))


def _remove(path: Path) -> None:
    """Take an undone file away, unless nobody can say whether the commit arrived: then `accord vault check` will."""
    lost = connection.connection is None or connection.connection.pgconn.transaction_status == TransactionStatus.UNKNOWN
    if not lost:
        path.unlink(missing_ok=True)
