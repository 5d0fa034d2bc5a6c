"""Reads a table from the bytes of a file as records systems export it, and as people spoil it afterwards."""

import re
from collections import Counter
from dataclasses import dataclass

from .decoding import decode
from .headings import count_known
from .sheets import Row, Sheet, Skipped, UnreadableFile
from .splitting import DELIMITERS, split_records
from .workbook import BEGINNING, workbook_text

_SEARCHED_LINES = 80  # headings stand within these; report titles are shorter
_SEPARATOR_LINE = re.compile(r'"?sep=([^"\s\w]|\t)"?[,;\t| ]*', re.IGNORECASE)
_MOST_COLUMNS = 200
_FOOTER = re.compile(
    r"""
    (grand|sub|overall)?[\s-]*totals?\b[^a-z]*
    | (grand\s|sub)?total\s+(number\s)?(of\s)?(staff|people|employees|records|rows|members|headcount)\b.*
    | (number|count|no\.?)\s+of\s+(staff|people|employees|records|rows|members)\b.*
    | (records?|rows?|staff|people|employees|headcount|count)(\s+(count|listed|found|printed))?\s*[:=]\s*\d*
    | \d+\s+(records?|rows?|staff|people|employees|members(\sof\sstaff)?)\b.*
    | (report|list|page|file|data|export)\s+(was\s)?(printed|generated|produced|run|created|exported)\b.*
    | (printed|generated|produced|created|exported|run|extracted|downloaded)\s+(on|by|at|from|:|\d).*
    | (report|run|print|export)\s+(date|time)\b.*
    | end\s+of\s+(the\s)?(report|file|list|data|export|document)\b.*
    | page\s+\d+(\s+(of|/)\s*\d+)?
    | page\s*:\s*\d+.*
    | (strictly\s)?(private\s(and|&)\s)?confidential\b.*
    | (©|\(c\)|copyright)\s.*
    | [-=_*#.~\s]{3,}(end[-=_*#.~\s]*)?
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Layout:
    """One way to read the text: with this delimiter, the headings stand there."""

    delimiter: str
    heading_row: int
    headings: tuple[str, ...]
    known: int
    even: float

    @property
    def worth(self) -> tuple[int, float, int]:
        return self.known, self.even, len(self.headings)


def read_table(raw: bytes) -> Sheet:
    """The table in `raw`, CSV or an Excel workbook: headings and rows, without titles, totals and blank lines.

    Raises UnreadableFile when it is empty, no text, or has no headings or no rows. Damage inside
    never stops the reading: it is in the sheet's `notes`, and rows whose cells do not fit the
    headings carry a `fault`.
    """
    text, encoding, notes = (workbook_text(raw), "xlsx", []) if raw.startswith(BEGINNING) else decode(raw)
    layout = _find_layout(text)
    if len(layout.headings) > _MOST_COLUMNS:
        raise UnreadableFile(
            f"The file has more than {_MOST_COLUMNS} columns. Export only those of staff.", code="wide"
        )
    rows, skipped = _collect(text, layout)
    if not rows:
        raise UnreadableFile("The file has headings but no rows under them.", code="no-rows")
    notes.sort(key=lambda note: note.number)
    return Sheet(
        headings=layout.headings,
        rows=rows,
        encoding=encoding,
        delimiter=layout.delimiter,
        skipped=tuple(skipped),
        notes=tuple(notes),
        heading_row=layout.heading_row,
    )


def _find_layout(text: str) -> _Layout:
    first_line = text[:40].split("\n", 1)[0].strip(" ")
    named = _SEPARATOR_LINE.fullmatch(first_line)
    if named and (layout := _layout_with(text, named[1])):
        return layout
    layouts = [layout for delimiter in DELIMITERS if (layout := _layout_with(text, delimiter))]
    if not layouts:
        raise UnreadableFile(
            "No row of headings was found. The first row of the table must name the columns, such as "
            "Surname, Forename, Email and Job title.",
            code="no-headings",
        )
    return max(layouts, key=lambda layout: layout.worth)


def _layout_with(text: str, delimiter: str) -> _Layout | None:
    """Where the headings stand if the text is read with `delimiter`, or None if they are nowhere."""
    records = [
        (number, [cell.strip() for cell in cells])
        for number, cells in split_records(text, delimiter, most_lines=_SEARCHED_LINES)
        if any(cell.strip() for cell in cells)
    ]
    if not records:
        return None
    scores = [count_known(cells) for _, cells in records]
    best = max(range(len(records)), key=lambda at: scores[at])
    if scores[best] < 2 and not (scores[best] == 1 and len(records[best][1]) == 1):
        best = _unknown_headings(records)
        if best < 0:
            return None
    number, headings = records[best]
    if len(headings) > _MOST_COLUMNS:  # a spreadsheet may save thousands of empty columns to the right
        headings = headings[: max(at for at, heading in enumerate(headings, start=1) if heading)]
    below = [len(cells) for _, cells in records[best + 1 :]]
    even = sum(width == len(headings) for width in below) / len(below) if below else 1.0
    return _Layout(delimiter, number, tuple(headings), scores[best], even)


def _unknown_headings(records: list[tuple[int, list[str]]]) -> int:
    """The row that looks like headings although none of its words is known, or -1.

    It is the first of the usual width, all of it words, none twice, over rows that are not all words.
    """
    widths = Counter(len(cells) for _, cells in records if len(cells) > 1)
    if not widths:
        return -1
    usual = widths.most_common(1)[0][0]
    at = next(at for at, (_, cells) in enumerate(records) if len(cells) == usual)
    words = [cell.casefold() for cell in records[at][1] if cell]
    if len(words) < 2 or len(set(words)) < len(words) or not all(map(_is_words, words)):
        return -1
    below = [cells for _, cells in records[at + 1 :]]
    return at if any(cell and not _is_words(cell) for cells in below for cell in cells) else -1


def _is_words(cell: str) -> bool:
    return len(cell) <= 40 and cell[0].isalpha() and "@" not in cell and not any(map(str.isdigit, cell))


def _collect(text: str, layout: _Layout) -> tuple[tuple[Row, ...], list[Skipped]]:
    """The rows under the headings, and the lines above, between and below them that hold no person."""
    found: list[tuple[int, list[str]]] = []
    skipped: list[Skipped] = []
    folded = [heading.casefold() for heading in layout.headings]
    for number, raw_cells in split_records(text, layout.delimiter):
        cells = [cell.strip() for cell in raw_cells]
        if not any(cells) or number == layout.heading_row:
            continue
        if number < layout.heading_row:
            skipped.append(_skip(number, cells, "Above the headings."))
        elif reason := _no_person(cells, folded):
            skipped.append(_skip(number, cells, reason))
        else:
            found.append((number, cells))
    while found and len(folded) > 2 and _is_closing_remark(found[-1][1]):
        skipped.append(_skip(*found.pop(), "A remark below the table."))
    skipped.sort(key=lambda left_out: left_out.number)
    return _rows(found, len(folded)), skipped


def _skip(number: int, cells: list[str], reason: str) -> Skipped:
    return Skipped(number, " ".join(filter(None, cells))[:80], reason)


def _no_person(cells: list[str], folded_headings: list[str]) -> str:
    """Why this row below the headings is nobody's, or "" if it may be somebody's."""
    filled = [cell for cell in cells if cell]
    few = len(filled) <= max(2, len(folded_headings) // 2)
    # “Total, 160” is a total; “Total, Ada” may be a person.
    counted = " " in filled[0] or all(any(map(str.isdigit, cell)) for cell in filled[1:])
    if few and counted and _FOOTER.fullmatch(filled[0]):
        return "A total or a remark of the report."
    if cells[0].casefold() == folded_headings[0] and [cell.casefold() for cell in cells] == folded_headings:
        return "The headings again."
    return ""


def _is_closing_remark(cells: list[str]) -> bool:
    """A last row with only one cell filled, and several words in it."""
    filled = [cell for cell in cells if cell]
    return len(filled) == 1 and (" " in filled[0] or ":" in filled[0])


def _rows(found: list[tuple[int, list[str]]], width: int) -> tuple[Row, ...]:
    """Rows as wide as the headings.

    Some programs leave empty cells off the end of a row; theirs are filled up. Where other rows
    do end in an empty cell, a short row was broken in two by a line break, and says so.
    """
    keeps_empty_ends = any(len(cells) >= width and not cells[-1] for _, cells in found)
    too_few = f"This row has fewer cells than there are headings ({width}). A line break inside a cell?"
    rows = []
    for number, cells in found:
        fault = ""
        if len(cells) < width:
            cells = cells + [""] * (width - len(cells))
            fault = too_few if keeps_empty_ends else ""
        elif any(cells[width:]):
            fault = (
                f"This row has {len(cells)} cells and there are {width} headings. "
                "A separator inside a cell? Put that cell in double quotes."
            )
        rows.append(Row(number, tuple(cells[:width]), fault))
    return tuple(rows)
