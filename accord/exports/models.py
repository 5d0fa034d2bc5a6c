"""What is on its way out of Accord: made by the worker, encrypted, fetched by whoever asked, and gone soon after."""

from django.db import models

from accord.kernel.base import SchoolKey, SchoolOwned
from accord.people.models import Person


class ListCopy(SchoolOwned):
    """A list that somebody wants as a paper, as it stood when they asked. Deleted within hours."""

    person = SchoolKey(Person, models.CASCADE, related_name="list_copies")
    name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    given = models.BinaryField()  # What stands on it. Sealed.
    content = models.BinaryField(null=True)  # The paper. Sealed; empty until it is made.
