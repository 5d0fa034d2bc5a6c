"""What a measurement comes to, and how it is taken: in turns, so that a busy moment of the machine hits both sides."""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the result. Without a bound it is only told."""

    name: str
    value: float
    unit: str
    bound: float | None
    ok: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def at_most(name: str, value: float, unit: str, bound: float) -> Figure:
    return Figure(name, round(value, 3), unit, bound, value <= bound)


def at_least(name: str, value: float, unit: str, bound: float) -> Figure:
    return Figure(f"{name} (at least)", round(value, 3), unit, bound, value >= bound)


def told(name: str, value: float, unit: str) -> Figure:
    return Figure(name, round(value, 3), unit, None, True)


def ratio(name: str, ours: list[float], plain: list[float], bound: float) -> Figure:
    """How many times as long as the plain way ours takes, by the medians."""
    return at_most(name, median(ours) / median(plain), "×", bound)


def in_turns(rounds: int, **ways: Callable[[], float | None]) -> dict[str, list[float]]:
    """Run each way once a round, in an order that changes; how long each took in seconds, or what it returned."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name in random.Random(number).sample([*ways], len(ways)):
            began = time.perf_counter()
            found = ways[name]()
            taken[name].append(time.perf_counter() - began if found is None else found)
    return taken


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement of this thread that goes to the database while the block runs, BEGIN and COMMIT left out."""
    from django.db import connection

    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def table(figures: Iterable[Figure]) -> str:
    """The figures for people."""
    lines = []
    for figure in figures:
        bound = "" if figure.bound is None else f"{figure.bound:,g}"
        state = "" if figure.bound is None else ("ok" if figure.ok else "BROKEN")
        lines.append(f"{figure.name:62} {figure.value:>12,g} {figure.unit:9} {bound:>8}  {state}")
    return "\n".join(lines)
