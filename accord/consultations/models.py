"""Consultations on a version, who was invited, what people said and were answered, and the paper that the board gets."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from accord.folders.models import Folder
from accord.kernel.base import AppendOnly, SchoolKey, SchoolManager, SchoolOwned
from accord.people.models import Person
from accord.policies.models import Adoption, Document, Version
from accord.vault.models import StoredFile


class Body(SchoolOwned):
    """A union, a professional association or somebody else whom the school consults. The school's own list."""

    class Kind(models.TextChoices):
        UNION = "union", "Recognised union or professional association"
        OTHER = "other", "Another body"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    contact = SchoolKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="body_name")]


class ConsultationQuerySet(models.QuerySet):
    def running(self) -> Self:
        """Neither called off nor brought to an outcome; one for each document at most."""
        return self.filter(is_running=True)

    def open_on(self, day: date) -> Self:
        """Those that take comments on `day`; both their days are included."""
        return self.running().filter(opens_on__lte=day, closes_on__gte=day)


class Consultation(SchoolOwned):
    """The school's own consultation on one version of a document, from one day up to and including another."""

    version = SchoolKey(Version, models.PROTECT, related_name="consultations")
    document = SchoolKey(Document, models.CASCADE, related_name="consultations")
    folder = SchoolKey(Folder, models.CASCADE, related_name="consultations")
    about = models.TextField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    is_anonymous_allowed = models.BooleanField(default=False)
    is_running = models.BooleanField(default=True)
    called_off_because = models.CharField(max_length=300, blank=True)
    started_by = SchoolKey(Person, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()

    objects = SchoolManager.from_queryset(ConsultationQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["-opens_on", "-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "document"], condition=Q(is_running=True), name="consultation_running_once"
            ),
            models.CheckConstraint(name="consultation_days_in_order", condition=Q(closes_on__gte=F("opens_on"))),
            models.CheckConstraint(
                name="consultation_called_off_is_over", condition=Q(called_off_because="") | Q(is_running=False)
            ),
        ]


class Invitation(SchoolOwned):
    """One voice that a consultation asks for: the staff, the governors, or a body through its representative."""

    class Group(models.TextChoices):
        STAFF = "staff", "Staff"
        GOVERNORS = "governors", "Governors"
        BODY = "body", "Body"

    consultation = SchoolKey(Consultation, models.CASCADE, related_name="invitations")
    group = models.CharField(max_length=9, choices=Group.choices)
    body = SchoolKey(Body, models.PROTECT, null=True, related_name="+")
    contact = SchoolKey(Person, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    link_hash = models.CharField(max_length=64, blank=True)  # SHA-256 of the personal link's secret, which is not kept.
    link_number = models.PositiveSmallIntegerField(default=0)  # A later link makes the former worthless.
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["group", "name"]
        constraints = [
            models.UniqueConstraint(fields=["school", "consultation", "name"], name="invitation_once"),
            models.UniqueConstraint(
                fields=["school", "link_hash"], condition=~Q(link_hash=""), name="invitation_link_once"
            ),
            models.CheckConstraint(
                name="invitation_body_is_named",
                condition=Q(group="body", body__isnull=False) | (~Q(group="body") & Q(body__isnull=True)),
            ),
        ]


class CommentQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def feedback(self) -> Self:
        """What was said outside any consultation."""
        return self.filter(consultation=None)

    def unanswered(self) -> Self:
        return self.standing().filter(answer="")


class Comment(SchoolOwned):
    """What somebody says about a text, or a passage of it, and what the school answers.

    In a consultation it is one voice's; a formal one is the body's response. Without a consultation it is feedback
    (clause F.7). Of an anonymous comment no person is stored, here or anywhere.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        NOTED = "noted", "Noted"
        NOT_TAKEN = "not-taken", "Not taken up"

    version = SchoolKey(Version, models.PROTECT, related_name="comments")
    document = SchoolKey(Document, models.CASCADE, related_name="comments")
    folder = SchoolKey(Folder, models.CASCADE, related_name="comments")
    consultation = SchoolKey(Consultation, models.CASCADE, null=True, related_name="comments")
    invitation = SchoolKey(Invitation, models.CASCADE, null=True, related_name="comments")
    person = SchoolKey(Person, models.PROTECT, null=True, related_name="+")
    is_anonymous = models.BooleanField(default=False)
    is_formal = models.BooleanField(default=False)
    page = models.PositiveSmallIntegerField(null=True)
    paragraph = models.PositiveSmallIntegerField(null=True)
    quotation = models.TextField(blank=True)  # The passage, as it stood.
    words = models.TextField()
    key_hash = models.CharField(max_length=64, blank=True)  # Of the address by which an anonymous comment is changed.
    once = models.UUIDField()  # The form's own number: a second click meets the first one's row.
    made_on = models.DateField()
    changed_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    received_on = models.DateField(null=True)  # A response that came by letter.
    recorded_by = SchoolKey(Person, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True)
    answer_words = models.TextField(blank=True)
    answered_by = SchoolKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = SchoolManager.from_queryset(CommentQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["page", "paragraph", "made_on", "id"]
        indexes = [
            models.Index(fields=["school", "consultation"], name="comment_consultation"),
            models.Index(fields=["school", "document", "made_on"], name="comment_document"),
            models.Index(fields=["school", "person"], name="comment_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "once"], name="comment_once"),
            models.UniqueConstraint(fields=["school", "key_hash"], condition=~Q(key_hash=""), name="comment_key_once"),
            models.UniqueConstraint(
                fields=["school", "invitation"],
                condition=Q(is_formal=True, withdrawn_at__isnull=True),
                name="comment_formal_once",
            ),
            models.CheckConstraint(
                name="comment_anonymous_is_nobodys", condition=Q(is_anonymous=False) | Q(person__isnull=True)
            ),
            models.CheckConstraint(
                name="comment_answered_by_somebody",
                condition=Q(answer="") | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="comment_formal_is_a_voice", condition=Q(is_formal=False) | Q(invitation__isnull=False)
            ),
            models.CheckConstraint(
                name="comment_withdrawn_is_empty", condition=Q(withdrawn_at__isnull=True) | Q(words="")
            ),
        ]


class Recommendation(models.TextChoices):
    """What the board is asked to do with a version."""

    AS_IT_IS = "as-it-is", "Adopt it as it is"
    ADAPTED = "adapted", "Adopt it as adapted after the consultation"
    NOT_ADOPTED = "not-adopted", "Not adopt it"


class Outcome(SchoolOwned):
    """How a consultation ended, and what is recommended to the governing board. Written once (clause F.8)."""

    consultation = SchoolKey(Consultation, models.CASCADE, related_name="outcomes")
    recommendation = models.CharField(max_length=11, choices=Recommendation.choices)
    words = models.TextField()
    reached_on = models.DateField()
    recorded_by = SchoolKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    entry_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "consultation"], name="outcome_once"),
            AppendOnly(name="consultations_outcome_append_only"),
        ]


class BoardPaper(SchoolOwned):
    """What the governing board gets before it decides on a version. Set and sealed by the worker, kept as it is.

    `adoption` is the decision that was recorded against it.
    """

    version = SchoolKey(Version, models.PROTECT, related_name="board_papers")
    document = SchoolKey(Document, models.CASCADE, related_name="board_papers")
    folder = SchoolKey(Folder, models.CASCADE, related_name="board_papers")
    consultation = SchoolKey(Consultation, models.PROTECT, null=True, related_name="board_papers")
    recommendation = models.CharField(max_length=11, choices=Recommendation.choices)
    words = models.TextField()
    once = models.UUIDField()
    asked_by = SchoolKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    file = SchoolKey(StoredFile, models.PROTECT, null=True, related_name="+")
    adoption = SchoolKey(Adoption, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["school", "once"], name="board_paper_once")]
