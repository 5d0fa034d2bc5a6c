"""What people owe, and who could be reminded of it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from accord.duties import rules, words
from accord.duties.models import Duty, HeldReminders
from accord.duties.sources import source_of
from accord.kernel.decision import Decision
from accord.notices.models import Notice
from accord.people.models import Person
from accord.ui.states import State

_LATE = timedelta(days=1)  # A mail server may have been away since reminders were to leave.


@dataclass(frozen=True)
class Owing:
    """Everything that one person owes, soonest due first, and how a page says it."""

    duties: list[Duty]
    school_slug: str
    today: date

    def __len__(self) -> int:
        return len(self.duties)

    @cached_property
    def amount(self) -> str:
        """“3 documents to sign”; empty where nothing is owed."""
        return words.amount(self.duties) if self.duties else ""

    @cached_property
    def minutes(self) -> str:
        """“About 6 minutes”; empty while it is not known."""
        return words.minutes(self.duties) if self.duties else ""

    @property
    def due_on(self) -> date | None:
        """The first last day in time."""
        return self.duties[0].due_on if self.duties else None

    @property
    def overdue(self) -> int:
        return sum(duty.due_on < self.today for duty in self.duties)

    @cached_property
    def page(self) -> str:
        """Where to begin."""
        return words.page_of(self.duties, self.school_slug) if self.duties else ""

    @property
    def lines(self) -> list["Line"]:
        """Each duty with the page on which it is done and how much time is left."""
        found = [(duty, source_of(duty.source)) for duty in self.duties]
        return [
            Line(duty, source.address(self.school_slug) if source else "", words.left(duty.due_on, self.today))
            for duty, source in found
        ]


@dataclass(frozen=True)
class Line:
    """One duty in a person's list."""

    duty: Duty
    page: str
    state: State


def owed_by(person: Person, *, school_slug: str, today: date) -> Owing:
    """What `person` owes. One query."""
    return Owing(list(Duty.objects.open().filter(person=person)), school_slug, today)


def done_by(person: Person, *, newest: int = 20) -> list[Duty]:
    """What `person` did last, newest first. One query."""
    own = Person.objects.of(person).order_by().values("pk")
    return list(Duty.objects.filter(person__in=own, done_at__isnull=False).order_by("-done_at")[:newest])


@dataclass(frozen=True)
class Asked:
    """Who a difference would ask for something new."""

    people: list[Person]

    @property
    def without_address(self) -> list[Person]:
        """Those whom no message reaches: they are asked in person."""
        return [person for person in self.people if not person.email]


def asked_by(difference: rules.Difference) -> Asked:
    """The people behind `difference`, for its preview. One query."""
    return Asked(list(Person.objects.filter(pk__in=list(difference.asked))))


@dataclass(frozen=True)
class Reminding:
    """Who gets a reminder, and who cannot, with the reason."""

    gets: list[Person] = field(default_factory=list)
    cannot: list[tuple[Person, Decision]] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """“Nobody can be reminded: 2 have no e-mail address.”, for a refusal."""
        reasons = {decision.reason for _person, decision in self.cannot}
        return f"None of them can be reminded now. {' '.join(sorted(reasons))}".strip()


@dataclass(frozen=True)
class Held:
    """Reminders that wait, can be taken back, or were."""

    row: HeldReminders
    waiting: list[Person]
    left: list[Person]
    stopped: list[Person]

    @property
    def may_take_back(self) -> Decision:
        return rules.may_take_back(taken_back=self.row.taken_back_at is not None, waiting=len(self.waiting))


def waiting(held: HeldReminders) -> int:
    """How many of these reminders nobody has begun to send. One query."""
    return Notice.objects.waiting().filter(pk__in=held.notices, tries=0).count()


def held_reminders(now: datetime) -> list[tuple[HeldReminders, int]]:
    """What was sent by hand and can still be taken back, newest first, with how many each. Two queries at most."""
    recent = HeldReminders.objects.filter(leaves_at__gt=now - _LATE, taken_back_at=None)
    found = list(recent.select_related("asked_by").defer("before", "replaced"))
    if not found:
        return []
    every = [pk for held in found for pk in held.notices]
    free = set(Notice.objects.waiting().filter(pk__in=every, tries=0).order_by().values_list("pk", flat=True))
    return [(held, number) for held in found if (number := len(free.intersection(held.notices)))]


def look_at(held: HeldReminders) -> Held:
    """Whose reminders wait, whose have left and whose never will. One query."""
    found = Held(held, [], [], [])
    for notice in Notice.objects.filter(pk__in=held.notices).select_related("person").order_by("person__search"):
        if notice.state == Notice.State.WAITING and not notice.tries:
            found.waiting.append(notice.person)
        elif notice.state == Notice.State.WITHDRAWN:
            found.stopped.append(notice.person)
        else:
            found.left.append(notice.person)
    return found


def preview_reminder(people: Collection[uuid.UUID], *, today: date) -> Reminding:
    """What reminding these people on `today` would do. Changes nothing. Two queries."""
    heard: dict[uuid.UUID, list[date | None]] = {}
    for duty in Duty.objects.open().filter(person__in=list(people)):
        heard.setdefault(duty.person_id, []).extend([duty.told_on, duty.reminded_on])
    found = Reminding()
    for person in Person.objects.filter(pk__in=list(people)):
        days = heard.get(person.pk, [])
        decision = rules.may_remind(owes=len(days), address=person.email, heard_on=days, today=today)
        if decision:
            found.gets.append(person)
        else:
            found.cannot.append((person, decision))
    return found
