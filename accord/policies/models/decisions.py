"""What governing boards decide about versions, and from what they depart."""

from django.db import models
from django.db.models import Q

from accord.kernel.base import AppendOnly, SchoolKey, SchoolOwned
from accord.people.models import Person
from accord.policies.models.documents import Version


class Adoption(SchoolOwned):
    """The governing board's decision on one version (clause F.1). Nothing is in force without one."""

    class Decision(models.TextChoices):
        AS_IT_IS = "as-it-is", "Adopted as it is"
        ADAPTED = "adapted", "Adopted as adapted by the school"
        NOT_ADOPTED = "not-adopted", "Not adopted"

    version = SchoolKey(Version, models.PROTECT, related_name="adoptions")
    body = models.CharField(max_length=120)
    meeting_on = models.DateField()
    minute_reference = models.CharField(max_length=80)
    decision = models.CharField(max_length=11, choices=Decision.choices)
    note = models.CharField(max_length=500, blank=True)
    recorded_by = SchoolKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    entry_id = models.UUIDField()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(name="adoption_has_minute", condition=~Q(minute_reference="")),
            models.UniqueConstraint(
                fields=["school", "version"],
                condition=~Q(decision="not-adopted"),
                name="adoption_once",
            ),
            AppendOnly(name="policies_adoption_append_only"),
        ]

    @property
    def is_adopting(self) -> bool:
        return self.decision != self.Decision.NOT_ADOPTED


class Departure(SchoolOwned):
    """Something that stood against an adoption, and why the board adopted all the same (clause F.9)."""

    adoption = SchoolKey(Adoption, models.CASCADE, related_name="departures")
    code = models.SlugField(max_length=40)
    words = models.CharField(max_length=500)
    clause = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["school", "adoption", "code"], name="departure_once"),
            models.CheckConstraint(name="departure_has_reason", condition=~Q(reason="")),
            AppendOnly(name="policies_departure_append_only"),
        ]
