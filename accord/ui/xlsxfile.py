"""Exports as an Excel workbook: days are days, numbers are numbers, and no text ever becomes a formula."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import ALL_TEMP_FILES, WorksheetWriter

from accord.ui.states import State
from accord.ui.times import london

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT = 32_767  # Characters in a cell; a longer one makes the workbook unreadable.
MOST_ROWS = 1_048_576
DAY, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
_NARROWEST, _WIDEST = 10, 60


class TooManyRows(ValueError):
    """No workbook holds as many."""


def response(filename: str, headings: Sequence[Any], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """The download. `rows` is used up before it returns, one row in memory at a time."""
    answer = HttpResponse(workbook(headings, rows), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, filename)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def workbook(headings: Sequence[Any], rows: Iterable[Iterable[Any]]) -> bytes:
    """A workbook of one sheet, its heading frozen. Raises TooManyRows.

    The sheet is written to a file of its own on the way, which is gone when this returns.
    """
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("List")
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings, start=1):
        width = max(_NARROWEST, min(len(str(heading)) + 6, _WIDEST))
        sheet.column_dimensions[get_column_letter(place)].width = width
    made = BytesIO()
    with TemporaryDirectory(dir=settings.HOME, prefix=".sheet-") as folder:
        # By itself it would write the rows, in the clear, to the machine's own folder for such files.
        sheet._writer = WorksheetWriter(sheet, out=str(Path(folder) / "sheet.xml"))
        ALL_TEMP_FILES.append(sheet._writer.out)
        sheet._writer.write_top()
        sheet.append([_heading(sheet, heading) for heading in headings])
        for number, row in enumerate(rows, start=2):
            if number > MOST_ROWS:
                raise TooManyRows
            sheet.append([_cell(sheet, value) for value in row])
        book.save(made)
    return made.getvalue()


def _heading(sheet: Any, heading: Any) -> WriteOnlyCell:
    cell = _cell(sheet, str(heading))
    assert cell is not None
    cell.font, cell.alignment = _BOLD, _WRAPPED
    return cell


_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def _cell(sheet: Any, value: Any) -> Any:
    """`value` as a cell that is what it looks like."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return _day(sheet, london(value).replace(tzinfo=None, microsecond=0), MOMENT)
    if isinstance(value, date):
        return _day(sheet, value, DAY)
    return _text(sheet, str(value.word if isinstance(value, State) else value))


def _day(sheet: Any, value: date, shown: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = shown
    return cell


def _text(sheet: Any, words: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, "")
    cell._value = ILLEGAL_CHARACTERS_RE.sub("", words.encode(errors="ignore").decode())[:LONGEST_TEXT]
    cell.data_type = "s"  # Said by hand: by itself a text that begins with = would become a formula.
    return cell
