"""The documents that the guidance names: itself, the four policies that it stands on, and those that it leans on."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accord.guidance.catalogue import BadClause, clause

FILE = Path(__file__).with_name("named.toml")
GUIDANCE = "guidance"


@dataclass(frozen=True)
class Heed:
    """A clause that a document must not contradict, in words that can be checked with its text in hand (F.9)."""

    clause: str
    words: str


@dataclass(frozen=True)
class Named:
    """A document that a school holds because the guidance needs it. Its `code` stands in the database and stays."""

    code: str
    title: str
    about: str
    clauses: tuple[str, ...]
    heeds: tuple[Heed, ...] = ()
    one_of_four: bool = False

    @property
    def clause(self) -> str:
        """The clause that asks for it first."""
        return self.clauses[0]

    @property
    def short(self) -> str:
        """Its title within a sentence: “social media policy”."""
        kept = self.title.split(", with ", 1)[0]
        return kept if kept.startswith("IT ") else kept[0].lower() + kept[1:]


@cache
def named_documents() -> dict[str, Named]:
    """Every named document by its code, in the order of the guidance. Raises where a clause of it is unknown."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["document"]
    found = {row["code"]: _named(row) for row in rows}
    if len(found) != len(rows):
        raise BadClause("Two named documents have one code.")
    return found


def four_policies() -> tuple[Named, ...]:
    """The policies without which the guidance does not stand (F.2, F.9)."""
    return tuple(each for each in named_documents().values() if each.one_of_four)


def needed_by(number: str) -> list[Named]:
    """The named documents that a clause needs (F.10)."""
    return [each for each in named_documents().values() if number in each.clauses]


def _named(row: dict) -> Named:
    facts = row | {
        "clauses": tuple(clause(number).number for number in row["clauses"]),
        "heeds": tuple(Heed(clause(heed["clause"]).number, heed["words"]) for heed in row.get("heeds", ())),
    }
    return Named(**facts)
