"""The list of everybody, as it is narrowed, sorted and cut: a handful of queries, however long it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from accord.kernel.scope import require_school
from accord.people import words
from accord.people.models import Appointment, Category, Person, RoleHeld, Seat
from accord.ui.states import State


@dataclass(frozen=True)
class Line:
    """Somebody in the list, with the appointment that says most about them on the day."""

    person: Person
    appointment: Appointment | None
    state: State
    access: State
    roles: tuple[str, ...]

    @property
    def pk(self) -> UUID:
        return self.person.pk

    @property
    def job_title(self) -> str:
        return self.appointment.job_title if self.appointment else ""

    @property
    def team(self) -> str:
        return self.appointment.team if self.appointment else ""

    @property
    def category(self) -> str:
        return words.category(self.appointment.category) if self.appointment else ""

    @property
    def manager(self) -> str:
        manager = self.appointment.line_manager if self.appointment else None
        return manager.name if manager else ""


def everybody(today: date) -> QuerySet[Person]:
    """Everybody whom the school knows, with what the list sorts by."""
    main = main_appointment(today)
    return Person.objects.on_record().annotate(
        main_id=Subquery(main.values("pk")[:1]),
        main_team=Subquery(main.values("team")[:1]),
        main_post=Subquery(main.values("job_title")[:1]),
        main_category=Subquery(main.values("category")[:1]),
        main_start=Subquery(main.values("starts_on")[:1]),
    )


def main_appointment(today: date) -> QuerySet[Appointment]:
    """Of each person: the appointment of today, else the next one, else the last; work before the board."""
    when = Case(
        When(ends_on__lt=today, then=Value(2)),
        When(starts_on__gt=today, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    rank = Case(
        When(category=Category.GOVERNOR, then=Value(3)),
        When(category=Category.VOLUNTEER, then=Value(2)),
        When(category=Category.PROVIDER, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    of_person = Appointment.objects.filter(person=OuterRef("pk"))
    return of_person.annotate(when=when, rank=rank).order_by(
        "when", "rank", F("ends_on").desc(nulls_first=True), F("starts_on").asc(nulls_first=True), "pk"
    )


def in_state(people: QuerySet[Person], state: str, today: date) -> QuerySet[Person]:
    """Those who are here, start later, or are gone."""
    asked: Any = people
    narrow = {words.HERE: asked.in_post, words.TO_COME: asked.to_come, words.GONE: asked.gone}
    return narrow[state](today)


def appointed(people: QuerySet[Person], today: date, *, gone: bool, **fields: Any) -> QuerySet[Person]:
    """Those with an appointment like this that is not over; among people who are gone, those who had one."""
    appointments = Appointment.objects.all() if gone else Appointment.objects.not_over(today)
    return people.filter(Exists(appointments.filter(person=OuterRef("pk"), **fields)))


def holding(people: QuerySet[Person], role: str, today: date) -> QuerySet[Person]:
    """Those who hold a role on `today`."""
    return people.filter(Exists(RoleHeld.objects.current(today).filter(person=OuterRef("pk"), role=role)))


def with_access(people: QuerySet[Person], chosen: str) -> QuerySet[Person]:
    """Those whose way in stands as `chosen` of `words.ACCESS`, as `words.access` says it."""
    seats = Seat.objects.filter(school_id=require_school(), person_id=OuterRef("pk"))
    if chosen in ("no-address", "not-let-in"):
        return people.filter(~Exists(seats), Q(email="") if chosen == "no-address" else ~Q(email=""))
    if chosen == "closed":
        return people.filter(Exists(seats.filter(closed_at__isnull=False, closed_by_hand=True)))
    unused = chosen == "not-yet"
    return people.filter(Exists(seats.filter(closed_at__isnull=True, account__last_login__isnull=unused)))


def managed_by_nobody_here(people: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Those whose line manager has left."""
    here = Appointment.objects.not_over(today).values("person_id")
    left = Appointment.objects.not_over(today).exclude(line_manager=None).exclude(line_manager__in=here)
    return people.filter(Exists(left.filter(person=OuterRef("pk"))))


def teams(today: date) -> list[str]:
    """The teams of people who are here or will be."""
    named = Appointment.objects.not_over(today).exclude(team="").order_by("team")
    return list(named.values_list("team", flat=True).distinct())


def managers(today: date) -> QuerySet[Person]:
    """Whoever is somebody's line manager."""
    managed = Appointment.objects.not_over(today).exclude(line_manager=None)
    return Person.objects.filter(pk__in=managed.values("line_manager_id"))


def lines(people: Sequence[Any], today: date) -> list[Line]:
    """`people` of `everybody`, each with what a row shows. Three queries."""
    keys = [person.pk for person in people]
    wanted = [person.main_id for person in people if person.main_id]
    appointments = Appointment.objects.select_related("line_manager").in_bulk(wanted)
    seats = Seat.objects.filter(school_id=require_school(), person_id__in=keys).select_related("account")
    seat_of = {seat.person_id: seat for seat in seats}
    roles: dict[UUID, list[str]] = {}
    for person, role in RoleHeld.objects.current(today).filter(person__in=keys).values_list("person_id", "role"):
        roles.setdefault(person, []).append(role)
    return [_line(person, appointments.get(person.main_id), seat_of, roles, today) for person in people]


def _line(
    person: Any, main: Appointment | None, seats: dict[UUID, Seat], roles: dict[UUID, list[str]], today: date
) -> Line:
    state = words.standing(main.starts_on, main.ends_on, today) if main else words.NEVER_APPOINTED
    is_gone = state is words.STANDINGS[words.GONE]
    access = words.access(seats.get(person.pk), email=person.email, is_gone=is_gone)
    return Line(person, main, state, access, tuple(map(words.role, roles.get(person.pk, ()))))


def without_address(today: date) -> int:
    """How many people who are here or will be cannot be reached by mail."""
    not_over = Appointment.objects.not_over(today).filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(not_over), Q(email="")).count()
