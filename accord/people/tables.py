"""The register of people: its columns, its filters, and its lines for a spreadsheet."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.people import words
from accord.people.models import Category, Person
from accord.people.reads import register
from accord.people.reads.register import Line
from accord.people.roles import ROLES
from accord.ui.states import State
from accord.ui.tables import Column, Filter, Table

LEFT = "left"  # The line manager is not here any more.


class Register(Table):
    """Everybody, or those whom the filters leave."""

    search = ("search",)
    search_label = gettext_lazy("Search by name, e-mail or staff code")
    order = "name"
    empty_title = gettext_lazy("Nobody yet")
    empty_text = gettext_lazy("Everybody at the school will stand here, brought in from a staff file or added by hand.")

    def __init__(self, request: HttpRequest, rows: Iterable[Line], *, filters: list[Filter], **declared: Any) -> None:
        slug = request.school.slug  # type: ignore[attr-defined]

        def url(line: Line) -> str:
            return reverse("people:person", args=[slug, line.pk])

        self.columns = [
            Column("name", gettext_lazy("Name"), "person.list_name", sort="search", link=url),
            Column("post", gettext_lazy("Post"), "job_title", sort="main_post"),
            Column("team", gettext_lazy("Team"), sort="main_team"),
            Column("category", gettext_lazy("Category"), sort="main_category"),
            Column("manager", gettext_lazy("Line manager")),
            Column("since", gettext_lazy("First day"), "appointment.starts_on", sort="main_start"),
            Column("state", gettext_lazy("State")),
            Column("access", gettext_lazy("Access"), self._access),
        ]
        self.filters = filters
        super().__init__(request, list(rows), **declared)

    def _access(self, line: Line) -> State | str:
        """Only what somebody should look at, unless the list was asked about access."""
        return "" if line.access in words.USUAL_ACCESS and "access" not in self.chosen else line.access


def filters(today: date, *, gone: bool) -> list[Filter]:
    """What the list can be narrowed by. Two queries, for the teams and the line managers that there are."""

    def appointed(**fields: str) -> Callable[[Any, str], Any]:
        name = next(iter(fields))
        return lambda people, chosen: register.appointed(people, today, gone=gone, **{name: chosen})

    def managed(people: Any, chosen: str) -> Any:
        if chosen == LEFT:
            return register.managed_by_nobody_here(people, today)
        return register.appointed(people, today, gone=gone, line_manager=chosen)

    managers: list[tuple[str, Any]] = [(str(person.pk), person.list_name) for person in register.managers(today)]
    return [
        Filter(
            "state",
            gettext_lazy("State"),
            [(code, state.word) for code, state in words.STANDINGS.items()],
            by=lambda people, chosen: register.in_state(people, chosen, today),
        ),
        Filter("category", gettext_lazy("Category"), Category.choices, by=appointed(category="")),
        Filter("team", gettext_lazy("Team"), [(team, team) for team in register.teams(today)], by=appointed(team="")),
        Filter(
            "role",
            gettext_lazy("Role"),
            [(role.code, role.name) for role in ROLES.values()],
            by=lambda people, chosen: register.holding(people, chosen, today),
        ),
        Filter(
            "manager",
            gettext_lazy("Line manager"),
            [(LEFT, gettext_lazy("Has left")), *managers] if managers else [],
            by=managed,
        ),
        Filter(
            "access",
            gettext_lazy("Access"),
            [(code, state.word) for code, state in words.ACCESS.items()],
            by=register.with_access,
        ),
    ]


def narrowed(table: Table, today: date) -> Any:
    """The people whom the table's filters and search leave, in its order."""
    people: Any = register.everybody(today)
    for each in table.filters:
        if each.key in table.chosen:
            people = each.narrow(people, table.chosen[each.key])
    return people.named_like(table.words).order_by(*table.ordering)


EXPORTED = (
    gettext_lazy("Staff code"),
    gettext_lazy("Title"),
    gettext_lazy("Surname"),
    gettext_lazy("Forename"),
    gettext_lazy("Known as"),
    gettext_lazy("E-mail address"),
    gettext_lazy("Post"),
    gettext_lazy("Team"),
    gettext_lazy("Category"),
    gettext_lazy("First day"),
    gettext_lazy("Last day"),
    gettext_lazy("Line manager"),
    gettext_lazy("State"),
    gettext_lazy("Access"),
    gettext_lazy("Roles"),
)

ON_PAPER = (2, 3, 0, 6, 7, 8, 9, 11, 12)  # Their places.


def exported(lines: Iterable[Line]) -> list[list[Any]]:
    """The lines of the spreadsheet file. Its headings are ones that importing knows."""
    return [[*_who(line.person), *_what(line), line.state, line.access, ", ".join(line.roles)] for line in lines]


def _who(person: Person) -> list[Any]:
    return [person.source_id, person.title, person.surname, person.forename, person.known_as, person.email]


def _what(line: Line) -> list[Any]:
    held = line.appointment
    days = [held.starts_on, held.ends_on] if held else ["", ""]
    return [line.job_title, line.team, line.category, *days, line.manager]


def heading(table: Table, total: int) -> str:
    """The answer: how many there are, in the words of what was asked for."""
    state = table.chosen.get("state")
    known = {
        words.HERE: _("%(n)s people are here") if total != 1 else _("One person is here"),
        words.TO_COME: _("%(n)s people start later") if total != 1 else _("One person starts later"),
        words.GONE: _("%(n)s people have left") if total != 1 else _("One person has left"),
    }
    text = known.get(state or "", _("%(n)s people") if total != 1 else _("One person"))
    others = {key for key in table.chosen if key != "state"} or table.words
    text = text % {"n": f"{total:,}"} if "%(n)s" in text else text
    return _("%(answer)s, of those you asked for") % {"answer": text} if others else text
