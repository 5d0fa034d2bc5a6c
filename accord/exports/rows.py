"""The tables of a school in open formats: which are taken, which columns, and how a value is written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db import models

from accord.ui import csvfile

AT_A_TIME = 2_000

# Tables that stay, and why.
LEFT_OUT = {
    "exports.listcopy": "a list on its way to somebody",
    "exports.schoolcopy": "this export itself",
    "signing.receiptcopy": "a receipt on its way to somebody; it can be made again from the declaration",
    "signing.printing": "sheets on their way to a printer",
    "policies.intake": "an upload that is being read",
    "people.stafffile": "an upload that nobody has confirmed",
    "duties.calendarlink": "fingerprints of secrets that open calendars",
    "kernel.pending": "entries of the ledger that get their position in the next second",
}
# Columns that stay wherever they are: keys, fingerprints of secrets, and files that are on their way.
SECRET_COLUMNS = {
    "key",
    "wrapped",
    "digest",
    "link_hash",
    "token_hash",
    "key_hash",
    "content",
    "picture",
    "paper",
    "given",
}
# What a table of no school's own says of this one.
SEATS = ("id", "person_id", "account__email", "closed_at", "closed_by_hand")


@dataclass(frozen=True)
class SchoolTable:
    """One table of the open school: what it is called, and the columns that are taken."""

    model: type[models.Model]
    columns: tuple[str, ...]
    of_school: str = "school_id"

    @property
    def name(self) -> str:
        return self.model._meta.label_lower

    def rows(self, school: int) -> Iterator[tuple[Any, ...]]:
        found = self.model._default_manager.filter(**{self.of_school: school}).order_by("pk")
        yield from found.values_list(*self.columns).iterator(chunk_size=AT_A_TIME)


def tables() -> list[SchoolTable]:
    """Every table that holds something of a school, by name. One that nobody has thought of is taken."""
    found = []
    for model in apps.get_models():
        label = model._meta.label_lower
        if not model.__module__.startswith("accord.") or label in LEFT_OUT:
            continue
        if label == "people.seat":
            found.append(SchoolTable(model, SEATS))
        elif label == "schools.school":
            found.append(SchoolTable(model, _columns(model), of_school="pk"))
        elif any(field.attname == "school_id" for field in model._meta.concrete_fields):
            found.append(SchoolTable(model, _columns(model)))
    return sorted(found, key=lambda table: table.name)


def _columns(model: type[models.Model]) -> tuple[str, ...]:
    names = [field.attname for field in model._meta.concrete_fields]
    return tuple(name for name in names if name != "school_id" and name not in SECRET_COLUMNS)


def as_json(table: SchoolTable, school: int) -> Iterator[bytes]:
    """A list of objects, one on a line. Times are in UTC, bytes in hexadecimal."""
    yield b"["
    before = "\n"
    for row in table.rows(school):
        told = dict(zip(table.columns, map(plain, row), strict=True))
        yield (before + json.dumps(told, ensure_ascii=False)).encode()
        before = ",\n"
    yield b"\n]\n"


def as_csv(table: SchoolTable, school: int) -> Iterator[bytes]:
    """The same for a spreadsheet, in which no cell can run."""
    rows = (map(_in_a_cell, row) for row in table.rows(school))
    for line in csvfile.lines(table.columns, rows):
        yield line.encode("utf-8", "replace")


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, list):
        return [plain(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str | dict):
        return value
    return str(value)


def _in_a_cell(value: Any) -> Any:
    """A value as one cell. Times keep their second and their zone, which a list for people does not."""
    found = plain(value)
    return json.dumps(found, ensure_ascii=False) if isinstance(found, list | dict) else found
