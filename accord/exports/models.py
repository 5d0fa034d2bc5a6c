"""What is on its way out of Accord: made by the worker, encrypted, fetched by whoever asked, and gone soon after."""

from django.db import models

from accord.folders.models import Folder
from accord.kernel.base import SchoolKey, SchoolOwned
from accord.people.models import Person
from accord.vault.models import StoredFile

FOLDER_KIND = "school-copy"


class ListCopy(SchoolOwned):
    """A list that somebody wants as a paper, as it stood when they asked. Deleted within hours."""

    person = SchoolKey(Person, models.CASCADE, related_name="list_copies")
    name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    given = models.BinaryField()  # What stands on it. Sealed.
    content = models.BinaryField(null=True)  # The paper. Sealed; empty until it is made.


class SchoolCopy(SchoolOwned):
    """Everything of the school as one file, as it was at one moment. Destroyed with its folder, some days later."""

    folder = SchoolKey(Folder, models.CASCADE, related_name="school_copies")
    asked_by = SchoolKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    file = SchoolKey(StoredFile, models.CASCADE, null=True, related_name="+")  # Empty until it is made.

    class Meta:
        ordering = ["-asked_at", "id"]
