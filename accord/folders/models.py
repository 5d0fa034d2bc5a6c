"""Folders: what belongs together, about whom, under which key, kept until when and why."""

from django.db import models

from accord.folders.kinds import FolderKind, kind
from accord.kernel.base import SchoolKey, SchoolOwned
from accord.people.models import Person


class Folder(SchoolOwned):
    """One matter. Everything about it carries its key, and goes when it goes.

    `key` is the folder's own file key, wrapped by the installation's root key: destroy it and its files are unreadable.
    """

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    person = SchoolKey(Person, models.PROTECT, null=True, blank=True, related_name="folders")
    key = models.BinaryField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "person"],
                condition=models.Q(person__isnull=False),
                name="folder_of_person_once",
            )
        ]

    @property
    def declared(self) -> FolderKind:
        """What its kind declares: how long it is kept, and because of what."""
        return kind(self.kind)
