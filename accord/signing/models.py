"""Texts that people are asked to sign, the proof that they had them, and what they declared."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accord.folders.models import Folder
from accord.kernel.base import AppendOnly, SchoolKey, SchoolManager, SchoolOwned
from accord.people.models import Person


class TextQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        """The texts that are published and not replaced: one for each series at most."""
        return self.filter(published_at__isnull=False, retired_at__isnull=True)


class Text(SchoolOwned):
    """The exact bytes of one version, frozen, with the pages in which it is shown.

    `series` is what the versions of one document have in common. `line` is what a signature stands for: a minor change
    keeps its forerunner's line and so its signatures, a new version begins a line and asks again.
    """

    folder = SchoolKey(Folder, models.CASCADE, related_name="texts")
    series = models.UUIDField()
    line = models.UUIDField()
    title = models.CharField(max_length=200)
    label = models.CharField(max_length=40)  # "version 4" or "version 4.1"
    sha256 = models.CharField(max_length=64)  # Of the original bytes, as they were handed in.
    clause = models.CharField(max_length=20, blank=True)
    minutes = models.PositiveSmallIntegerField()  # A fair guess at the reading time.
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects = SchoolManager.from_queryset(TextQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["title", "published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "series"],
                condition=Q(published_at__isnull=False, retired_at__isnull=True),
                name="text_in_force_once",
            ),
            models.CheckConstraint(
                name="text_retired_was_published",
                condition=Q(retired_at__isnull=True) | Q(published_at__isnull=False),
            ),
        ]


class Page(SchoolOwned):
    """One page of a text as it is shown: clean HTML, made once from the original bytes."""

    text = SchoolKey(Text, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    html = models.TextField()
    words = models.TextField()  # The same in plain words, for search.

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "text", "number"], name="page_number"),
            AppendOnly(name="signing_page_append_only"),
        ]


class Delivery(SchoolOwned):
    """This page was delivered to this person, who was signed in, at this time. Opening the next page proves the last."""

    person = SchoolKey(Person, models.CASCADE, related_name="deliveries")
    text = SchoolKey(Text, models.CASCADE, related_name="deliveries")
    number = models.PositiveSmallIntegerField()
    delivered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "person", "text", "number"], name="delivery_once"),
            AppendOnly(name="signing_delivery_append_only"),
        ]


class Briefing(SchoolOwned):
    """A meeting or session in which people were briefed. What a declaration's word "trained" rests on."""

    title = models.CharField(max_length=160)
    held_on = models.DateField()
    led_by = models.CharField(max_length=120, blank=True)
    recorded_by = SchoolKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "title"]


class Attendance(SchoolOwned):
    """Somebody was at a briefing."""

    briefing = SchoolKey(Briefing, models.CASCADE, related_name="attendances")
    person = SchoolKey(Person, models.CASCADE, related_name="attendances")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "briefing", "person"], name="attendance_once")]


class Declaration(SchoolOwned):
    """What one person declared, once, over one or more texts. Added and never changed (clause 18.1)."""

    class Kind(models.TextChoices):
        SIGNED = "signed", "Signed"
        OBJECTED = "objected", "Signed with an objection"
        DECLINED = "declined", "Declined"

    person = SchoolKey(Person, models.PROTECT, related_name="declarations")
    folder = SchoolKey(Folder, models.PROTECT, related_name="declarations")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    statement = models.TextField()  # The words that were declared, in full.
    words = models.TextField(blank=True)  # The objection, or the reason to decline, in the signer's words.
    typed_name = models.CharField(max_length=160)
    person_name = models.CharField(max_length=200)
    person_role = models.CharField(max_length=200)
    training = models.CharField(max_length=300)  # What "trained" rests on, as it stood on the page.
    method = models.CharField(max_length=60)  # How they had signed in.
    signed_in_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField()
    # The page's own random number: a second click or a reloaded form meets the first one's row.
    once = models.UUIDField()
    entry_id = models.UUIDField()

    class Meta:
        ordering = ["-signed_at", "id"]
        indexes = [models.Index(fields=["school", "person", "signed_at"], name="declaration_person")]
        constraints = [
            models.UniqueConstraint(fields=["school", "person", "once"], name="declaration_once"),
            models.CheckConstraint(name="declaration_says_why", condition=Q(kind="signed") | ~Q(words="")),
            AppendOnly(name="signing_declaration_append_only"),
        ]


class Signature(SchoolOwned):
    """One text under a declaration, with the hash of the bytes that it was bound to."""

    declaration = SchoolKey(Declaration, models.PROTECT, related_name="signatures")
    person = SchoolKey(Person, models.PROTECT, related_name="signatures")
    text = SchoolKey(Text, models.PROTECT, related_name="signatures")
    line = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=Declaration.Kind.choices)
    signed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["school", "line", "person"], name="signature_line")]
        constraints = [
            # One yes a line, however many devices; a person who declined may still sign later.
            models.UniqueConstraint(
                fields=["school", "person", "line"], condition=~Q(kind="declined"), name="signature_once"
            ),
            AppendOnly(name="signing_signature_append_only"),
        ]


class ExemptionQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        return self.filter(ended_at__isnull=True).filter(Q(until__isnull=True) | Q(until__gte=day))


class Exemption(SchoolOwned):
    """Somebody need not sign the texts of a series, for a reason, up to and including a day."""

    person = SchoolKey(Person, models.CASCADE, related_name="exemptions")
    series = models.UUIDField()
    because = models.CharField(max_length=300)
    until = models.DateField(null=True, blank=True)
    given_by = SchoolKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SchoolManager.from_queryset(ExemptionQuerySet)()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "person", "series"], condition=Q(ended_at__isnull=True), name="exemption_once"
            ),
        ]


class ReceiptCopy(SchoolOwned):
    """A receipt on its way to whoever asked: made by the worker, encrypted, fetched, and deleted within the hour.

    The receipt itself is the evidence; this is only the paper, which can be made again at any time.
    """

    declaration = SchoolKey(Declaration, models.CASCADE, related_name="copies")
    asked_at = models.DateTimeField()
    content = models.BinaryField(null=True)  # Under the folder's key. Empty until it is made.
    untimed = models.CharField(max_length=200, blank=True)  # Why it lacks the timestamp that it should have.

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "declaration"], name="receipt_copy_once")]


# Django looks for the models of an app in one place only.
from accord.signing.paper_route.models import (  # noqa: E402, F401
    PaperSignature,
    Printing,
    Scan,
    ScanPage,
    Sheet,
    SheetText,
)
