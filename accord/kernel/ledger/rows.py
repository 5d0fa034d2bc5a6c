"""Rows that the ledger answers for: every act that writes one says how the row stands afterwards.

The detail of such an act carries under `rows`, for each table and id, the SHA-256 of what the row says, or null where
the act took it away. The last word on each row, in the order of the tree, is how it must stand today. A digest commits
to every value and repeats none of them, so that a name stands in one place only.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db import connection, models
from django.db.models import OuterRef, Subquery

from accord.kernel.ledger.entries import spelt
from accord.kernel.models import Entry
from accord.kernel.registry import Registry
from accord.kernel.scope import require_school

Rows = dict[str, dict[str, str | None]]  # Table, the row's id, and its digest.

_AT_A_TIME = 5_000
_KEY = '"rows":{'  # Within a text of the detail the quotation marks would be escaped.
_SPOKEN = f"SELECT id, act, detail FROM {Entry._meta.db_table} WHERE school_id = %s AND strpos(detail, %s) > 0"
_spell = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, sort_keys=True, default=spelt).encode


@dataclass(frozen=True)
class HeldTable:
    """A table whose rows the ledger answers for; `noun` is what a finding calls one, `parts` what is committed to.

    Parts are columns, or columns of a row that a key points at (`account__email`).
    """

    model: type[models.Model]
    noun: str
    parts: tuple[str, ...]

    @cached_property
    def name(self) -> str:
        return self.model._meta.label_lower

    def digest(self, values: Iterable[Any]) -> str:
        """The SHA-256 of what a row says, spelled as in a detail; `values` are in the order of `parts`.

        What is empty is left out, so that a column that is added later changes nothing about the rows before it.
        """
        said = {
            part: value for part, value in zip(self.parts, values, strict=True) if value is not None and value != ""
        }
        return sha256(_spell(said).encode()).hexdigest()

    def digest_of(self, row: models.Model) -> str:
        return self.digest(_follow(row, part) for part in self.parts)

    def stored(self) -> Iterator[tuple[uuid.UUID, str]]:
        """The id and digest of every row of the open school as it stands in the database."""
        rows = self.model._default_manager.filter(school_id=require_school()).order_by()
        columns = map(self._column, self.parts)
        for pk, *values in rows.values_list("pk", *columns).iterator(chunk_size=_AT_A_TIME):
            yield pk, self.digest(values)

    def _column(self, part: str) -> str | Subquery:
        """A join would pass over rows whose key points at nothing, as a superuser can make it."""
        key, _, column = part.partition("__")
        if not column:
            return part
        target: Any = self.model._meta.get_field(key).related_model
        return Subquery(target._base_manager.filter(pk=OuterRef(f"{key}_id")).values(column)[:1])


held_tables: Registry[HeldTable] = Registry("held tables")


def every_column(model: type[models.Model], *, but: Sequence[str] = ()) -> tuple[str, ...]:
    """All columns of a model but its id, its school and those named."""
    left_out = {"id", "school_id", *but}
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname not in left_out)


def stated(*rows: models.Model, gone: Iterable[models.Model] = ()) -> Rows:
    """What an act says about the rows that it wrote, as they stand now, and about those that it took away."""
    tables = {table.model: table for table in held_tables}
    found: Rows = {}
    for row in rows:
        table = tables[type(row)]
        found.setdefault(table.name, {})[str(row.pk)] = table.digest_of(row)
    for row in gone:
        found.setdefault(tables[type(row)].name, {})[str(row.pk)] = None
    return found


def not_spoken_of() -> Rows:
    """The rows of held tables of which the open school's ledger has never said a word, as they stand now.

    There are some after an upgrade by which it answers for more tables than before.
    """
    words = LastWords()
    with connection.chunked_cursor() as cursor:
        cursor.execute(_SPOKEN, [require_school(), _KEY])
        while rows := cursor.fetchmany(_AT_A_TIME):
            for entry_id, act, detail in rows:
                words.hear(entry_id, act, detail)
    silent = (table for table in held_tables if not words.have(table))
    found: Rows = {table.name: {str(pk): digest for pk, digest in table.stored()} for table in silent}
    return {name: told for name, told in found.items() if told}


def _follow(row: Any, part: str) -> Any:
    for step in part.split("__"):
        row = getattr(row, step)
    return row


class LastWords:
    """What the ledger said last about each row. Entries are heard in the order of the tree."""

    def __init__(self) -> None:
        self._said: dict[str, dict[str, tuple[str | None, uuid.UUID, str]]] = {}

    def hear(self, entry_id: uuid.UUID, act: str, detail: str | None) -> None:
        """Take in what an entry says about rows. Most say nothing, and are not even read."""
        if detail is None or _KEY not in detail:
            return
        rows: Mapping[str, Mapping[str, str | None]] = json.loads(detail).get("rows", {})
        for table, told in rows.items():
            known = self._said.setdefault(table, {})
            for pk, value in told.items():
                known[pk] = (value, entry_id, act)

    def have(self, table: HeldTable) -> bool:
        """Whether anything has been said about rows of `table`."""
        return table.name in self._said

    def disagreements(self, table: HeldTable) -> Iterator[tuple[str, str, str]]:
        """A code, what it is about and a sentence for each row of `table` that is not as the ledger said last."""
        said, code = self._said.pop(table.name, {}), table.noun.replace(" ", "-")
        for pk, stands in table.stored():
            about = f"{table.noun} {pk}"
            wanted, entry_id, act = said.pop(str(pk), (None, None, ""))
            if wanted == stands:
                continue
            if entry_id is None:
                yield f"{code}-unrecorded", about, f"{about.capitalize()} stands without any entry in the ledger."
            elif wanted is None:
                sentence = f"{about.capitalize()} stands, but entry {entry_id} ({act}) took it away."
                yield f"{code}-unrecorded", about, sentence
            else:
                yield f"{code}-edited", about, f"{about.capitalize()} is not what entry {entry_id} ({act}) says."
        for gone, (kept, entry_id, act) in said.items():
            if kept is not None:
                about = f"{table.noun} {gone}"
                yield f"{code}-deleted", about, f"{about.capitalize()} is gone; entry {entry_id} ({act}) keeps it."
