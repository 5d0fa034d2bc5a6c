"""What somebody is in charge of: higher slices say what that can be, and it is handed over to somebody else here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from accord.kernel.registry import Registry
from accord.people.models import Person


@dataclass(frozen=True)
class Charge:
    """A kind of thing that one person is in charge of, for which the ledger answers row by row (`HeldTable`).

    `rows` are those that are open, `field` the key to the person; `one` and `many` are what a page calls them.
    """

    one: Any
    many: Any
    rows: Callable[[], QuerySet]
    field: str
    title: Callable[[Any], str]

    def of(self, person: Person) -> QuerySet:
        return self.rows().filter(**{self.field: person})


charges: Registry[Charge] = Registry("charges")


@dataclass(frozen=True)
class Held:
    """All of one kind that somebody is in charge of."""

    charge: Charge
    rows: list[Model]

    @property
    def noun(self) -> str:
        return str(self.charge.one if len(self.rows) == 1 else self.charge.many)

    @property
    def titles(self) -> list[str]:
        return [self.charge.title(row) for row in self.rows]


def held_by(person: Person) -> list[Held]:
    """What `person` is in charge of, the most of a kind first. One query for each kind."""
    found = [Held(charge, list(charge.of(person))) for charge in charges]
    return sorted((each for each in found if each.rows), key=lambda each: -len(each.rows))


def told(held: Iterable[Held]) -> str:
    """“6 documents, 1 place to clear”."""
    return ", ".join(f"{len(each.rows)} {each.noun}" for each in held)
