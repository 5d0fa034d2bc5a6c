"""The shapes that a file becomes while it is read: sheet, rows, and what was left out or mended."""

from dataclasses import dataclass


class UnreadableFile(Exception):
    """The file as a whole cannot be used. `reason` is for a person, `code` for tests and logs.

    Codes: empty, binary, no-headings, wide, no-rows, no-names.
    """

    def __init__(self, reason: str, *, code: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the headings.

    `number` is the line of the file on which the row begins, counted from 1 as a text editor
    does: titles, blank lines and line breaks inside cells all count. `cells` are trimmed and as
    many as there are headings. `fault` says why the cells may stand under the wrong headings;
    it is empty when they do not.
    """

    number: int
    cells: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that holds no person: a title, a total, a repeated heading.

    `number` counts like `Row.number`; `text` is the beginning of the line.
    """

    number: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was damaged in the file and how it was read nevertheless.

    `number` counts like `Row.number`; `byte` is the offset in the file from 0, where known.
    """

    number: int
    byte: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands in a file, before anybody says what its columns mean.

    `headings` are as written, so two may be equal and some may be empty. `encoding` is one of
    utf-8, utf-8-sig, utf-16-le, utf-16-be, utf-32-le, utf-32-be, cp1252, mixed (UTF-8 with lines
    of Windows-1252) and xlsx. Blank lines are neither in `rows` nor in `skipped`.
    """

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Note, ...] = ()
    heading_row: int = 1
