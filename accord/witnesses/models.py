"""Who holds a copy of the ledger's head outside the school, and which keys are no longer to be trusted."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accord.kernel.base import AppendOnly, SchoolKey, SchoolManager, SchoolOwned, new_id
from accord.people.models import Person


class Distrust(models.Model):
    """A key that may have been in other hands since a moment. Public: whoever checks a receipt must know, without a scope.

    `fingerprint` names the key: of a seal it is its certificate's. `serial` is that certificate's number, for the list
    of revoked certificates. The reason stands in the school's ledger.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ledger = models.BigIntegerField()  # The school's number; no key, as with the ledger itself.
    purpose = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64, unique=True)
    serial = models.CharField(max_length=50, blank=True)
    since = models.DateTimeField()
    marked_at = models.DateTimeField()

    class Meta:
        ordering = ["marked_at"]
        constraints = [AppendOnly(name="witnesses_distrust_append_only")]


class HeadAddressQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def confirmed(self) -> Self:
        return self.standing().filter(confirmed_at__isnull=False)


class HeadAddress(SchoolOwned):
    """A mailbox outside that the school chose for its daily heads. It gets them once somebody there has agreed."""

    address = models.EmailField()
    token_hash = models.CharField(max_length=64)  # Of the link with which the mailbox agrees.
    added_by = SchoolKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = SchoolManager.from_queryset(HeadAddressQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["address"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "address"], condition=Q(ended_at__isnull=True), name="head_address_once"
            ),
        ]


class HeadMailQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=HeadMail.State.WAITING)

    def due(self, now: datetime) -> Self:
        return self.waiting().filter(next_try_at__lte=now)


class HeadMail(SchoolOwned):
    """One mail with the ledger's head to one address, or a mail about such an address.

    While it waits, `next_try_at` says when it may leave; whoever sends it moves that on first and counts `tries` up.
    """

    class Kind(models.TextChoices):
        DAILY = "daily", "Head of the day"
        TEST = "test", "Test"
        CONFIRM = "confirm", "Asks whether it may come"
        ENDED = "ended", "Says that no more will come"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        REFUSED = "refused", "Address refused it"
        GIVEN_UP = "given-up", "Could not be sent"
        OVERTAKEN = "overtaken", "Overtaken by a newer one"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    # The same mail twice (two workers, a job run again) is one row.
    once = models.CharField(max_length=340)
    day = models.DateField()
    address = models.EmailField()
    size = models.BigIntegerField(null=True)  # Of the head that it carries, with its root.
    root = models.BinaryField(null=True)
    subject = models.CharField(max_length=240)
    body = models.TextField()
    message_id = models.CharField(max_length=120)  # Fixed, so that a mail sent twice is recognised as one.
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = SchoolManager.from_queryset(HeadMailQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["-created_at", "address"]
        indexes = [
            models.Index(fields=["school", "next_try_at"], condition=Q(state="waiting"), name="head_mail_waiting"),
            models.Index(fields=["school", "-created_at"], name="head_mail_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "once"], name="head_mail_once"),
            models.CheckConstraint(
                name="head_mail_sent_has_time", condition=~Q(state="sent") | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(
                name="head_mail_waits_for_a_time",
                condition=Q(state="waiting", next_try_at__isnull=False)
                | (~Q(state="waiting") & Q(next_try_at__isnull=True)),
            ),
        ]
