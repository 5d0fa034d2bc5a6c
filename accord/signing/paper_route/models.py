"""Printed sheets, the scans in which they come back, and what a witness confirmed."""

from typing import Self

from django.db import models
from django.db.models import Q

from accord.folders.models import Folder
from accord.kernel.base import AppendOnly, SchoolKey, SchoolManager, SchoolOwned
from accord.people.models import Person
from accord.vault.models import StoredFile

METHOD = "paper"  # What stands as the method of a declaration that was signed by hand.
FOLDER_KIND = "paper-sheets"


class Printing(SchoolOwned):
    """Sheets that were printed together. The PDF is on its way to whoever asked and goes again; the sheets stay."""

    folder = SchoolKey(Folder, models.CASCADE, related_name="printings")
    asked_by = SchoolKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    once = models.UUIDField()  # The page's own number: a second click is the same act.
    content = models.BinaryField(null=True)  # Under the folder's key. Empty until it is made.

    class Meta:
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["school", "once"], name="printing_once")]


class SheetQuerySet(models.QuerySet):
    def unused(self) -> Self:
        return self.filter(signatures__isnull=True)


class Sheet(SchoolOwned):
    """What one person was given to sign by hand. Its `code` says nothing about anybody, and it counts once.

    `statement` is the whole declaration; `training` is empty where the person writes down what it rests on.
    """

    printing = SchoolKey(Printing, models.PROTECT, related_name="sheets")
    person = SchoolKey(Person, models.PROTECT, related_name="sheets")
    folder = SchoolKey(Folder, models.PROTECT, related_name="sheets")  # The person's own, for their signatures.
    code = models.CharField(max_length=16)
    person_name = models.CharField(max_length=200)
    person_role = models.CharField(max_length=200)
    statement = models.TextField()
    training = models.CharField(max_length=300, blank=True)
    printed_at = models.DateTimeField()

    objects = SchoolManager.from_queryset(SheetQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["-printed_at", "person_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "code"], name="sheet_code"),
            AppendOnly(name="signing_sheet_append_only"),
        ]


class SheetText(SchoolOwned):
    """A text that is named on a sheet."""

    sheet = SchoolKey(Sheet, models.CASCADE, related_name="texts")
    text = SchoolKey("signing.Text", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "sheet", "text"], name="sheet_text_once"),
            AppendOnly(name="signing_sheettext_append_only"),
        ]


class Scan(SchoolOwned):
    """A file with signed sheets. Its content is gone as soon as it is read into pages, or found to be unreadable."""

    class State(models.TextChoices):
        READING = "reading", "Being read"
        READ = "read", "Read"
        REFUSED = "refused", "Could not be read"

    folder = SchoolKey(Folder, models.CASCADE, related_name="scans")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    uploaded_by = SchoolKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    once = models.UUIDField()
    content = models.BinaryField(null=True)  # Under the folder's key.
    state = models.CharField(max_length=7, choices=State.choices, default=State.READING)
    page_count = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["school", "once"], name="scan_once"),
            models.CheckConstraint(name="scan_refused_says_why", condition=~Q(state="refused") | ~Q(reason="")),
            models.CheckConstraint(name="scan_kept_while_read", condition=Q(state="reading") | Q(content__isnull=True)),
        ]


class ScanPage(SchoolOwned):
    """One page of a scan: whose sheet it is, if its code could be read, and what became of it.

    `picture` (to look at) and `paper` (the page alone, as PDF) are gone once somebody has decided: confirmed, the paper
    lies in the vault; discarded, it is not kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a witness"
        CONFIRMED = "confirmed", "Confirmed"
        DISCARDED = "discarded", "Discarded"

    class Found(models.TextChoices):
        CODE = "code", "By its code"
        HAND = "hand", "Chosen by hand"
        NO_CODE = "no-code", "No code could be read"
        STRANGE = "strange", "No sheet of this school has its code"
        SEVERAL = "several", "Several codes on one page"

    scan = SchoolKey(Scan, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    sheet = SchoolKey(Sheet, models.PROTECT, null=True, related_name="pages")
    found = models.CharField(max_length=8, choices=Found.choices)
    picture = models.BinaryField(null=True)
    paper = models.BinaryField(null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    decided_by = SchoolKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "scan", "number"], name="scan_page_once"),
            models.CheckConstraint(
                name="scan_page_decided_by_somebody",
                condition=Q(state="waiting") | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="scan_page_decided_is_gone",
                condition=Q(state="waiting") | Q(picture__isnull=True, paper__isnull=True),
            ),
        ]


class PaperSignature(SchoolOwned):
    """What a witness confirmed: this sheet was signed by hand, on this day. The declaration beside it is what counts."""

    class How(models.TextChoices):
        HAND = "hand", "They signed it with their name"
        MARK = "mark", "They cannot write or read: I read it to them, and they made their mark"

    sheet = SchoolKey(Sheet, models.PROTECT, related_name="signatures")
    declaration = SchoolKey("signing.Declaration", models.PROTECT, related_name="on_paper")
    signed_on = models.DateField()
    how = models.CharField(max_length=4, choices=How.choices)
    witness = SchoolKey(Person, models.PROTECT, related_name="+")
    witness_name = models.CharField(max_length=200)
    scan = SchoolKey(StoredFile, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["-confirmed_at"]
        constraints = [
            models.UniqueConstraint(fields=["school", "sheet"], name="sheet_counts_once"),
            models.UniqueConstraint(fields=["school", "declaration"], name="paper_signature_of_declaration"),
            AppendOnly(name="signing_papersignature_append_only"),
        ]
