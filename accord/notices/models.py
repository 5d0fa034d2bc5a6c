"""Messages that leave Accord. The row is the work; sending is a job that may try again."""

from datetime import datetime
from typing import Self

from django.db import models

from accord.folders.models import Folder
from accord.kernel.base import SchoolKey, SchoolManager, SchoolOwned
from accord.people.models import Person


class NoticeQuerySet(models.QuerySet):
    def due(self, now: datetime) -> Self:
        """Notices whose time to be sent, or sent again, has come."""
        return self.filter(state=Notice.State.WAITING, next_try_at__lte=now)


class Notice(SchoolOwned):
    """One message to one person. Holds no personal data beyond the address: the mail says that something waits, and where."""

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
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    message_id = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = SchoolManager.from_queryset(NoticeQuerySet)()

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["school", "next_try_at"], condition=models.Q(state="waiting"), name="notice_waiting")
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "once"], name="notice_once"),
            models.CheckConstraint(
                name="notice_sent_has_time", condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False)
            ),
        ]
