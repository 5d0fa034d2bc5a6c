"""Duties: who owes what by when. Opened and ended by `reconcile` from what the sources say is owed."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accord.duties.rules import Away
from accord.folders.models import Folder
from accord.kernel.base import SchoolKey, SchoolManager, SchoolOwned
from accord.people.models import Person
from accord.schools.clocks import london


class DutyQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(done_at__isnull=True, ended_at__isnull=True)

    def overdue(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)

    def untold(self) -> Self:
        """Open duties of which the person has had no message yet."""
        return self.open().filter(told_at__isnull=True)


class Duty(SchoolOwned):
    """Something that one person owes. `source` and `subject_id` say what; done or ended, it stays as history."""

    person = SchoolKey(Person, models.CASCADE, related_name="duties")
    folder = SchoolKey(Folder, models.CASCADE, related_name="duties")
    source = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=200)
    clause = models.CharField(max_length=20)
    due_on = models.DateField()  # The last day in time.
    minutes = models.PositiveSmallIntegerField(default=0)  # About how long it takes; 0 where nobody knows.
    opened_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # When the person was first told by a message.
    reminded_on = models.DateField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    escalated = models.PositiveSmallIntegerField(default=0)  # How far up it was told: 1 the line manager, 2 the head.
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)

    objects = SchoolManager.from_queryset(DutyQuerySet)()  # type: ignore[misc]

    class Meta:
        ordering = ["due_on", "opened_at", "id"]
        indexes = [
            models.Index(fields=["school", "source", "subject_id"], name="duty_subject"),
            models.Index(
                fields=["school", "person"], condition=Q(done_at__isnull=True, ended_at__isnull=True), name="duty_open"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "source", "subject_id", "person"],
                condition=Q(done_at__isnull=True, ended_at__isnull=True),
                name="duty_open_once",
            ),
            models.CheckConstraint(
                name="duty_done_or_ended", condition=Q(done_at__isnull=True) | Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="duty_ended_says_why", condition=Q(ended_at__isnull=True) | ~Q(ended_because="")
            ),
        ]

    @property
    def told_on(self) -> date | None:
        """The day in London on which the person was first told."""
        return london(self.told_at).date() if self.told_at else None

    @property
    def heard_on(self) -> date | None:
        """The day on which the person last heard of it; None while nobody has told them."""
        told = self.told_on
        return max(told, self.reminded_on) if told and self.reminded_on else told


class Leave(SchoolOwned):
    """Somebody is away for longer, from one day up to and including another. Why, nobody writes down."""

    person = SchoolKey(Person, models.CASCADE, related_name="leaves")
    first_day = models.DateField()
    last_day = models.DateField(null=True)  # None while nobody knows.
    recorded_by = SchoolKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-first_day", "id"]
        constraints = [
            models.CheckConstraint(
                name="leave_days_in_order", condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day"))
            ),
        ]

    @property
    def days(self) -> Away:
        return Away(self.first_day, self.last_day)


class HeldReminders(SchoolOwned):
    """Reminders that somebody sent, held back for some minutes, and what is needed to take them back."""

    asked_by = SchoolKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    notices = ArrayField(models.UUIDField())
    replaced = ArrayField(models.UUIDField())  # Messages that waited for the same people, and that these stand for.
    before = models.JSONField()  # Duty to when its person had been told, and reminded.
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = SchoolKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-asked_at", "id"]
        indexes = [models.Index(fields=["school", "leaves_at"], name="held_reminders_leave")]
        constraints = [
            models.CheckConstraint(
                name="held_reminders_taken_back_by_somebody",
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            )
        ]


class CalendarLink(SchoolOwned):
    """The secret address under which a person's calendar is fetched. Of the secret only its SHA-256 is kept."""

    person = SchoolKey(Person, models.CASCADE, related_name="calendar_links")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "person"], name="calendar_link_once"),
            models.UniqueConstraint(fields=["school", "digest"], name="calendar_link_digest"),
        ]


class Rhythm(SchoolOwned):
    """When this school reminds people, where it differs from what every school begins with (`cadence.toml`)."""

    before_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    on_the_day = models.BooleanField(default=True)
    after_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    every_days = models.PositiveSmallIntegerField()  # From the last of `after_days` on; 0 for no more.
    cap = models.PositiveSmallIntegerField()  # No more than this about one duty.
    manager_after_days = models.PositiveSmallIntegerField(null=True)  # When the line manager hears of it; 0 for never.
    head_after_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="rhythm_once")]
