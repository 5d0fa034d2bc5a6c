"""A document's pages as the blocks that people think in: headings, paragraphs, items of a list, rows of a table."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from html.parser import HTMLParser

_HEADINGS = {f"h{level}" for level in range(1, 7)}
_BREAKS = {*_HEADINGS, *("p", "li", "tr", "pre", "ul", "ol", "table", "blockquote", "div", "hr", "section")}
_CELLS = {"td", "th"}
_ENDS = (".", ":", ";", "!", "?")
_LONGEST_NUMBER = 6
_LOOKS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "\u00ad": ""})


class Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that is compared as one. What it looks like is left behind; only its words remain.

    `depth` says in how many lists it stands, `marker` how an item begins: a bullet, or its number.
    """

    kind: Kind
    words: tuple[str, ...]
    depth: int = 0
    marker: str = ""


def plain(words: Iterable[str]) -> tuple[str, ...]:
    """The words as they are compared: a program that sets curly quotes, long dashes or ligatures changes none of them."""
    return tuple(word if word.isascii() else unicodedata.normalize("NFKC", word).translate(_LOOKS) for word in words)


def blocks(pages: Iterable[str]) -> list[Block]:
    """The blocks of a text, given the HTML of its pages. A sentence that a page's end has cut is one again."""
    found: list[Block] = []
    for page in pages:
        reader = _Reader()
        reader.feed(page)
        reader.close()
        own = list(reader.finished())
        if found and own and _goes_on(found[-1], own[0]):
            found[-1] = replace(found[-1], words=found[-1].words + own.pop(0).words)
        found += own
    return found


def _goes_on(last: Block, first: Block) -> bool:
    is_cut = not last.words[-1].endswith(_ENDS) and first.words[0][0].islower()
    return is_cut and last.kind in {Kind.PARAGRAPH, Kind.ITEM} and first.kind == Kind.PARAGRAPH


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[Block] = []
        self._text: list[str] = []
        self._lists: list[int | None] = []  # The next number of each open list; None where it has bullets.
        self._marker = ""
        self._heading = False
        self._cells: int | None = None  # How many cells of the open row have begun.
        self._address = ""

    def finished(self) -> Iterator[Block]:
        self._finish()
        yield from self._found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _CELLS and self._cells is not None:
            self._text.append(" | " if self._cells else " ")
            self._cells += 1
        elif tag == "br" or self._cells is not None and tag in _BREAKS - {"tr"}:
            self._text.append(" ")
        elif tag == "a":
            self._address = dict(attrs).get("href") or ""
        elif tag in _BREAKS:
            self._finish()
            self._open(tag, dict(attrs))

    def _open(self, tag: str, attrs: dict[str, str | None]) -> None:
        self._heading = tag in _HEADINGS
        if tag == "tr":
            self._cells = 0
        elif tag in {"ul", "ol"}:
            self._lists.append(_first_number(attrs.get("start")) if tag == "ol" else None)
        elif tag == "li":
            number = self._lists[-1] if self._lists else None
            self._marker = "•" if number is None else f"{number}."
            if number is not None:
                self._lists[-1] = number + 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            # Where a link leads is part of what it says.
            if self._address and self._address not in "".join(self._text):
                self._text.append(f" ({self._address})")
            self._address = ""
        elif tag in _BREAKS and (self._cells is None or tag in {"tr", "table"}):
            self._finish()
            if tag in {"ul", "ol"} and self._lists:
                self._lists.pop()
            if tag in {"tr", "table"}:
                self._cells = None

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def _finish(self) -> None:
        words = tuple("".join(self._text).split())
        if words and set(words) != {"|"}:
            if self._cells is not None:
                kind = Kind.ROW
            elif self._heading:
                kind = Kind.HEADING
            else:
                kind = Kind.ITEM if self._marker else Kind.PARAGRAPH
            self._found.append(Block(kind, words, len(self._lists), self._marker))
            self._marker = ""
        self._text, self._heading = [], False


def _first_number(start: str | None) -> int:
    is_number = start is not None and start.isdecimal() and len(start) <= _LONGEST_NUMBER
    return int(start) if start and is_number else 1
