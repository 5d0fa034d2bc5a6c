"""Sheets for people who sign by hand: the declaration on one page, with its code and room for a signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from accord.paper.codes import drawn, in_groups
from accord.paper.exact import Exact
from accord.paper.receipts import Letterhead, long_day

if TYPE_CHECKING:
    from accord.paper.press import Press

TEMPLATE = Path(__file__).parent / "templates" / "paper" / "sheet.typ"
LONDON = ZoneInfo("Europe/London")
MOST_TEXTS = 8  # What stands on one page in letters that everybody can read; whoever owes more gets another sheet.
_PREFIX = 16


@dataclass(frozen=True)
class SheetText:
    """A document that is signed with a sheet. `address` is where its text can be read and printed, if it is public."""

    title: str
    version: str
    sha256: str
    address: str


@dataclass(frozen=True)
class Sheet:
    """What one person signs. `training` is empty where they write it down themselves."""

    code: str
    name: str
    role: str
    opening: str
    texts: tuple[SheetText, ...]
    training: str
    terms: tuple[tuple[str, str], ...]  # The words of each, and its clause.


def render(school: Letterhead, sheets: Sequence[Sheet], *, at: datetime, press: "Press | None" = None) -> bytes:
    """The sheets as one PDF, a page each."""
    # Imported here because typst weighs several megabytes and only the worker makes papers.
    from accord.paper.press import house_press

    return (press or house_press()).set(TEMPLATE, paper_of(school, sheets, at), at=at)


def paper_of(school: Letterhead, sheets: Sequence[Sheet], at: datetime) -> dict[str, Any]:
    """What the template is given."""
    return {
        "school": vars(school) | {"accent": Exact(school.accent)},
        "day": long_day(at.astimezone(LONDON)),
        "sheets": [_sheet(sheet) for sheet in sheets],
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "code": Exact(in_groups(sheet.code)),
        "picture": Exact(drawn(sheet.code)),
        "name": sheet.name,
        "role": sheet.role,
        "opening": sheet.opening,
        "texts": [
            {
                "title": text.title,
                "version": text.version,
                "sha256": Exact(text.sha256[:_PREFIX]),
                "address": Exact(text.address),
            }
            for text in sheet.texts
        ],
        "training": sheet.training,
        "terms": [[words, Exact(clause)] for words, clause in sheet.terms],
    }
