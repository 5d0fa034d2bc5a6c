"""What the library knows beyond texts: documents that are kept elsewhere, reviews, and the council's own files."""

from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from accord.guidance.named import GUIDANCE, four_policies
from accord.kernel.base import AppendOnly, SchoolKey, SchoolManager, SchoolOwned
from accord.kernel.scope import require_school
from accord.people.models import Person
from accord.policies.models.documents import Document
from accord.schools.models import Authority


class ElsewhereQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(ended_at__isnull=True)


class Elsewhere(SchoolOwned):
    """A named document that the school holds outside Accord (clause F.10): where, and who looks after it.

    One of the four policies counts only with its adoption (clauses F.1, F.2); the guidance itself is held here.
    """

    named = models.SlugField(max_length=30)
    place = models.CharField(max_length=200)
    link = models.URLField(max_length=500, blank=True)
    owner = SchoolKey(Person, models.PROTECT, related_name="+")
    review_on = models.DateField(null=True)
    body = models.CharField(max_length=120, blank=True)
    meeting_on = models.DateField(null=True)
    minute_reference = models.CharField(max_length=80, blank=True)
    recorded_by = SchoolKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SchoolManager.from_queryset(ElsewhereQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["named"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "named"], condition=Q(ended_at__isnull=True), name="elsewhere_once"
            ),
            models.CheckConstraint(name="elsewhere_not_the_guidance", condition=~Q(named=GUIDANCE)),
            models.CheckConstraint(
                name="elsewhere_four_were_adopted",
                condition=~Q(named__in=[each.code for each in four_policies()])
                | (Q(meeting_on__isnull=False) & ~Q(minute_reference="") & ~Q(body="")),
            ),
        ]


class DocumentReview(SchoolOwned):
    """Somebody has looked at a document and changed nothing (clause 17.3): on which day, and when to look again."""

    document = SchoolKey(Document, models.CASCADE, related_name="reviews")
    reviewed_on = models.DateField()
    next_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    recorded_by = SchoolKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-reviewed_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(name="review_looks_ahead", condition=Q(next_on__gt=models.F("reviewed_on"))),
            AppendOnly(name="policies_documentreview_append_only"),
        ]


class CouncilFileQuerySet(models.QuerySet):
    def known_on(self, day: date) -> Self:
        """Those that count as the council's own on `day`, for the open school."""
        behind = Q(authority__isnull=True) | Q(authority__schools=require_school())
        return self.filter(behind, effective_from__lte=day)


class CouncilFile(models.Model):
    """A file of the guidance as the council itself gave it out, known by its bytes (clause F.6).

    Whatever has other bytes is alternative guidance. Has no school: it is set for all schools, or for an authority's.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, validators=[RegexValidator(r"^[0-9a-f]{64}$")])
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    effective_from = models.DateField()
    checked_on = models.DateField()

    objects = CouncilFileQuerySet.as_manager()

    class Meta:
        ordering = ["effective_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "sha256"], nulls_distinct=False, name="council_file_once"),
            models.CheckConstraint(name="council_file_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            AppendOnly(name="policies_councilfile_append_only"),
        ]
