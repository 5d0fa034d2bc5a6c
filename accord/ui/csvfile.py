"""Exports for a spreadsheet in which no cell can run: what looks like a formula is kept as text."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from accord.ui.states import State
from accord.ui.times import london

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # The wide ones too: some spreadsheets take them for the narrow.
BREAKS = ("\t", "\r", "\n")
BOM = "\ufeff"  # Without it a spreadsheet reads the file in the machine's own old encoding.


class _Echo:
    """A file that gives back what is written to it, so that a row leaves as soon as it is made."""

    def write(self, text: str) -> str:
        return text


def response(filename: str, headings: Iterable[Any], rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """The download. `rows` is used up while it streams, after the request's transaction has ended:
    hand over what was read already, or a generator that opens its own scope.
    """
    answer = StreamingHttpResponse(lines(headings, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, filename)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def lines(headings: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The file, line by line."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_MINIMAL)
    yield BOM + writer.writerow([safe(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([safe(value) for value in row])


def safe(value: Any) -> Any:
    """`value` as a cell that nothing runs in. Numbers stay numbers; days are written so that they sort."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return london(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value.word if isinstance(value, State) else value).replace("\x00", "")
    # A blank before the sign does not stop a spreadsheet, so it does not stop us.
    return f"'{text}" if text.startswith(BREAKS) or text.lstrip().startswith(SIGNS) else text
