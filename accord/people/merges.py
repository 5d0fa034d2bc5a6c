"""Two records that were found to be one person."""

from django.db import models
from django.db.models import F, Q

from accord.kernel.base import SchoolKey, SchoolOwned


class Merge(SchoolOwned):
    """The `survivor` stands for the `duplicate` from then on.

    `moved` says what each row was that the merge wrote, so that it can be put back, and how it stood afterwards, so that
    nothing is put back over a later change. It is text, because its digest is of exactly what stands here.
    """

    survivor = SchoolKey("people.Person", models.PROTECT, related_name="merges")
    duplicate = SchoolKey("people.Person", models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    merged_by = SchoolKey("people.Person", models.PROTECT, related_name="+")
    moved = models.TextField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = SchoolKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-merged_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "duplicate"], condition=Q(undone_at__isnull=True), name="merge_once"
            ),
            models.CheckConstraint(name="merge_of_two", condition=~Q(survivor=F("duplicate"))),
            models.CheckConstraint(
                name="merge_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]
