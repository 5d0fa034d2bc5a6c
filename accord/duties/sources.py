"""Where duties come from: each slice that wants something of people says who owes what today."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from accord.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody owes something. With its source, `person_id` and `subject_id` say what; the rest may change.

    `due_on` is the last day in time. `minutes` is a fair guess at how long it takes; 0 where nobody knows.
    """

    person_id: uuid.UUID
    subject_id: uuid.UUID
    title: str
    clause: str
    due_on: date
    minutes: int = 0


class Source(Protocol):
    """What a slice offers in its `apps.py` when it has duties for people."""

    code: str
    noun: str  # "document to sign": for several, its first word takes an s.
    folder_kind: str  # The kind of the person's folder that such a duty belongs to.

    def owed(self, today: date) -> Iterable[Owed]:
        """Everything that people of the open school owe today, answered things left out.

        The number of queries does not grow with people or things.
        """
        ...

    def address(self, school_slug: str) -> str:
        """The page on which a person does what they owe."""
        ...


sources: Registry[Source] = Registry("duty sources")


def source_of(code: str) -> Source | None:
    """The source with this code; None if the slice that had it is no longer there."""
    return next((known for known in sources if known.code == code), None)


def counted(noun: str, number: int) -> str:
    """“1 document to sign”, “3 documents to sign”."""
    head, space, rest = noun.partition(" ")
    return f"{number} {head}{'' if number == 1 else 's'}{space}{rest}"
