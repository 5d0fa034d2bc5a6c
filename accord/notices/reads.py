"""What the pages about messages show."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce

from accord.kernel.scope import in_school
from accord.notices.models import FAILED, Notice
from accord.schools.models import School
from accord.ui import narrowing


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


SEARCHED = ("person__forename", "person__surname", "person__known_as", "address", "subject")


@dataclass(frozen=True)
class Mailbox:
    """The letters of every demonstration school, or of one, that hold the words: those that left, and those that wait."""

    schools: Sequence[School]
    words: str

    @cached_property
    def total(self) -> int:
        """How many there are. One query for each school."""
        return sum(self._count(school) for school in self.schools)

    def page(self, first: int, last: int) -> list[Letter]:
        """The letters from place `first` up to `last`, newest first. Reads no others: two queries for each school."""
        keys = chain.from_iterable(self._newest(school, last) for school in self.schools)
        wanted = sorted(keys, reverse=True)[first:last]
        letters: dict[uuid.UUID, Letter] = {}
        for school in self.schools:
            letters |= self._letters(school, [pk for _at, pk, of in wanted if of == school.pk])
        return [letters[pk] for _at, pk, _of in wanted if pk in letters]

    def _count(self, school: School) -> int:
        with in_school(school.pk):
            return self._found().count()

    def _newest(self, school: School, number: int) -> list[tuple[datetime, uuid.UUID, int]]:
        at = Coalesce("sent_at", "next_try_at", "created_at")
        with in_school(school.pk):
            found = self._found().annotate(at=at).order_by("-at", "-pk").values_list("at", "pk")
            return [(at, pk, school.pk) for at, pk in found[:number]]

    @staticmethod
    def _letters(school: School, wanted: list[uuid.UUID]) -> dict[uuid.UUID, Letter]:
        with in_school(school.pk):
            found = Notice.objects.filter(pk__in=wanted).select_related("person")
            return {notice.pk: _letter(notice, school) for notice in found}

    def _found(self) -> Any:
        found = Notice.objects.filter(state__in=[Notice.State.SENT, Notice.State.WAITING])
        return narrowing.containing(found, SEARCHED, self.words)


def demonstration_schools() -> list[School]:
    """The schools whose mailboxes anybody may open. One query."""
    return list(School.objects.filter(is_demonstration=True).order_by("name"))


def letter(notice_id: uuid.UUID) -> Letter | None:
    """One message of a demonstration school."""
    for school in demonstration_schools():
        with in_school(school.pk):
            found = Notice.objects.select_related("person").filter(pk=notice_id).first()
            if found:
                return _letter(found, school)
    return None


def _letter(notice: Notice, school: School) -> Letter:
    at = notice.sent_at or notice.next_try_at or notice.created_at
    return Letter(notice.pk, at, notice.person.name, school.name, school.slug, notice)
