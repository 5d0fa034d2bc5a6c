"""Who is asked to sign what. Higher slices answer; signing turns the answer into duties."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from accord.kernel.registry import Registry


@dataclass(frozen=True)
class Ask:
    """One text in force and the people who are asked to sign it.

    `people` maps each person's id to the day since which they belong to those who are asked, if it is known: whoever
    comes after the text was published has as long as everyone else had. `minutes` is the reading time.
    """

    series: uuid.UUID
    line: uuid.UUID
    title: str
    clause: str
    due_on: date
    people: Mapping[uuid.UUID, date | None]
    minutes: int = 0


class Asker(Protocol):
    """What a slice offers that has texts signed."""

    def asks(self, today: date) -> Iterable[Ask]:
        """Every ask of the open school. The number of queries does not grow with people or texts."""
        ...


askers: Registry[Asker] = Registry("askers")


def all_asks(today: date) -> list[Ask]:
    return [ask for asker in askers for ask in asker.asks(today)]


def ask_for(series: uuid.UUID, today: date) -> Ask | None:
    """What is asked of people about one document today."""
    return next((ask for ask in all_asks(today) if ask.series == series), None)
