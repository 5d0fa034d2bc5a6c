"""Documents that a governing board adopts, their versions, and who must sign them."""

from typing import Self

from django.db import models
from django.db.models import Q

from accord.folders.models import Folder
from accord.kernel.base import SchoolKey, SchoolManager, SchoolOwned
from accord.people.models import Category, Person
from accord.signing.models import Text
from accord.vault.models import StoredFile

FOLDER_KIND = "document"


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, *, drafts: bool) -> Self:
        """All documents for those who may see drafts; for everybody else those of which a version was published."""
        return (
            self
            if drafts
            else self.filter(models.Exists(Version.objects.public().filter(document=models.OuterRef("pk"))))
        )


class Document(SchoolOwned):
    """A policy or guidance of the school, through all its versions. Its `slug` is its public address and stays.

    `named` says which of the documents that the guidance names it is, if it is one (clauses F.2, F.10).
    """

    folder = SchoolKey(Folder, models.CASCADE, related_name="documents")
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80)
    summary = models.CharField(max_length=300, blank=True)
    clause = models.CharField(max_length=20, blank=True)
    named = models.SlugField(max_length=30, blank=True)
    owner = SchoolKey(Person, models.PROTECT, related_name="+")
    review_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = SchoolManager.from_queryset(DocumentQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["school", "slug"], name="document_slug"),
            models.UniqueConstraint(fields=["school", "title"], name="document_title"),
            models.UniqueConstraint(fields=["school", "named"], condition=~Q(named=""), name="document_named"),
        ]


class Audience(SchoolOwned):
    """People who must sign a document: everyone, or those of one category, team or role. Several are added together."""

    class By(models.TextChoices):
        EVERYONE = "everyone", "Everyone who works for the school"
        CATEGORY = "category", "Category"
        TEAM = "team", "Team"
        ROLE = "role", "Role"

    document = SchoolKey(Document, models.CASCADE, related_name="audiences")
    by = models.CharField(max_length=8, choices=By.choices)
    value = models.CharField(max_length=80, blank=True)
    added_on = models.DateField()

    class Meta:
        ordering = ["by", "value"]
        constraints = [
            models.UniqueConstraint(fields=["school", "document", "by", "value"], name="audience_once"),
            models.CheckConstraint(
                name="audience_category_known", condition=~Q(by="category") | Q(value__in=[c.value for c in Category])
            ),
        ]


class VersionQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        return self.filter(state=Version.State.PUBLISHED)

    def public(self) -> Self:
        """Versions that anyone may know of: in force, or once in force and since replaced or withdrawn."""
        return self.filter(state__in=[Version.State.PUBLISHED, Version.State.REPLACED, Version.State.WITHDRAWN])

    def coming(self) -> Self:
        return self.filter(state__in=[Version.State.DRAFT, Version.State.ADOPTED])

    def visible_to(self, *, drafts: bool) -> Self:
        return self if drafts else self.public()


class Version(SchoolOwned):
    """One version of a document: what was handed in, what became of it, and the text that people sign.

    `started_from` names the starting text of ours that it was made from, if it was (clause F.6).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        ADOPTED = "adopted", "Adopted"
        PUBLISHED = "published", "In force"
        REPLACED = "replaced", "Replaced"
        WITHDRAWN = "withdrawn", "Withdrawn"
        DISCARDED = "discarded", "Discarded"

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        MARKDOWN = "markdown", "Markdown"
        DOCX = "docx", "Word"
        ODT = "odt", "OpenDocument"

    document = SchoolKey(Document, models.CASCADE, related_name="versions")
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    format = models.CharField(max_length=8, choices=Format.choices)
    file = SchoolKey(StoredFile, models.PROTECT, related_name="versions")
    text = SchoolKey(Text, models.PROTECT, related_name="versions")
    started_from = models.SlugField(max_length=30, blank=True)
    change_note = models.CharField(max_length=300, blank=True)
    adoption = SchoolKey("policies.Adoption", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)  # By when those who are asked should sign.
    created_by = SchoolKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_by = SchoolKey(Person, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)  # Or withdrawn.
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = SchoolManager.from_queryset(VersionQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["-major", "-minor"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "document", "major", "minor"],
                condition=~Q(state="discarded"),
                name="version_number",
            ),
            models.UniqueConstraint(
                fields=["school", "document"], condition=Q(state="published"), name="version_in_force_once"
            ),
            models.UniqueConstraint(
                fields=["school", "document"], condition=Q(state__in=["draft", "adopted"]), name="version_coming_once"
            ),
            models.CheckConstraint(
                name="version_published_by_somebody",
                condition=~Q(state="published") | Q(published_by__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="version_in_force_was_adopted",
                condition=Q(state__in=["draft", "discarded"]) | Q(adoption__isnull=False),
            ),
            models.CheckConstraint(
                name="version_withdrawn_says_why", condition=~Q(state="withdrawn") | ~Q(withdrawn_because="")
            ),
        ]

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}" if self.minor else f"{self.major}"

    @property
    def label(self) -> str:
        return f"version {self.number}"

    @property
    def is_minor(self) -> bool:
        return self.minor > 0
