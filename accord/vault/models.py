"""Sealed files: stored encrypted under their folder's key, never in the clear on disk."""

from django.db import models

from accord.folders.models import Folder
from accord.kernel.base import SchoolKey, SchoolOwned
from accord.people.models import Person


class StoredFile(SchoolOwned):
    """A file as it was handed in. `sha256` is of its own bytes; the bytes on disk are encrypted."""

    folder = SchoolKey(Folder, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_by = SchoolKey(Person, models.PROTECT, null=True, related_name="+")
    stored_at = models.DateTimeField()
