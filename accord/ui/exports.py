"""Lists on their way out of Accord, in the form that was asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise

from accord.ui import csvfile

ASKED = "as"
CSV, XLSX = "csv", "xlsx"


@dataclass(frozen=True)
class Listing:
    """A list as it leaves: the name of its file (without an ending), and what stands in it.

    `rows` is used once. Where it is a generator, it opens a scope of its own (`kernel.scope.streamed`).
    """

    name: str
    headings: Sequence[str | Promise]
    rows: Iterable[Sequence[Any]]


def answer(request: HttpRequest, listing: Listing) -> HttpResponseBase:
    """The list as CSV, or as what `as` in the address says."""
    if request.GET.get(ASKED) == XLSX:
        from accord.ui import xlsxfile  # Its library takes ten megabytes, and most processes never need it.

        return xlsxfile.response(f"{listing.name}.xlsx", listing.headings, listing.rows)
    return csvfile.response(f"{listing.name}.csv", listing.headings, listing.rows)
