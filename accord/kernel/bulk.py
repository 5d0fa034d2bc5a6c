"""Writing very many rows at once: one statement each, however many there are.

The ORM makes an object of each row and prepares each value by itself, which takes several times as long as the writing.
COPY is not for us: PostgreSQL refuses it on tables with row-level security.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

from accord.kernel.scope import require_school

Rows = Iterable[Sequence[Any]]
T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of `size`, the last one maybe shorter: a statement's values are all in memory at once."""
    waiting = iter(items)
    while some := list(islice(waiting, size)):
        yield some


def check_keys_by_index() -> None:
    """Before very many rows: have their keys checked through indexes, up to the end of the transaction.

    PostgreSQL plans the check of a key once for a connection. Planned while the table was nearly empty it reads the
    whole table, and goes on doing so for every row of a big import, until the statement takes too long.
    """
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS; SET LOCAL enable_seqscan = off")


def add_rows(model: type[models.Model], names: Sequence[str], rows: Rows, *, unless_there: bool = False) -> None:
    """Add rows of the open school, each with the values of the fields `names`.

    With `unless_there`, a row that a unique key refuses is left out.
    """
    fields = _fields(model, names)
    columns = ", ".join(each.column for each in fields)
    _execute(
        f"INSERT INTO {model._meta.db_table} (school_id, {columns}) SELECT %s, * FROM unnest({_arrays(fields)})"
        f"{' ON CONFLICT DO NOTHING' if unless_there else ''}",
        rows,
    )


def write_columns(model: type[models.Model], names: Sequence[str], rows: Rows) -> None:
    """Set the columns of the fields `names` in rows that are there; each of `rows` begins with the row's id."""
    fields = _fields(model, ["id", *names])
    columns = ", ".join(f"new_{each.column}" for each in fields)
    changes = ", ".join(f"{each.column} = new_{each.column}" for each in fields[1:])
    _execute(
        f"WITH told AS (SELECT %s::bigint AS new_school, * FROM unnest({_arrays(fields)}) AS told ({columns})) "
        f"UPDATE {model._meta.db_table} SET {changes} FROM told WHERE id = new_id AND school_id = new_school",
        rows,
    )


def _execute(statement: str, rows: Rows) -> None:
    values = [list(column) for column in zip(*rows, strict=True)]
    if values:
        with connection.cursor() as cursor:
            cursor.execute(statement, [require_school(), *values])


def _fields(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    return [model._meta.get_field(name) for name in names]


def _arrays(fields: Iterable[models.Field]) -> str:
    """A placeholder for each column, of the column's type without its length, which would cut in silence."""
    kinds = ((field.db_type(connection) or "").split("(")[0] for field in fields)
    return ", ".join(f"%s::{kind}[]" for kind in kinds)
