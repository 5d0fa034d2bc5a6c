"""Records that look like one person twice, and what merging two of them would do."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID

from django.db.models import Min
from django.utils.translation import gettext as _

from accord.people import words
from accord.people.charges import held_by, told
from accord.people.models import Appointment, Merge, Person, plain
from accord.people.reads.sheet import Sheet, sheet

_NOT_LETTERS = re.compile(r"[^a-z@]")


@dataclass(frozen=True)
class Likely:
    """Two records that look like one person, and why. The older record stands first."""

    one: Person
    other: Person
    because: str


def likely() -> list[Likely]:
    """Everybody who seems to be there twice, by name. Two queries."""
    starts: dict[UUID, date | None] = dict(
        Appointment.objects.order_by()
        .values("person_id")
        .annotate(first=Min("starts_on"))
        .values_list("person_id", "first")
    )
    by_surname: dict[str, list[Person]] = {}
    for person in Person.objects.on_record().order_by("created_at", "pk"):
        if person.pk not in starts:
            continue  # Somebody outside.
        by_surname.setdefault(plain(person.surname), []).append(person)
    found = []
    for namesakes in by_surname.values():
        for one, other in combinations(namesakes, 2):
            if because := _alike(one, other, starts.get(one.pk), starts.get(other.pk)):
                found.append(Likely(one, other, because))
    return sorted(found, key=lambda each: each.one.search)


def likely_with(person: Person) -> list[Likely]:
    """Whom `person` seems to be as well."""
    return [each for each in likely() if person.pk in (each.one.pk, each.other.pk)]


def _alike(one: Person, other: Person, first: date | None, second: date | None) -> str:
    """Why two records of one surname look like one person; nothing if they do not."""
    if not _called_alike(one, other):
        return ""
    if first is not None and first == second:
        return _("Same name and first day")
    if one.email and _letters(one.email) == _letters(other.email):
        return _("Same name and nearly the same address")
    return ""


def _called_alike(one: Person, other: Person) -> bool:
    """Whether some way of calling the one begins like some way of calling the other: Sam and Samuel."""
    theirs = [plain(name) for name in (other.forename, other.known_as) if name]
    mine = [plain(name) for name in (one.forename, one.known_as) if name]
    return any(a.startswith(b) or b.startswith(a) for a in mine for b in theirs)


def _letters(email: str) -> str:
    """An address without the signs and figures by which a second one for the same name is told apart."""
    name, _at, domain = plain(email).rpartition("@")
    return f"{_NOT_LETTERS.sub('', name)}@{domain}"


@dataclass(frozen=True)
class Pair:
    """Two records side by side, and what merging would move."""

    survivor: Sheet
    duplicate: Sheet

    @property
    def asks_address(self) -> bool:
        return bool(self.survivor.person.email and self.duplicate.person.email)

    @property
    def asks_code(self) -> bool:
        return bool(self.survivor.person.source_id and self.duplicate.person.source_id)

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """What both records say, line by line."""
        told: list[tuple[str, Callable[[Sheet], str]]] = [
            (_("Name"), lambda each: each.person.formal_name),
            (_("E-mail address"), lambda each: each.person.email),
            (_("Staff code"), lambda each: each.person.source_id),
            (_("Post"), lambda each: each.main.job_title or words.category(each.main.category) if each.main else ""),
            (_("Team or department"), lambda each: each.main.team if each.main else ""),
            (_("Days"), lambda each: words.period(each.main.starts_on, each.main.ends_on) if each.main else ""),
            (_("Roles"), lambda each: ", ".join(role.name for role in each.roles_now)),
            (_("Signs in with"), lambda each: each.seat.account.email if each.seat else ""),
        ]
        return [(label, say(self.survivor), say(self.duplicate)) for label, say in told]

    @property
    def moves(self) -> list[str]:
        return list(self._moves())

    def _moves(self) -> Iterator[str]:
        for held in self.duplicate.appointments:
            what = held.appointment.job_title or held.appointment.get_category_display()
            yield _("Appointment: %(what)s, %(period)s") % {"what": what, "period": held.period}
        for role in self.duplicate.roles:
            yield _("Role: %(role)s, %(period)s") % {"role": role.name, "period": role.period}
        for report in self.duplicate.reports:
            yield _("Line manager of %(name)s") % {"name": report.name}
        if charged := told(held_by(self.duplicate.person)):
            yield _("In charge of %(what)s") % {"what": charged}


def pair(survivor: Person, duplicate: Person, today: date) -> Pair:
    """Both as their pages show them. Ten queries."""
    return Pair(sheet(survivor, today), sheet(duplicate, today))


def merged_here(person: Person) -> list[Merge]:
    """The records that `person` stands for, the last one first. One query."""
    return list(Merge.objects.select_related("duplicate", "merged_by").filter(survivor=person, undone_at=None))
