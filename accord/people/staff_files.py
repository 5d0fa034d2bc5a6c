"""A staff file on its way, and what is remembered of those before it."""

from django.db import models

from accord.kernel.base import SchoolKey, SchoolOwned


class StaffFile(SchoolOwned):
    """An uploaded staff file between its preview and its confirmation. Deleted with either answer, and after a day."""

    uploaded_by = SchoolKey("people.Person", models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    columns = models.JSONField(default=dict)  # Field code to column number, as corrected by hand.
    absent_leave = models.BooleanField(default=False)


class KnownColumns(SchoolOwned):
    """How somebody corrected the columns of a staff file, for the next file with the same headings."""

    fingerprint = models.CharField(max_length=64)  # Of the headings, folded.
    columns = models.JSONField()  # Field code to column number, or null where the file does not have it.
    kept_by = SchoolKey("people.Person", models.CASCADE, related_name="+")
    kept_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "fingerprint"], name="known_columns_once")]
