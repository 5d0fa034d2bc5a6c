"""Lists as papers: what a page hands over, sealed until the worker sets it and whoever asked fetches it."""

import json
from collections.abc import Sequence
from itertools import islice
from typing import Any

from accord.kernel.decision import refuse
from accord.paper.lists import MOST_ROWS, ListPaper
from accord.ui.cells import Cell
from accord.ui.exports import Listing
from accord.ui.states import State


def paper_of(listing: Listing, *, made_by: str) -> ListPaper:
    """What stands on the paper. Raises Refused if it were too long for anybody to read."""
    chosen = list(listing.on_paper) or list(range(len(listing.headings)))
    rows = list(islice(listing.rows, MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        refuse(
            "too-long",
            f"This list has more than {MOST_ROWS:,} lines, too many for a paper. Narrow it, or take it as Excel or CSV.",
        ).require()
    return ListPaper(
        title=str(listing.title),
        narrowed=listing.narrowed,
        made_by=made_by,
        headings=tuple(str(listing.headings[place]) for place in chosen),
        numeric=tuple(_is_numeric(rows, place) for place in chosen),
        rows=[[_shown(row[place]) for place in chosen] for row in rows],
    )


def _is_numeric(rows: Sequence[Sequence[Any]], place: int) -> bool:
    values = [row[place] for row in rows if row[place] not in (None, "")]
    return bool(values) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _shown(value: Any) -> str:
    """A value as a page shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(Cell("", value.word if isinstance(value, State) else value, "", numeric=False).text)


def written(paper: ListPaper) -> bytes:
    """A paper as it is kept until it is set."""
    return json.dumps(vars(paper), ensure_ascii=False).encode()


def read(content: bytes) -> ListPaper:
    """The paper that was `written`."""
    found = json.loads(content)
    return ListPaper(**{**found, "headings": tuple(found["headings"]), "numeric": tuple(found["numeric"])})
