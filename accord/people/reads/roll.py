"""Everybody whom the school knows, as importing needs them: two queries, however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accord.people.importing import Known, split_posts
from accord.people.models import Appointment, Category, Person
from accord.people.posting import Held

# A staff file speaks of work. Beside it somebody may also be a governor, which the file does not know.
_RANK = {Category.PROVIDER: 1, Category.VOLUNTEER: 2, Category.GOVERNOR: 3}
_PERSON = ("pk", "forename", "surname", "source_id", "email", "title", "known_as")
_HELD = ("pk", "category", "job_title", "team", "line_manager_id", "starts_on", "ends_on", "continues_id")


@dataclass(frozen=True)
class Roll:
    """The people as the planner knows them, and the appointments behind each, by the planner's key."""

    existing: Sequence[Known]
    appointments: dict[str, list[Held]]
    main: dict[str, Held]

    def by_key(self) -> dict[str, Known]:
        return {known.key: known for known in self.existing}

    def service(self, key: str) -> list[Held]:
        """The main appointment and those that it continues, the first one first."""
        return service(self.main[key], self.appointments[key]) if key in self.main else []


def call_roll(today: date) -> Roll:
    """Everybody, gone or not, as they stand on `today`."""
    appointments: dict[UUID, list[Held]] = defaultdict(list)
    for person, *columns in Appointment.objects.order_by("id").values_list("person_id", *_HELD):
        appointments[person].append(Held(*columns))
    existing, main = [], {}
    for columns in Person.objects.on_record().order_by("id").values_list(*_PERSON):
        held = appointments.get(columns[0], [])
        chosen = main_of(held, today)
        known = _known(columns, chosen, service(chosen, held) if chosen else [], today)
        existing.append(known)
        if chosen:
            main[known.key] = chosen
    return Roll(existing, {str(person): held for person, held in appointments.items()}, main)


def main_of(held: Iterable[Any], today: date) -> Any:
    """The appointment that a staff file speaks of: one of today, else the next to come, else the last to end.

    Takes `Held` or `Appointment`, and gives one of them, or None.
    """

    def place(one: Any) -> tuple[int, int, date | int]:
        rank = _RANK.get(Category(one.category), 0)
        if one.ends_on is not None and one.ends_on < today:
            return 2, -one.ends_on.toordinal(), rank
        if one.starts_on is not None and one.starts_on > today:
            return 1, one.starts_on.toordinal(), rank
        return 0, rank, one.starts_on.toordinal() if one.starts_on else 0

    return min(held, key=place, default=None)


def service(main: Held, held: Iterable[Held]) -> list[Held]:
    """`main` and what it continues, the first one first."""
    by_pk = {one.pk: one for one in held}
    found = [main]
    while (before := by_pk.get(found[0].continues)) and before not in found:
        found.insert(0, before)
    return found


def _known(columns: Sequence, main: Held | None, served: Sequence[Held], today: date) -> Known:
    pk, forename, surname, source_id, email, title, known_as = columns
    if main is None:
        return Known(str(pk), forename, surname, source_id, email, title, known_as, in_post=False)
    return Known(
        key=str(pk),
        forename=forename,
        surname=surname,
        source_id=source_id,
        email=email,
        title=title,
        known_as=known_as,
        posts=split_posts(main.job_title),
        team=main.team,
        category=main.category,
        starts_on=served[0].starts_on,
        ends_on=main.ends_on,
        manager=str(main.line_manager) if main.line_manager else "",
        in_post=main.ends_on is None or main.ends_on >= today,
    )
