"""The cells of a register on their way to the page.

Their markup is made here and not in a template: a page has hundreds of them, and a template takes ten times as long.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accord.ui.states import State
from accord.ui.times import london

LONG = 60  # Letters of a text that is read rather than looked up.
DAY = "j\xa0M\xa0Y"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value, under the label of its column; `url` is where it leads."""

    label: str
    value: Any
    url: str
    numeric: bool

    @property
    def text(self) -> Any:
        """Days and times in short, a day on one line; a dash where there is nothing."""
        if isinstance(self.value, datetime):
            local = london(self.value)
            return f"{date_format(local, DAY)}, {local:%H:%M}"
        if isinstance(self.value, date):
            return date_format(self.value, DAY)
        return "–" if self.value is None or self.value == "" else self.value

    @property
    def html(self) -> SafeString:
        if isinstance(self.value, State):
            return tag(self.value)
        return format_html('<a href="{}">{}</a>', self.url, self.text) if self.url else format_html("{}", self.text)


def tag(state: State) -> SafeString:
    """A state: colour, shape and word."""
    return format_html(
        '<span class="tag tag--{}"><svg class="tag__shape" viewBox="0 0 12 12" aria-hidden="true"><path d="{}"/></svg>{}</span>',
        state.meaning,
        state.shape,
        state.word,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its object, the key that ticking it sends, and its cells."""

    object: Any
    key: str
    cells: list[Cell]
    ticked: bool

    @property
    def name(self) -> Any:
        return self.cells[0].text

    @property
    def html(self) -> SafeString:
        """Its cells; the first one is the row's heading."""
        first, *others = self.cells
        heading = format_html('<th scope="row" role="rowheader"><span>{}</span></th>', first.html)
        return mark_safe(heading + "".join(map(_td, others)))


def _td(cell: Cell) -> SafeString:
    return format_html('<td role="cell"{} data-label="{}"><span>{}</span></td>', _look(cell), cell.label, cell.html)


def _look(cell: Cell) -> SafeString:
    """On a phone what is long stands below its label, and not in half of the width beside it."""
    if cell.numeric:
        return mark_safe(' class="table__number"')
    is_long = isinstance(cell.value, str) and len(cell.value) > LONG
    return mark_safe(' class="table__long"') if is_long else SafeString()
