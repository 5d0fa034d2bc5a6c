"""Filtering, searching and ordering, of querysets and of plain lists alike."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

_MOST_DIGITS = 9


def follow(row: Any, path: str) -> Any:
    """The value at the end of a dotted path through attributes and mappings; None where it breaks off."""
    for name in path.split("."):
        if row is None:
            return None
        row = row.get(name) if isinstance(row, dict) else getattr(row, name)
    return row


def whole_number(text: str) -> int | None:
    """The number that `text` is, and None where it is none. What has more digits than any of ours is cut to the largest:
    Python refuses to read thousands of them.
    """
    if not (text.isascii() and text.isdigit()):
        return None
    return int(text) if len(text) <= _MOST_DIGITS else 10**_MOST_DIGITS - 1


def turned(field: str) -> Any:
    """A field of an ordering, the other way round."""
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def is_database(rows: Any) -> bool:
    """Whether the database does the work: a queryset, or anything that offers its methods."""
    return hasattr(rows, "order_by")


def equal(rows: Any, path: str, value: str) -> Any:
    if is_database(rows):
        return rows.filter(**{path.replace(".", "__"): value})
    return [row for row in rows if str(follow(row, path.replace("__", "."))) == value]


def containing(rows: Any, paths: Sequence[str], words: str) -> Any:
    """The rows that have every one of the words somewhere in `paths`."""
    if is_database(rows):
        for word in words.split():
            somewhere = Q()
            for path in paths:
                somewhere |= Q(**{f"{path.replace('.', '__')}__icontains": word})
            rows = rows.filter(somewhere)
        return rows
    texts = [(row, " ".join(str(follow(row, path.replace("__", "."))) for path in paths).casefold()) for row in rows]
    return [row for row, text in texts if all(word in text for word in words.casefold().split())]


def ordered(rows: Any, ordering: Sequence[str], column: Any, down: bool) -> Any:
    """A queryset by its fields; a list by what the column shows, empty cells last."""
    if is_database(rows):
        return rows.order_by(*ordering)
    if column is None:
        return rows
    filled = [row for row in rows if column.of(row) not in (None, "")]
    blank = [row for row in rows if column.of(row) in (None, "")]
    return sorted(filled, key=lambda row: _comparable(column.of(row)), reverse=down) + blank


def count(rows: Any) -> int:
    return rows.count() if is_database(rows) else len(rows)


def _comparable(value: Any) -> Any:
    if isinstance(value, str):
        return value.casefold()
    return getattr(value, "word", value)
