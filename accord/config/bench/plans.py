"""Visiting every kind of page, and how PostgreSQL answers what each page asks."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

LINK = re.compile(rb'href="(/[^"#]*)')
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)|(?<=/policies/)[^/]+|(?<=/guidance/)[^/]+|(?<=\?).*")
# They end the visit, or are no pages.
NOT_VISITED = ("/accounts/logout/", "/static/")
EXPLAINED = ("SELECT", "WITH", "UPDATE", "DELETE")
# Reading so few pages whole is cheaper than any index, and the planner knows it.
FEW_PAGES = 2


@dataclass
class Visit:
    """One kind of page: how often it asked the database, how long it took, and which tables were read from end to end."""

    address: str
    queries: int
    seconds: float
    read_whole: set[str] = field(default_factory=set)


def visit_everything(browser: Any, first: str, *, times: int, explain: bool = False) -> dict[str, Visit]:
    """Follow every link from `first` on, one address of each kind."""
    found: dict[str, Visit] = {}
    waiting = [first]
    while waiting:
        address = waiting.pop(0)
        kind = ID.sub("*", address)
        if kind in found or address.startswith(NOT_VISITED):
            continue
        visit, body, location = _visit(browser, address, times, explain)
        found[kind] = visit
        waiting += [link.decode().replace("&amp;", "&") for link in LINK.findall(body)]
        waiting += [location] if location.startswith("/") else []
    return found


def _visit(browser: Any, address: str, times: int, explain: bool) -> tuple[Visit, bytes, str]:
    statements: list[str] = []
    read_whole: set[str] = set()
    with noting(statements, read_whole if explain else None):
        page = browser.get(address)
        body = b"".join(page.streaming_content) if page.streaming else page.content
    assert page.status_code < 500, (address, page.status_code)
    taken = [_seconds(browser, address) for _ in range(times)]
    visit = Visit(address, len(statements), median(taken) if taken else 0.0, read_whole)
    is_page = "html" in page.headers.get("Content-Type", "")
    return visit, body if is_page else b"", page.headers.get("Location", "")


def _seconds(browser: Any, address: str) -> float:
    began = time.perf_counter()
    page = browser.get(address)
    if page.streaming:
        list(page.streaming_content)
    return time.perf_counter() - began


@contextmanager
def noting(statements: list[str], read_whole: set[str] | None) -> Iterator[None]:
    """Note every statement of this thread, and with `read_whole` the tables that its plan reads from end to end."""
    from django.db import connection

    def note(execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(statement)
        if read_whole is not None and statement.lstrip().upper().startswith(EXPLAINED):
            with connection.connection.cursor() as aside:
                plan = aside.execute(f"EXPLAIN (FORMAT JSON) {statement}", params).fetchone()[0]
            plan = json.loads(plan) if isinstance(plan, str) else plan
            read_whole.update(_read_whole(plan[0]["Plan"]))
        return execute(statement, params, many, context)

    with connection.execute_wrapper(note):
        yield


def _read_whole(plan: dict[str, Any]) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for below in plan.get("Plans", ()):
        yield from _read_whole(below)


def large_tables() -> set[str]:
    """The tables of schools that are larger than a few pages, by the statistics."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relpages > %s", [FEW_PAGES]
        )
        return {row[0] for row in cursor.fetchall()}
