"""Withdrawals: an edition that is no longer good, the places where copies may stand, and who confirmed that they are gone."""

from typing import Self

from django.db import models
from django.db.models import Count, F, Q

from accord.kernel.base import SchoolKey, SchoolManager, SchoolOwned
from accord.people.models import Person
from accord.policies.models import Version


class WithdrawalQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def counted(self) -> Self:
        """With `places_all` and `places_clear`."""
        return self.annotate(
            places_all=Count("places"), places_clear=Count("places", filter=Q(places__confirmed_at__isnull=False))
        )


class Withdrawal(SchoolOwned):
    """One edition whose copies are to be destroyed (clause F.5): a version, or one that was held outside Accord.

    `lead` says where copies may stand. Closed when every place is confirmed, or with a reason when there are none.
    """

    class Origin(models.TextChoices):
        REPLACED = "replaced", "A newer version is in force"
        WITHDRAWN = "withdrawn", "The document was withdrawn"
        OUTSIDE = "outside", "Held outside Accord"

    title = models.CharField(max_length=200)
    origin = models.CharField(max_length=9, choices=Origin.choices)
    version = SchoolKey(Version, models.PROTECT, null=True, related_name="withdrawals")
    lead = SchoolKey(Person, models.PROTECT, related_name="+")
    opened_by = SchoolKey(Person, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=300, blank=True)  # Only where there was no place.

    objects = SchoolManager.from_queryset(WithdrawalQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["due_on", "title", "id"]
        constraints = [models.UniqueConstraint(fields=["school", "version"], name="withdrawal_version_once")]


class PlaceQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(confirmed_at__isnull=True, withdrawal__closed_at__isnull=True)


class Place(SchoolOwned):
    """A place where copies may stand, and the person who confirms that none do.

    What the worker last saw at its `address` stands beside it; it is no confirmation.
    """

    class Kind(models.TextChoices):
        HANDBOOK = "handbook", "Staff handbook"
        ROOM = "room", "Staff room or notice board"
        WEBSITE = "website", "Website"
        INTRANET = "intranet", "Intranet or shared drive"
        INBOXES = "inboxes", "Inboxes and mail archives"
        OTHER = "other", "Somewhere else"

    class Found(models.TextChoices):
        DESTROYED = "destroyed", "Copies were there, and are destroyed"
        NONE = "none", "There were none"

    class Seen(models.TextChoices):
        SAME = "same", "Still there"
        ANSWERS = "answers", "Something is there"
        GONE = "gone", "Gone"
        UNKNOWN = "unknown", "Could not tell"

    withdrawal = SchoolKey(Withdrawal, models.CASCADE, related_name="places")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120)
    address = models.URLField(max_length=500, blank=True)
    person = SchoolKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = SchoolKey(Person, models.PROTECT, null=True, related_name="+")
    found = models.CharField(max_length=9, choices=Found.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    seen = models.CharField(max_length=7, choices=Seen.choices, blank=True)
    seen_at = models.DateTimeField(null=True)
    seen_said = models.CharField(max_length=200, blank=True)

    objects = SchoolManager.from_queryset(PlaceQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = [F("confirmed_at").asc(nulls_first=True), "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "withdrawal", "name"], name="withdrawal_place_once"),
            models.CheckConstraint(
                name="withdrawal_place_confirmed_whole",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True, found="")
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(found=""),
            ),
        ]
