"""The board: how everybody stands with a document, and how the documents stand."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min

from accord.duties.models import Duty
from accord.people.models import Category, Person
from accord.people.reads.merged import survivors
from accord.signing import reads, sources
from accord.signing.asking import Ask
from accord.signing.board_query import Found, everybody
from accord.signing.models import Delivery, Exemption, Signature
from accord.signing.rules import Facts, State, due_on, state

NO_TEAM = "No team"


@dataclass(frozen=True)
class Standing:
    """How one person stands with one document."""

    pk: uuid.UUID
    name: str
    email: str
    team: str
    category: str
    manager: str
    state: State
    due_on: date | None
    asked_at: datetime | None
    viewed_at: datetime | None
    answered_at: datetime | None
    declaration_id: uuid.UUID | None
    reminded_on: date | None
    reminders: int
    because: str
    counts: bool  # Whether they are asked today. Whoever left or moved on keeps a row, and counts no longer.

    @property
    def category_name(self) -> str:
        return Category(self.category).label if self.category else ""

    @property
    def rank(self) -> int:
        """Where its state comes when a list is sorted by state: what is still to do first."""
        return BOARD_ORDER.index(self.state)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done by this person."""
        return self.state in OPEN


OPEN = (State.NOT_ASKED, State.ASKED, State.VIEWED, State.OUTDATED)
# As people look for them: what needs somebody first.
BOARD_ORDER = (
    State.DECLINED,
    State.NOT_ASKED,
    State.ASKED,
    State.OUTDATED,
    State.VIEWED,
    State.OBJECTED,
    State.EXEMPT,
    State.SIGNED,
)
ORDER = (
    State.SIGNED,
    State.OBJECTED,
    State.DECLINED,
    State.VIEWED,
    State.ASKED,
    State.OUTDATED,
    State.NOT_ASKED,
    State.EXEMPT,
)


def standings(ask: Ask, today: date) -> list[Standing]:
    """Everybody who is asked to sign, and whoever has answered, by surname. One query."""
    return [_standing(ask, found) for found in everybody(ask, today)]


def _standing(ask: Ask, found: Found) -> Standing:
    facts = Facts(
        answer=found.answer or "",
        is_exempt=found.because is not None,
        was_asked=found.asked_at is not None,
        has_viewed=found.viewed_at is not None,
        signed_before=found.signed_before,
    )
    person = Person(surname=found.surname, forename=found.forename, known_as=found.known_as)
    manager = f"{found.manager_surname}, {found.manager_forename}" if found.manager_surname else ""
    return Standing(
        pk=found.pk,
        name=person.list_name,
        email=found.email,
        team=found.team or "",
        category=found.category or "",
        manager=manager,
        state=state(facts),
        due_on=found.duty_due or due_on(ask.due_on, ask.people.get(found.pk)),
        asked_at=found.asked_at,
        viewed_at=found.viewed_at,
        answered_at=found.answered_at,
        declaration_id=found.declaration_id,
        reminded_on=found.reminded_on,
        reminders=found.reminders or 0,
        because=found.because or "",
        counts=found.pk in ask.people,
    )


def counts(rows: Iterable[Standing]) -> Counter[State]:
    """How many are in each state, of those who are asked today."""
    return Counter(row.state for row in rows if row.counts)


@dataclass(frozen=True)
class TeamProgress:
    """How many of a team have answered with a yes, of those who need to."""

    team: str
    signed: int
    asked: int


def by_team(rows: Sequence[Standing]) -> list[TeamProgress]:
    """Each team's progress, those with most to do first. Who is excused or asked no longer does not count."""
    teams: dict[str, list[Standing]] = {}
    for row in rows:
        if row.counts and row.state is not State.EXEMPT:
            teams.setdefault(row.team or NO_TEAM, []).append(row)
    made = [
        TeamProgress(team, sum(row.state in (State.SIGNED, State.OBJECTED) for row in members), len(members))
        for team, members in teams.items()
    ]
    return sorted(made, key=lambda team: (team.signed - team.asked, team.team))


@dataclass(frozen=True)
class DocumentProgress:
    """How one document stands: how many signed, objected, declined or are excused, of how many."""

    ask: Ask
    signed: int
    objected: int
    declined: int
    exempt: int
    asked: int

    @property
    def done(self) -> int:
        return self.signed + self.objected

    @property
    def needed(self) -> int:
        """How many signatures it takes."""
        return self.asked - self.exempt

    @property
    def missing(self) -> int:
        return self.needed - self.done - self.declined


def progress(asks: Sequence[Ask], today: date) -> list[DocumentProgress]:
    """How each document stands. Three queries. Counts those who are asked today: a leaver's signature is kept, not counted."""
    lines, series = [ask.line for ask in asks], [ask.series for ask in asks]
    answers: dict[uuid.UUID, dict[uuid.UUID, str]] = {line: {} for line in lines}
    rows = Signature.objects.filter(line__in=lines).order_by("signed_at").values_list("line", "person_id", "kind")
    stands_for = survivors()
    for line, person_id, kind in rows:
        whose = answers[line]
        whose[person_id] = kind
        if one := stands_for.get(person_id):
            whose[one] = kind if whose.get(one, "declined") == "declined" else whose[one]  # A yes stands.
    excused = set(Exemption.objects.on(today).filter(series__in=series).values_list("person_id", "series"))
    excused |= {(stands_for[person_id], each) for person_id, each in excused if person_id in stands_for}
    made = []
    for ask in asks:
        kinds = Counter(answers[ask.line].get(person_id, "") for person_id in ask.people)
        exempt = sum((pk, ask.series) in excused and pk not in answers[ask.line] for pk in ask.people)
        made.append(
            DocumentProgress(ask, kinds["signed"], kinds["objected"], kinds["declined"], exempt, len(ask.people))
        )
    return made


@dataclass(frozen=True)
class Happening:
    """A line of one person's story with one document."""

    at: datetime
    what: str


def story(person: Person, ask: Ask) -> list[Happening]:
    """What happened between a person and a document, oldest first. Four queries."""
    found: list[Happening] = []
    records = reads.records_of(person)
    for duty in Duty.objects.filter(person__in=records, source=sources.CODE, subject_id=ask.line):
        found.append(Happening(duty.opened_at, "Asked to sign"))
        if duty.told_at:
            found.append(
                Happening(duty.told_at, "Message sent" if person.email else "No e-mail address: ask in person")
            )
        if duty.ended_at:
            found.append(Happening(duty.ended_at, f"No longer asked: {duty.ended_because}"))
    pages = Delivery.objects.filter(person__in=records, text__line=ask.line).values("text__label")
    for page in pages.annotate(first=Min("delivered_at")).order_by("first"):
        found.append(Happening(page["first"], f"Opened {page['text__label']}"))
    for answer in Signature.objects.filter(person__in=records, text__series=ask.series).select_related(
        "text", "declaration"
    ):
        found.append(Happening(answer.signed_at, f"{answer.get_kind_display()}: {answer.text.label}"))
    for excuse in Exemption.objects.filter(person__in=records, series=ask.series):
        found.append(Happening(excuse.given_at, f"Excused: {excuse.because}"))
        if excuse.ended_at:
            found.append(Happening(excuse.ended_at, "No longer excused"))
    return sorted(found, key=lambda happening: happening.at)
