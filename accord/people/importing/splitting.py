"""From text to cells: one delimiter, quoted line breaks, and quotes that somebody forgot to close."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

DELIMITERS = (",", ";", "\t", "|")
_LONGEST_CELL_LINES = 60  # a quoted cell that runs on for longer was never closed


def split_records(text: str, delimiter: str, *, most_lines: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins, counted from 1. Blank lines come as empty records.

    `most_lines` stops after so many lines of the file. A quote that is never closed would
    swallow the rows below it; such a line is split at every delimiter instead.
    """
    lines = list(islice(io.StringIO(text, newline="\n"), most_lines))
    return _Splitter(lines, delimiter).records()


class _Splitter:
    """Keeps the place in `lines`, so that reading can go back to where a quote ran away."""

    def __init__(self, lines: list[str], delimiter: str) -> None:
        self.lines = lines
        self.delimiter = delimiter
        self.at = 0
        self.begun = 0
        counts = Counter(line.count(delimiter) for line in lines[:80] if delimiter in line)
        self.usual_count = counts.most_common(1)[0][0] if counts else 0

    def records(self) -> Iterator[tuple[int, list[str]]]:
        while self.at < len(self.lines):
            yield from self._until_runaway()

    def _until_runaway(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(self._feed(), delimiter=self.delimiter, skipinitialspace=True)
        while True:
            self.begun = self.at
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:  # a cell longer than the library allows
                yield self._split_plainly()
                return
            if (self.at > self.begun + 1 or self.at == len(self.lines)) and self._ran_away(cells):
                yield self._split_plainly()
                return
            if len(cells) == 1 and self.delimiter in cells[0]:
                cells = self._unwrapped(cells)
            yield self.begun + 1, cells

    def _feed(self) -> Iterator[str]:
        while self.at < len(self.lines) and self.at - self.begun < _LONGEST_CELL_LINES:
            line = self.lines[self.at]
            self.at += 1
            yield line

    def _ran_away(self, cells: list[str]) -> bool:
        taken = self.lines[self.begun : self.at]
        if self.at - self.begun >= _LONGEST_CELL_LINES:
            return True
        if sum(line.count('"') for line in taken) % 2:
            # One stray quote inside a word ('5" disc') is harmless while it stays on its line.
            return len(taken) > 1 or any(self.delimiter in cell for cell in cells)
        # Two forgotten quotes close each other, and the rows from one to the other become one.
        # Then several of its lines look like whole rows; those of a real note or address do not.
        whole = sum(line.count(self.delimiter) >= self.usual_count for line in taken)
        return self.usual_count >= 4 and whole > 1

    def _split_plainly(self) -> tuple[int, list[str]]:
        self.at = self.begun + 1
        cells = self.lines[self.begun].rstrip("\n").split(self.delimiter)
        return self.begun + 1, [cell.strip().removeprefix('"').removesuffix('"') for cell in cells]

    def _unwrapped(self, cells: list[str]) -> list[str]:
        """A whole row in one pair of quotes, as Excel writes a file that it opened in one column."""
        return next(csv.reader([cells[0]], delimiter=self.delimiter, skipinitialspace=True), cells)
