"""What the pages about messages show."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accord.kernel.scope import in_school
from accord.notices.models import FAILED, Notice
from accord.schools.models import School

# How many of each school's messages the demonstration's mailbox holds.
NEWEST = 200


def register() -> QuerySet[Notice]:
    """Every message of the open school, with a `rank` that puts first what needs somebody."""
    rank = Case(
        When(state__in=FAILED, then=Value(0)),
        When(state=Notice.State.WAITING, then=Value(1)),
        When(state=Notice.State.NO_ADDRESS, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return Notice.objects.select_related("person").defer("body").annotate(rank=rank)


def undelivered(today: date) -> int:
    """How many messages did not arrive, to people whom nothing has reached since. One query."""
    return Notice.objects.unresolved(today).count()


@dataclass(frozen=True)
class Standing:
    """How the post of a school stands: how many messages somebody must look at, how many wait, and whether any exist."""

    failed: int
    waiting: int
    exists: bool


def standing(today: date) -> Standing:
    """How the post of the open school stands. Three queries."""
    return Standing(undelivered(today), Notice.objects.waiting().count(), Notice.objects.exists())


@dataclass(frozen=True)
class Happening:
    """A line of a message's story."""

    at: datetime
    what: str


def story(notice: Notice) -> Iterator[Happening]:
    """What happened to a message, oldest first. One query."""
    yield Happening(notice.created_at, "Written")
    if notice.state == Notice.State.NO_ADDRESS:
        yield Happening(notice.created_at, "Not sent: there was no e-mail address")
    for trouble in notice.troubles.all():
        yield Happening(trouble.at, f"Tried: {trouble.answer}")
    if notice.sent_at:
        yield Happening(notice.sent_at, f"Sent to {notice.address}")


@dataclass(frozen=True)
class Letter:
    """A message as the demonstration's mailbox shows it."""

    pk: uuid.UUID
    at: datetime
    to: str
    school: str
    school_slug: str
    notice: Notice

    @property
    def subject(self) -> str:
        return self.notice.subject


def mailbox() -> list[Letter]:
    """The newest messages of every demonstration school, newest first: those that left, and those that wait."""
    letters = []
    for school in School.objects.filter(is_demonstration=True):
        with in_school(school.pk):
            shown = Notice.objects.filter(state__in=[Notice.State.SENT, Notice.State.WAITING])
            letters += [_letter(notice, school) for notice in shown.select_related("person")[:NEWEST]]
    return sorted(letters, key=lambda letter: letter.at, reverse=True)


def letter(notice_id: uuid.UUID) -> Letter | None:
    """One message of a demonstration school."""
    for school in School.objects.filter(is_demonstration=True):
        with in_school(school.pk):
            found = Notice.objects.select_related("person").filter(pk=notice_id).first()
            if found:
                return _letter(found, school)
    return None


def _letter(notice: Notice, school: School) -> Letter:
    at = notice.sent_at or notice.next_try_at or notice.created_at
    return Letter(notice.pk, at, notice.person.name, school.name, school.slug, notice)
