"""From rows to entries: each row read by itself, then rows about the same person set against each other."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from .dates import read_date
from .headings import Mapping
from .names import FullName, read_full_name, read_name, read_title
from .plans import Entry, Problem
from .posts import is_known_contract, read_category, split_posts
from .sheets import Row, Sheet
from .values import (
    BadValue,
    check_length,
    fold_id,
    fold_name,
    looks_damaged,
    or_empty,
    read_email,
    read_source_id,
)

T = TypeVar("T")
_NOBODY = FullName()
_LONGEST_CELL = 1000  # characters; what is longer is no value, and slow to make sense of


@dataclass
class Findings:
    """Bad rows and warnings, gathered while planning.

    `labels` are the headings of the fields; `repeats` those bad rows that tell of a person again.
    """

    labels: dict[str, str]
    bad: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    bad_rows: set[int] = field(default_factory=set)
    repeats: set[int] = field(default_factory=set)

    def refuse(self, row: int, column: str, value: str, code: str, reason: str) -> None:
        """`row` is bad; `column` is a field, shown by its heading, or "" for the whole row."""
        self.bad.append(Problem(row, self.labels.get(column, ""), value, code, reason))
        self.bad_rows.add(row)

    def warn(self, row: int | None, column: str, value: str, code: str, reason: str) -> None:
        self.warnings.append(Problem(row, self.labels.get(column, ""), value, code, reason))


def read_entries(sheet: Sheet, mapping: Mapping) -> tuple[list[Entry], Findings]:
    """An entry for every row, bad ones included as far as they could be read, and what was found wrong."""
    columns = {column.field: column for column in mapping.columns if column.field}
    labels = {name: column.label for name, column in columns.items()}
    labels.setdefault("surname", labels.get("full_name", ""))
    labels.setdefault("forename", labels.get("full_name", ""))
    findings = Findings(labels)
    reader = _RowReader({name: column.index for name, column in columns.items()}, findings)
    return [reader.read(row) for row in sheet.rows], findings


class _RowReader:
    """Reads one row after another; what cannot be read is reported and left empty."""

    def __init__(self, indexes: dict[str, int], findings: Findings) -> None:
        self.indexes = indexes
        self.findings = findings
        self.row = Row(0, ())
        self.refused: set[str] = set()  # fields of this row that could not be read

    def read(self, row: Row) -> Entry:
        self.row = row
        self.refused.clear()
        if row.fault:
            self.findings.refuse(row.number, "", row.cells[0], "row-uneven", row.fault)
        name = self._name()
        posts: tuple[str, ...] = self._value("job_title", split_posts, ())
        starts_on = self._value("starts_on", read_date, None)
        ends_on = self._value("ends_on", read_date, None)
        if starts_on and ends_on and ends_on < starts_on:
            self._refuse("ends_on", "end-before-start", f"The end comes before the start ({starts_on:%d/%m/%Y}).")
        return Entry(
            row=row.number,
            forename=name.forename,
            surname=name.surname,
            source_id=self._value("source_id", read_source_id, ""),
            email=self._value("email", read_email, ""),
            title=name.title,
            known_as=name.known_as,
            posts=posts,
            team=self._value("team", or_empty, ""),
            category=self._category(posts),
            starts_on=starts_on,
            ends_on=ends_on,
            manager_text=self._value("line_manager", or_empty, ""),
        )

    def _cell(self, name: str) -> str:
        index = self.indexes.get(name)
        return "" if index is None else self.row.cells[index]

    def _value(self, name: str, read: Callable[[str], T], otherwise: T) -> T:
        cell = self._cell(name)
        if not cell:
            return otherwise
        try:
            if len(cell) > _LONGEST_CELL:
                raise BadValue("too-long", f"This is {len(cell)} characters long.")
            value = read(cell)
            check_length(name, "; ".join(value) if isinstance(value, tuple) else str(value))
        except BadValue as bad:
            self._refuse(name, bad.code, bad.reason)
            return otherwise
        return value

    def _refuse(self, name: str, code: str, reason: str) -> None:
        self.findings.refuse(self.row.number, name, self._cell(name), code, reason)
        self.refused.add(name)

    def _name(self) -> FullName:
        whole = self._value("full_name", read_full_name, _NOBODY)
        forename = self._value("forename", read_name, "") or whole.forename
        surname = self._value("surname", read_name, "") or whole.surname
        known_as = self._value("known_as", read_name, "") or whole.known_as
        title = self._value("title", read_title, "") or whole.title
        if not forename:
            forename, known_as = known_as, ""
        for name, value in (("surname", surname), ("forename", forename)):
            if not value and not self.refused & {name, "full_name"}:
                self._refuse(name, f"{name}-missing", f"There is no {name}.")
            elif looks_damaged(value):
                reason = "Letters were lost before the file came here. Put the name right in your records system."
                self.findings.warn(self.row.number, name, value, "name-damaged", reason)
        return FullName(title, forename, surname, known_as)

    def _category(self, posts: tuple[str, ...]) -> str:
        contract = self._value("category", or_empty, "")
        if not is_known_contract(contract):
            reason = "This kind of contract is not known here; the job title decides, or else permanent staff."
            self.findings.warn(self.row.number, "category", contract, "category-unknown", reason)
        return str(read_category(contract, posts) or "")


def drop_repeats(entries: Iterable[Entry], findings: Findings) -> None:
    """Marks rows that say whom they are about with an id, address or bare name that another row has too.

    Rows of the same name are one person told twice: the row that holds longest stands and the
    others are bad. Rows of different names cannot both be right, and none of them stands.
    """
    good = [entry for entry in entries if entry.row not in findings.bad_rows]
    for name, key in _TELLING:
        for same in _groups([entry for entry in good if entry.row not in findings.bad_rows], key):
            _settle(name, same, findings)


def _bare_name(entry: Entry) -> Hashable:
    """Who the entry is about if nothing but the name says it."""
    if entry.source_id or entry.email:
        return None
    return fold_name(entry.surname), fold_name(entry.forename), entry.starts_on


_TELLING: tuple[tuple[str, Callable[[Entry], Hashable]], ...] = (
    ("source_id", lambda entry: fold_id(entry.source_id) if entry.source_id else None),
    ("email", lambda entry: entry.email or None),
    ("surname", _bare_name),
)


def _groups(entries: list[Entry], key: Callable[[Entry], Hashable]) -> list[list[Entry]]:
    by_key: dict[Hashable, list[Entry]] = {}
    for entry in entries:
        if (found := key(entry)) is not None:
            by_key.setdefault(found, []).append(entry)
    return [same for same in by_key.values() if len(same) > 1]


def _settle(name: str, same: list[Entry], findings: Findings) -> None:
    first, *others = same
    if not all(_same_person(first, other) for other in others):
        for entry in same:
            rows = " and ".join(str(other.row) for other in same if other is not entry)
            reason = f"Another person has this too, in row {rows}. Only one of them can."
            findings.refuse(entry.row, name, getattr(entry, name), f"{name.replace('_', '-')}-repeated", reason)
        return
    stands = max(same, key=lambda entry: (entry.ends_on or date.max, entry.starts_on or date.min, -entry.row))
    for entry in same:
        if entry is not stands:
            reason = f"Row {stands.row} is about the same person and is used instead. Put all posts into one row."
            findings.refuse(entry.row, name, getattr(entry, name), "person-repeated", reason)
            findings.repeats.add(entry.row)


def _same_person(one: Entry, other: Entry) -> bool:
    """Whether two rows that share an id or address mean one person: same name and no two ids."""
    if one.source_id and other.source_id and fold_id(one.source_id) != fold_id(other.source_id):
        return False
    return fold_name(one.surname) == fold_name(other.surname) and fold_name(one.forename) == fold_name(other.forename)
