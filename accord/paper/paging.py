"""Pages of a length that one reads on, split at headings; and the cleaning that every page goes through."""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import nh3

from accord.paper.documents import Page

ENOUGH_WORDS = 400  # A page with so many ends at the next heading.
MOST_WORDS = 900  # A page with more is split, if it has paragraphs to split at.
_SPLIT_AT = 2  # Headings of these levels begin a part.

TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "s", "br"),
    *("hr", "a", "table", "thead", "tbody", "tr", "th", "td", "div", "sup", "sub", "u", "dl", "dt", "dd"),
}
_ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start", "type"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "div": {"class", "tabindex", "role", "aria-label"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_SCHEMES = ("http:", "https:", "mailto:", "tel:")


@dataclass(frozen=True)
class Block:
    """A paragraph, list, table or heading at the top level; `level` is 0 unless it is a heading."""

    content: Any
    level: int
    words: int


def heading_levels(blocks: Iterable[Block]) -> dict[int, int]:
    """The levels in use, to 2, 3, 4 and so on, with none left out."""
    used = sorted({block.level for block in blocks if block.level})
    return {level: number for number, level in enumerate(used, start=2)}


def paged(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks of each page."""
    page: list[Block] = []
    words = 0
    for part in _parts(blocks):
        size = sum(block.words for block in part)
        if page and (words >= ENOUGH_WORDS or words + size > MOST_WORDS):
            yield page
            page, words = [], 0
        page, words = [*page, *part], words + size
    if page:
        yield page


def _parts(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """What must not be parted: from one heading to the next, or as much of it as makes a page."""
    part: list[Block] = []
    words = 0
    has_text = False
    for block in blocks:
        begins = 0 < block.level <= _SPLIT_AT
        too_long = words + block.words > MOST_WORDS or (words >= ENOUGH_WORDS and block.level > 0)
        if has_text and (begins or too_long):  # A heading stays with what follows it.
            yield part
            part, words, has_text = [], 0, False
        part.append(block)
        words += block.words
        has_text = has_text or not block.level
    if part:
        yield part


def clean_page(number: int, rendered: str) -> Page:
    """A page of what may stand on one of ours, and the same in plain words."""
    clean = nh3.clean(
        rendered,
        tags=TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_only_outward,
        link_rel="noopener noreferrer nofollow",
        url_schemes={scheme.removesuffix(":") for scheme in _SCHEMES},
    ).strip()
    text = html.unescape(nh3.clean(clean, tags=set())).strip()
    return Page(number, clean, text, has_text=bool(text))


def _only_outward(tag: str, attribute: str, value: str) -> str | None:
    """Without links into Accord itself: a document must not lead its reader to one of our own pages."""
    if attribute == "href" and not value.lower().startswith(_SCHEMES):
        return None
    return value
