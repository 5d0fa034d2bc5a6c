"""Where the vault's files lie, and under whose name they are sealed."""

import uuid
from pathlib import Path

from django.conf import settings

from accord.vault.models import StoredFile


def school_folder(school_id: int | None) -> Path:
    return Path(settings.VAULT) / str(school_id)


def path_of(file: StoredFile) -> Path:
    return school_folder(file.school_id) / str(file.pk)


def whose(*, school_id: int | None, folder_id: uuid.UUID, file_id: uuid.UUID) -> bytes:
    """What every segment is bound to: put a file in another's place and it does not open."""
    return f"{school_id}/{folder_id}/{file_id}".encode()


def owner_of(file: StoredFile) -> bytes:
    return whose(school_id=file.school_id, folder_id=file.folder_id, file_id=file.pk)
