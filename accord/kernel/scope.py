"""Whose rows we see. One context manager opens the transaction and the school's scope.

PostgreSQL's row-level security reads the setting `app.school`; the managers of school-owned models filter by the same
school, so that a forgotten filter meets two walls. The setting ends with the transaction.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import connection, transaction

T = TypeVar("T")

_school: ContextVar[int | None] = ContextVar("accord_school", default=None)


class NoScope(RuntimeError):
    """School-owned rows were asked for outside a school's scope. Fails loudly, where an empty answer would mislead."""


def current_school() -> int | None:
    """The number of the school whose scope is open, if one is."""
    return _school.get()


def require_school() -> int:
    """The number of the open school. Raises `NoScope` outside one."""
    school = _school.get()
    if school is None:
        raise NoScope("No school's scope is open.")
    return school


def _point_at(school: int | None) -> None:
    # A literal on purpose: SET takes no parameters, and an int cannot carry SQL.
    setting = "" if school is None else f"{school:d}"
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL app.school = '{setting}'")


def _freeze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


@contextmanager
def in_school(school: int, *, frozen: bool = False) -> Iterator[None]:
    """Open a transaction in which exactly the rows of `school` exist.

    Nests: the inner scope ends with its savepoint and the outer one is back. An exception undoes the
    transaction (or savepoint) and the setting with it. `frozen` shows all queries the rows of one moment, whatever is
    committed meanwhile; inside another scope it is that one that decides.
    """
    if not isinstance(school, int) or isinstance(school, bool):
        raise TypeError("A scope is opened with the school's number.")
    outer, is_outermost = _school.get(), not connection.in_atomic_block
    with transaction.atomic():
        if frozen and is_outermost:
            _freeze()
        _point_at(school)
        token = _school.set(school)
        try:
            yield
        finally:
            _school.reset(token)
    if connection.in_atomic_block:
        _point_at(outer)  # SET LOCAL outlives a released savepoint.


def streamed(school: int, rows: Callable[[], Iterable[T]]) -> Iterator[T]:
    """The rows of a streamed response, with a scope of their own: the request's is closed when they are read."""
    with in_school(school):
        yield from rows()
