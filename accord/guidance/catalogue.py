"""The guidance as data: every clause in our own words, read from `clauses/*.toml` and checked on the way in."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("clauses")

_PARTS = re.compile(r"\d+|[a-z]+|[A-Z]+")
_FOREWORD_SECTIONS_APPENDIX = ("F", "", "A")


class Strength(StrEnum):
    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    MUST_NOT = "must-not"
    SHOULD_NOT = "should-not"
    SCOPE = "scope"
    INFERRED = "inferred"  # Only of the source: it does not say so, and we read it that way.


class Status(StrEnum):
    """How a clause of June 2023 stands today."""

    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"  # It cites an older law, booklet, word or number. The duty stands.
    IN_TENSION = "in-tension"  # It does not fit the law or current guidance.


class Bearer(StrEnum):
    """Who bears a duty."""

    GOVERNING_BOARD = "Governing board"
    CHAIR = "Chair of Governors"
    HEADTEACHER = "Headteacher"
    DSL = "Designated Safeguarding Lead"
    LEADERS = "Leaders"
    MANAGERS = "Managers"
    SCHOOL = "School"
    TEACHERS = "Teachers"
    STAFF = "Staff"
    USERS = "Users"
    EVERYONE = "Everyone"
    EVERYONE_ON_SITE = "Everyone on site"
    AUTHORITY = "Local authority"


class BadClause(ValueError):
    """The data file states something that cannot be."""


class NoSuchClause(LookupError):
    """The guidance has no clause of that number."""


@dataclass(frozen=True)
class Source:
    """Where a reader can check what a note says."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class Clause:
    """One duty of the guidance. `strength` is ours; `strength_in_source` is lower where the source only advises."""

    number: str
    section: str
    who: str
    strength: Strength
    strength_in_source: Strength
    title: str
    plain: str
    checked_on: date
    second_strength: Strength | None = None
    status: Status = Status.IN_FORCE
    note: str = ""
    sources: tuple[Source, ...] = ()
    bearers: tuple[Bearer, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bearers", tuple(Bearer(name) for name in re.split(" and | or ", self.who)))
        if self.strength is Strength.INFERRED:
            raise BadClause(f"{self.number}: only the strength in the source can be inferred.")
        if not (self.title and self.plain):
            raise BadClause(f"{self.number}: a clause has a title and plain words.")
        if (self.status is not Status.IN_FORCE) != bool(self.note and self.sources):
            raise BadClause(f"{self.number}: a note with its sources belongs to a clause that is not simply in force.")

    @property
    def strengths(self) -> tuple[Strength, ...]:
        return (self.strength, self.second_strength) if self.second_strength else (self.strength,)

    @property
    def is_stronger_than_source(self) -> bool:
        return self.strength is not self.strength_in_source

    @property
    def is_in_force(self) -> bool:
        return self.status is Status.IN_FORCE


@dataclass(frozen=True)
class Section:
    """A group of clauses under one heading of the guidance."""

    code: str
    title: str
    clauses: tuple[Clause, ...]

    @property
    def anchor(self) -> str:
        return "section-" + re.sub(r"[^0-9A-Za-z]+", "-", self.code)


def natural(number: str) -> tuple[tuple[bool, int, str], ...]:
    """Sorts clause numbers as a reader counts: the foreword first, 9.7a after 9.7, A2.10 after A2.9."""
    letters = number[:1] if number[:1].isalpha() else ""
    parts = _PARTS.findall(number.removeprefix(letters))
    rank = (False, _FOREWORD_SECTIONS_APPENDIX.index(letters), "")
    return (rank, *((part.isalpha(), 0 if part.isalpha() else int(part), part) for part in parts))


@cache
def sections() -> tuple[Section, ...]:
    """All sections in the order of the guidance. Raises BadClause where the data contradicts itself."""
    found = [read_section(path) for path in FOLDER.glob("*.toml")]
    numbers = [clause.number for section in found for clause in section.clauses]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise BadClause(f"Stated twice: {', '.join(twice)}.")
    return tuple(sorted(found, key=lambda section: natural(section.clauses[0].number)))


@cache
def clauses() -> dict[str, Clause]:
    """Every clause by its number, in natural order."""
    return {clause.number: clause for section in sections() for clause in section.clauses}


def clause(number: str) -> Clause:
    """The clause of that number, in exactly that spelling. Raises NoSuchClause."""
    try:
        return clauses()[number]
    except KeyError:
        raise NoSuchClause(f"The guidance has no clause {number}.") from None


def section(code: str) -> Section:
    """The section of that code. Raises NoSuchClause."""
    for candidate in sections():
        if candidate.code == code:
            return candidate
    raise NoSuchClause(f"The guidance has no section {code}.")


def read_section(path: Path) -> Section:
    """The section that a file states. Raises BadClause with the file's name."""
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        code, checked_on = written["code"], written["checked_on"]
        read = [_clause(row, code, checked_on) for row in written["clause"]]
    except (KeyError, TypeError, ValueError) as problem:
        raise BadClause(f"{path.name}: {problem}") from problem
    return Section(code, written["title"], tuple(sorted(read, key=lambda clause: natural(clause.number))))


def _clause(row: dict, code: str, checked_on: date) -> Clause:
    """A clause from its table in the file. `checked_on` is the section's unless the clause has its own."""
    facts = {"strength_in_source": row["strength"], "checked_on": checked_on} | row
    for name in ("strength", "second_strength", "strength_in_source"):
        if name in facts:
            facts[name] = Strength(facts[name])
    for name in ("plain", "note"):
        facts[name] = " ".join(facts.get(name, "").split())
    facts["status"] = Status(facts.get("status", Status.IN_FORCE))
    facts["sources"] = tuple(Source(**source) for source in facts.get("sources", []))
    return Clause(section=code, **facts)
