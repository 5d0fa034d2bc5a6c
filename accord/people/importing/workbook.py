"""An Excel workbook as text, so that everything after it is read as any other export is."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from .headings import count_known
from .sheets import UnreadableFile

BEGINNING = b"PK\x03\x04"
_MOST_BYTES = 200_000_000  # unpacked; a staff list of 25,000 people has about a tenth of it
_MOST_ROWS = 100_000
_MOST_CELLS = 200
_LOOKED_AT = 80  # headings stand within these rows
_MACROS = "This workbook holds macros. Save it as “Excel Workbook (.xlsx)”, without macros, or as CSV."
_NOT_ONE = "This is a zip file, but no Excel workbook. Choose the workbook itself, or save it as CSV."
_LOCKED = "This workbook is damaged or needs a password. Open it in Excel and save it without one, or as CSV."


def workbook_text(raw: bytes) -> str:
    """The sheet of a workbook that holds the list, as text with tabs: one line a row, empty rows too.

    The list is on the visible sheet with the most headings that we know. Dates come day first, and a formula as what
    it last showed. Raises UnreadableFile (code binary) for what is no workbook, has macros, or unpacks to far too much.
    """
    from openpyxl import load_workbook  # Large, and most files are CSV.

    _refuse(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheets = [list(_rows(sheet.iter_rows(max_col=_MOST_CELLS, values_only=True))) for sheet in visible]
    except UnreadableFile:
        raise
    except Exception as error:  # Whatever a damaged workbook makes its reader raise.
        raise UnreadableFile(_LOCKED, code="binary") from error
    if not any(map(any, (row for rows in sheets for row in rows))):
        raise UnreadableFile("The workbook is empty.", code="empty")
    return _as_text(max(sheets, key=_known))


def _refuse(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableFile(_LOCKED, code="binary") from error
    names = {part.filename.casefold() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnreadableFile(_MACROS, code="binary")
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableFile(_NOT_ONE, code="binary")
    if sum(part.file_size for part in parts) > _MOST_BYTES:
        raise UnreadableFile("This workbook is far too large for a list of staff.", code="wide")


def _rows(found: Iterable[tuple[object, ...]]) -> Iterator[list[str]]:
    for number, cells in enumerate(found, start=1):
        if number > _MOST_ROWS:
            raise UnreadableFile(f"The workbook has more than {_MOST_ROWS:,} rows.", code="wide")
        yield [_text(cell) for cell in cells]


def _text(cell: object) -> str:
    """A cell as people see it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() != time():
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _known(rows: list[list[str]]) -> int:
    return max((count_known(row) for row in rows[:_LOOKED_AT]), default=0)


def _as_text(rows: list[list[str]]) -> str:
    width = max((at for row in rows for at, cell in enumerate(row, start=1) if cell), default=1)
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(row[:width] for row in rows)
    return text.getvalue()
