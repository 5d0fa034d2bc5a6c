"""Long files on their way to becoming a version."""

from django.db import models
from django.db.models import Q

from accord.kernel.base import SchoolKey, SchoolOwned
from accord.people.models import Person
from accord.policies.models.documents import Document, Version


class Intake(SchoolOwned):
    """A file that takes long to read: the worker makes a draft of it, or says why it cannot.

    What was typed beside it is kept, so that nothing is lost when it is refused. The file itself is sealed, and gone
    when it is read: then the vault has it, or, refused, nobody.
    """

    class State(models.TextChoices):
        READING = "reading", "Being read"
        DONE = "done", "Read"
        REFUSED = "refused", "Refused"

    document = SchoolKey(Document, models.CASCADE, related_name="intakes")
    replacing = SchoolKey(Version, models.PROTECT, null=True, related_name="+")
    minor = models.BooleanField(default=False)
    change_note = models.CharField(max_length=300, blank=True)
    started_from = models.SlugField(max_length=30, null=True)
    name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)  # Under the folder's key.
    state = models.CharField(max_length=7, choices=State.choices, default=State.READING)
    pages_read = models.PositiveSmallIntegerField(default=0)
    page_count = models.PositiveSmallIntegerField(default=0)  # 0 until somebody has counted.
    reason = models.CharField(max_length=400, blank=True)
    version = SchoolKey(Version, models.PROTECT, null=True, related_name="+")
    asked_by = SchoolKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "document"], condition=Q(state="reading"), name="intake_of_document_once"
            ),
            models.CheckConstraint(
                name="intake_kept_while_read", condition=Q(state="reading") | Q(content__isnull=True)
            ),
            models.CheckConstraint(name="intake_refused_says_why", condition=~Q(state="refused") | ~Q(reason="")),
            models.CheckConstraint(name="intake_done_made_one", condition=~Q(state="done") | Q(version__isnull=False)),
        ]
