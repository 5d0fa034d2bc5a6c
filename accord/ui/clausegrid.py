"""The guidance at a glance: a cell for each clause, in rows by section; each leads to the clause."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accord.ui import drawing
from accord.ui.drawing import Legend, join, key_of, rect, shape
from accord.ui.states import COLOURS, State

SIZE = 29  # A cell with its gap: more than the 24 that a finger needs, and ten of them fit on the smallest phone.
ACROSS = 10


@dataclass(frozen=True)
class ClauseCell:
    """A clause and how it stands."""

    number: str
    state: State
    url: str


@dataclass(frozen=True)
class Section:
    """A section of the grid, drawn by itself so that sections flow beside each other."""

    title: Any
    svg: SafeString


@dataclass(frozen=True)
class ClauseGrid:
    """The heat map of the clauses, for `{% clause_grid it %}`."""

    key: str
    title: Any
    sections: list[Section]
    legend: list[Legend]
    headings: tuple[Any, ...]
    rows: list[tuple[Any, ...]]

    @property
    def labelled(self) -> list[list[tuple[Any, Any]]]:
        return drawing.labelled(self.headings, self.rows)


def clause_grid(title: Any, sections: Iterable[tuple[Any, Sequence[ClauseCell]]], *, key: str = "") -> ClauseGrid:
    """The grid of `sections`: (title, cells) of each."""
    key = key_of(key, title)
    given = [(name, list(cells)) for name, cells in sections]
    states = Counter(cell.state for _name, cells in given for cell in cells)
    told = [(state, f"{count} {str(state.word).lower()}") for state, count in states.items()]
    drawn = [Section(name, _section(f"{key}-{place}", name, cells)) for place, (name, cells) in enumerate(given)]
    rows = [(name, cell.number, cell.state.word) for name, cells in given for cell in cells]
    legend = [Legend(_swatch(state), words) for state, words in told]
    return ClauseGrid(key, title, drawn, legend, (_("Section"), _("Clause"), _("How it stands")), rows)


def _section(key: str, name: Any, cells: Sequence[ClauseCell]) -> SafeString:
    rows = -(-len(cells) // ACROSS) or 1
    width, height = min(len(cells), ACROSS) * SIZE, rows * SIZE
    drawn = [_cell(cell, place % ACROSS * SIZE, place // ACROSS * SIZE) for place, cell in enumerate(cells)]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" role="group" '
        'aria-labelledby="{}-t {}-d"><title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        width, height, width, height, key, key, key, name, key, _told(cells), join(drawn),
    )  # fmt: skip


def _swatch(state: State) -> SafeString:
    return format_html(
        '<svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">{}</svg>', _box(state, 1, 1, 20)
    )


def _box(state: State, x: int, y: int, size: int) -> SafeString:
    strong, pale = COLOURS[state.meaning]
    middle = (size - 12) / 2
    ground = rect(x, y, size, size, pale, rx=4, stroke=strong, class_="cell")
    return join([ground, shape(x + middle, y + middle, state.shape, strong)])


def _cell(cell: ClauseCell, x: int, y: int) -> SafeString:
    said = _("Clause %(number)s: %(state)s") % {"number": cell.number, "state": cell.state.word}
    return format_html(
        '<a href="{}" aria-label="{}"><title>{}</title>{}</a>',
        cell.url,
        said,
        said,
        _box(cell.state, x + 1, y + 1, SIZE - 4),
    )


def _told(cells: Sequence[ClauseCell]) -> str:
    counts: dict[str, int] = {}
    for cell in cells:
        counts[str(cell.state.word)] = counts.get(str(cell.state.word), 0) + 1
    return ", ".join(f"{count} {word.lower()}" for word, count in counts.items())
