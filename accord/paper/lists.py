"""A list as a paper: the school's name, what it was narrowed by, when it was made, its headings on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from accord.paper.exact import Exact
from accord.paper.receipts import Letterhead, long_day

if TYPE_CHECKING:
    from accord.paper.press import Press

TEMPLATE = Path(__file__).parent / "templates" / "paper" / "list.typ"
LONDON = ZoneInfo("Europe/London")
MOST_ROWS = 1_000  # About fifty pages. Nobody reads more, and a spreadsheet has no such limit.
_MOST_UPRIGHT = 5  # With more columns than that the sheet lies on its side.
_NARROWEST, _WIDEST = 6, 34  # The length, in letters, that a column's share of the width goes by.


@dataclass(frozen=True)
class ListPaper:
    """What stands on it: `narrowed` says in words what was searched for and chosen; `rows` are words already."""

    title: str
    narrowed: str
    made_by: str
    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: Sequence[Sequence[str]]


def render(school: Letterhead, paper: ListPaper, *, at: datetime, press: "Press | None" = None) -> bytes:
    """The list as PDF/A-2a and PDF/UA-1."""
    # Imported here because typst weighs several megabytes and only the worker makes papers.
    from accord.paper.press import house_press

    return (press or house_press()).set(TEMPLATE, paper_of(school, paper, at), at=at)


def paper_of(school: Letterhead, paper: ListPaper, at: datetime) -> dict[str, Any]:
    """What the template is given."""
    local = at.astimezone(LONDON)
    number = len(paper.rows)
    lines = f"{number:,} lines" if number != 1 else "1 line"
    return {
        "school": vars(school) | {"accent": Exact(school.accent)},
        "reference": paper.title,
        "day": long_day(local),
        "title": paper.title,
        "about": f"{lines}, as they stood on {long_day(local)} at {local:%H:%M}. Made by {paper.made_by}.",
        "narrowed": paper.narrowed,
        "wide": len(paper.headings) > _MOST_UPRIGHT,
        "size": 9 if len(paper.headings) <= _MOST_UPRIGHT else 8 if len(paper.headings) <= 9 else 7,
        "shares": shares(paper),
        "numeric": list(paper.numeric),
        "headings": list(paper.headings),
        "rows": [list(row) for row in paper.rows],
    }


def shares(paper: ListPaper) -> list[int]:
    """How much of the width each column gets: by its usual long text, so that one long word takes nobody's room."""
    given = []
    for place, heading in enumerate(paper.headings):
        lengths = sorted(len(row[place]) for row in paper.rows) or [0]
        usual = lengths[int(0.9 * (len(lengths) - 1))]
        longest_word = max(map(len, heading.split() or [""]))
        given.append(max(_NARROWEST, min(max(usual, longest_word + 1), _WIDEST)))
    return given
