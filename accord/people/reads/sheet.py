"""One person as their page shows them: appointments, roles, access, and who counts on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from accord.kernel.decision import Decision
from accord.kernel.scope import require_school
from accord.people import rules, words
from accord.people.models import Appointment, Person, RoleHeld, Seat
from accord.people.reads import standing
from accord.people.reads.roll import main_of
from accord.people.roles import CAPABILITIES, ROLES, Role, who_may
from accord.people.rules import Span
from accord.ui.states import State

_NAMED = 12


@dataclass(frozen=True)
class HeldAppointment:
    """An appointment with how it stands."""

    appointment: Appointment
    state: State

    @property
    def period(self) -> str:
        return words.period(self.appointment.starts_on, self.appointment.ends_on)

    @property
    def is_over(self) -> bool:
        return self.state is words.ENDED_BEFORE


@dataclass(frozen=True)
class HeldRole:
    """A role that somebody holds or will hold, with what it allows in sentences."""

    held: RoleHeld
    role: Role | None
    state: State

    @property
    def name(self) -> str:
        return words.role(self.held.role)

    @property
    def period(self) -> str:
        return words.period(self.held.starts_on, self.held.ends_on)

    @property
    def allows(self) -> list[str]:
        return sentences(self.role.capabilities) if self.role else []

    @property
    def is_over(self) -> bool:
        return self.state is words.ENDED_BEFORE


@dataclass(frozen=True)
class Sheet:
    """All that a person's page says."""

    person: Person
    appointments: Sequence[HeldAppointment]
    roles: Sequence[HeldRole]
    main: Appointment | None
    state: State
    seat: Seat | None
    access: State
    reports: Sequence[Person] = ()
    may: Mapping[str, Decision] = field(default_factory=dict)

    @property
    def manager(self) -> Person | None:
        return self.main.line_manager if self.main and not self.is_gone else None

    @property
    def is_gone(self) -> bool:
        return self.state is words.STANDINGS[words.GONE]

    @property
    def signs_in_otherwise(self) -> bool:
        """Whether the account has another address than the record."""
        return bool(self.seat and self.seat.closed_at is None and self.seat.account.email != self.person.email)

    @property
    def few_reports(self) -> Sequence[Person]:
        """As many as a page can name."""
        return self.reports[:_NAMED]

    @property
    def more_reports(self) -> int:
        return max(0, len(self.reports) - _NAMED)

    @property
    def is_shut_out(self) -> bool:
        return self.seat is not None and self.seat.closed_at is not None

    @property
    def now(self) -> list[HeldAppointment]:
        return [each for each in self.appointments if not each.is_over]

    @property
    def roles_now(self) -> list[HeldRole]:
        return [each for each in self.roles if not each.is_over]


def sheet(person: Person, today: date) -> Sheet:
    """The page of `person`. Five queries."""
    appointments = list(person.appointments.select_related("line_manager"))
    held = [HeldAppointment(each, words.holds(each.starts_on, each.ends_on, today)) for each in appointments]
    main = main_of(appointments, today)
    state = words.standing(main.starts_on, main.ends_on, today) if main else words.NEVER_APPOINTED
    seats = Seat.objects.filter(school_id=require_school(), person_id=person.pk)
    seat = seats.select_related("account").first()
    roles = [
        HeldRole(each, ROLES.get(each.role), words.holds(each.starts_on, each.ends_on, today))
        for each in person.roles.select_related("instead_of")
    ]
    is_gone = state is words.STANDINGS[words.GONE]
    return Sheet(
        person=person,
        appointments=sorted(held, key=_latest_first, reverse=True),
        roles=roles,
        main=main,
        state=state,
        seat=seat,
        access=words.access(seat, email=person.email, is_gone=is_gone),
        reports=list(standing.reports_of(person, today)),
    )


def _latest_first(held: HeldAppointment) -> tuple[date, date]:
    return held.appointment.ends_on or date.max, held.appointment.starts_on or date.min


def may_touch_access(person: Person, by: Person, today: date) -> Decision:
    """Whether `by` may change how `person` signs in. Two queries."""
    theirs = standing.capabilities(person, today) or frozenset()
    return rules.may_touch_access(theirs, standing.capabilities_on(by, today))


def may_leave(person: Person, last_day: date, today: date) -> Decision:
    """Whether `person` may leave with `last_day` as the last: asked before it is confirmed. Three queries."""
    spans = [Span(each.starts_on, each.ends_on) for each in person.appointments.all()]
    decision = rules.may_leave(spans, last_day, today)
    return decision and rules.may_take(*standing.led_without(person, last_day), today)


def sentences(capabilities: frozenset[str]) -> list[str]:
    """What capabilities allow, in the order of the table."""
    return [what for code, what in CAPABILITIES.items() if code in capabilities]


@dataclass(frozen=True)
class Holding:
    """A role and who holds it today."""

    role: Role
    holders: Sequence[RoleHeld]

    @property
    def allows(self) -> list[str]:
        return sentences(self.role.capabilities)

    @property
    def few(self) -> Sequence[RoleHeld]:
        """As many as a page can name."""
        return self.holders[:_NAMED]

    @property
    def more(self) -> int:
        return max(0, len(self.holders) - _NAMED)


def holdings(today: date) -> list[Holding]:
    """Every role with those who hold it now or will. One query."""
    held = RoleHeld.objects.select_related("person", "instead_of").order_by("person__search")
    by_role: dict[str, list[RoleHeld]] = {}
    for each in held:
        if each.ends_on is None or each.ends_on >= today:
            by_role.setdefault(each.role, []).append(each)
    return [Holding(role, by_role.get(role.code, [])) for role in ROLES.values()]


def by_capability() -> list[tuple[str, str]]:
    """Each capability in words, with the roles that have it."""
    return [(what, ", ".join(who_may(code)) or "–") for code, what in CAPABILITIES.items()]
