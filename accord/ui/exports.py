"""Lists on their way out of Accord, in the form that was asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.functional import Promise

from accord.kernel.registry import Registry
from accord.ui import csvfile

ASKED = "as"
CSV, XLSX, PDF = "csv", "xlsx", "pdf"
Text = str | Promise


@dataclass(frozen=True)
class Listing:
    """A list as it leaves: the name of its file (without an ending), its title, and what stands in it.

    `rows` is used once. Where it is a generator, it opens a scope of its own (`kernel.scope.streamed`). `narrowed` says
    in words what was chosen and searched for. A paper has room for few columns: `on_paper` are their places, or all.
    """

    name: str
    title: Text
    headings: Sequence[Text]
    rows: Iterable[Sequence[Any]]
    narrowed: str = ""
    on_paper: Sequence[int] = ()


class Papers(Protocol):
    """What a higher slice offers in its `apps.py`: it has lists set as papers, which takes longer than a page may."""

    def ask(self, request: HttpRequest, listing: Listing) -> HttpResponseBase:
        """Have it made, and lead to where it is fetched. Raises Refused where it is too long for a paper."""
        ...


papers: Registry[Papers] = Registry("makers of papers")


def answer(request: HttpRequest, listing: Listing) -> HttpResponseBase:
    """The list as CSV, or as what `as` in the address says. A paper is asked for with POST: it is work for the worker."""
    asked = request.GET.get(ASKED)
    if asked == XLSX:
        from accord.ui import xlsxfile  # Its library takes ten megabytes, and most processes never need it.

        return xlsxfile.response(f"{listing.name}.xlsx", listing.headings, listing.rows)
    if asked == PDF and len(papers):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return next(iter(papers)).ask(request, listing)
    return csvfile.response(f"{listing.name}.csv", listing.headings, listing.rows)
