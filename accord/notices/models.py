"""Messages that leave Accord. The row is the work; sending is a job that may try again."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accord.folders.models import Folder
from accord.kernel.base import SchoolKey, SchoolManager, SchoolOwned
from accord.people.models import Appointment, Person

FAILED = ("refused", "given-up")
STUCK = (*FAILED, "no-address")  # Nothing more happens by itself.


class NoticeQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=Notice.State.WAITING)

    def failed(self) -> Self:
        """Notices that were tried and did not arrive."""
        return self.filter(state__in=FAILED)

    def unresolved(self, today: date) -> Self:
        """Failed notices that somebody must look at: to people who are still here and whom nothing has reached since."""
        in_post = Appointment.objects.current(today).filter(person=models.OuterRef("person"))
        reached = Notice.objects.filter(person=models.OuterRef("person"), sent_at__gt=models.OuterRef("created_at"))
        return self.failed().filter(models.Exists(in_post), ~models.Exists(reached))

    def due(self, now: datetime) -> Self:
        """Notices whose time to be sent, or sent again, has come."""
        return self.waiting().filter(next_try_at__lte=now)


class Notice(SchoolOwned):
    """One message to one person. Holds no personal data beyond the address: the mail says that something waits, and where.

    While it waits, `next_try_at` says when it may leave. Whoever sends it moves that on first and counts `tries` up, so
    that nobody else takes it up, and only changes it afterwards if `tries` is still what it counted.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        NO_ADDRESS = "no-address", "No e-mail address"
        REFUSED = "refused", "Address refused it"
        GIVEN_UP = "given-up", "Could not be sent"
        WITHDRAWN = "withdrawn", "Withdrawn before it was sent"

    person = SchoolKey(Person, models.CASCADE, related_name="notices")
    folder = SchoolKey(Folder, models.CASCADE, null=True, related_name="notices")
    kind = models.CharField(max_length=40)
    # The same message twice (two workers, a job run again) is one row.
    once = models.CharField(max_length=120)
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=160)
    body = models.TextField()
    urgent = models.BooleanField(default=False)  # Leaves at once, at night too.
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    message_id = models.CharField(max_length=120)  # Fixed, so that a mail sent twice is recognised as one.
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = SchoolManager.from_queryset(NoticeQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["school", "next_try_at"], condition=Q(state="waiting"), name="notice_waiting"),
            models.Index(fields=["school", "-created_at"], name="notice_newest"),
            models.Index(fields=["school", "state"], condition=~Q(state="sent"), name="notice_unsent"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "once"], name="notice_once"),
            models.CheckConstraint(name="notice_sent_has_time", condition=~Q(state="sent") | Q(sent_at__isnull=False)),
            models.CheckConstraint(
                name="notice_waits_for_a_time",
                condition=Q(state="waiting", next_try_at__isnull=False)
                | (~Q(state="waiting") & Q(next_try_at__isnull=True)),
            ),
        ]

    @property
    def is_stuck(self) -> bool:
        """Whether nothing more happens to it by itself, though it has not arrived."""
        return self.state in STUCK


class Trouble(SchoolOwned):
    """One try to send a notice that did not succeed, and what the other side said."""

    notice = SchoolKey(Notice, models.CASCADE, related_name="troubles")
    at = models.DateTimeField()
    answer = models.CharField(max_length=300)

    class Meta:
        ordering = ["at", "id"]
