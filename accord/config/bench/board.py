"""The boards of a secondary school with ten years behind it: what a Headteacher's pages ask and how long they take."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from accord.config.bench import history
from accord.config.bench.figures import Figure, at_most, counted, told

STAFF = 160
YEARS = 10
MOST_QUERIES = 12
MOST_MS = 100.0


def measure(home: Path, quick: bool) -> Iterator[Figure]:
    """In this process, through the whole of the middleware and the template."""
    from django.test import Client

    from accord.kernel.scope import in_school
    from accord.signing.models import Signature

    made = history.ten_years(staff=STAFF, years=3 if quick else YEARS, seed=10)
    with in_school(made.school):
        yield told("board: signatures in the school", Signature.objects.count(), "rows")
    browser = Client(headers={"host": "localhost"})
    browser.cookies["accord_session"] = made.head
    base = f"/s/{made.slug}/signing/"
    for name, address in (("board of one document", f"{base}{made.series[0]}/"), ("board of all documents", base)):
        queries, taken = _visit(browser, address, 10 if quick else 40)
        yield at_most(f"{name}: queries", queries, "queries", MOST_QUERIES)
        yield at_most(f"{name}: server time", 1000 * taken, "ms", MOST_MS)


def _visit(browser: Any, address: str, times: int) -> tuple[int, float]:
    with counted() as statements:
        page = browser.get(address)
    assert page.status_code == 200, page.status_code
    queries, taken = len(statements), []
    for _ in range(times):
        began = time.perf_counter()
        browser.get(address)
        taken.append(time.perf_counter() - began)
    return queries, median(taken)
