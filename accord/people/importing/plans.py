"""The shapes of a plan: what is known, what a row says, and what would be done with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the school already has, as the planner needs them.

    `key` is the caller's own and stays so; it may be any text. `manager` is the key of the line
    manager, or "". `posts` are the single posts of their job title. `ends_on` is the last day in
    post, included. `in_post` is whether that day has not passed; people ended by hand are False.
    """

    key: str
    forename: str
    surname: str
    source_id: str = ""
    email: str = ""
    title: str = ""
    known_as: str = ""
    posts: tuple[str, ...] = ()
    team: str = ""
    category: str = "permanent"
    starts_on: date | None = None
    ends_on: date | None = None
    manager: str = ""
    in_post: bool = True

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}".strip()


@dataclass(frozen=True, slots=True)
class Ref:
    """Points at a person: at somebody known by `key`, or at the new person of row `row` of the file."""

    key: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says about one person, read but not yet compared.

    `row` is the line in the file. Empty texts, None and an absent manager mean that the row says
    nothing about it, except for `ends_on` where the file has that column: then None means that no
    end is in sight. `roles` are codes that the posts show; they are proposals and never compared.
    """

    row: int
    forename: str
    surname: str
    source_id: str = ""
    email: str = ""
    title: str = ""
    known_as: str = ""
    posts: tuple[str, ...] = ()
    team: str = ""
    category: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    manager: Ref | None = None
    manager_text: str = ""
    roles: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}".strip()


class Kind(StrEnum):
    """What would become of a person."""

    NEW = "new"
    CHANGED = "changed"
    LEAVING = "leaving"
    RETURNING = "returning"
    UNCHANGED = "unchanged"


Value = str | tuple[str, ...] | date | Ref | None


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a known person, as it is and as it would be.

    Fields are the names of `Known`: source_id, email, title, forename, surname, known_as, posts,
    team, category, starts_on, ends_on, and manager (a Ref or None on both sides).
    """

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Step:
    """What would be done about one person.

    `row` is None and `entry` too for somebody who leaves because the file does not name them.
    `key` is "" for a new person; all that is to be written of one stands in `entry`. For a known
    person, only `changes` are to be written. `is_over` is whether the last day has passed
    already: true of everybody who leaves, and of a new person whom the file shows as gone.
    """

    kind: Kind
    row: int | None
    key: str
    name: str
    entry: Entry | None
    changes: tuple[Change, ...] = ()
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is bad, or deserves a look.

    `row` is the line in the file, or None for the file as a whole; `column` the heading as written,
    or "" for the whole row; `value` the cell as written; `reason` is for people, `code` for tests and logs.
    """

    row: int | None
    column: str
    value: str
    code: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """What an import would do. Nothing has been written; whether to go on is the caller's decision.

    A row is either bad or has exactly one step. All tuples are in the order of the file; people
    who leave because they are absent come last. `in_post_before` is how many were in post.
    """

    new: tuple[Step, ...]
    changed: tuple[Step, ...]
    leaving: tuple[Step, ...]
    returning: tuple[Step, ...]
    unchanged: tuple[Step, ...]
    bad: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    in_post_before: int

    @property
    def bad_rows(self) -> tuple[int, ...]:
        """Each row that cannot be used, once; a row may have several problems."""
        return tuple(sorted({problem.row for problem in self.bad if problem.row is not None}))

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.changed or self.leaving or self.returning)

    @property
    def leaving_share(self) -> float:
        """What part of the people in post would leave, from 0 to 1; a large one hints at the wrong file."""
        return len(self.leaving) / self.in_post_before if self.in_post_before else 0.0

    def steps(self) -> Iterator[Step]:
        """Every step that would write something, new people first, so that managers exist when they are named."""
        yield from self.new
        yield from self.changed
        yield from self.returning
        yield from self.leaving
