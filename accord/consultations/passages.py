"""Passages of a frozen text: its paragraphs and items, numbered on their page, so that a comment can point at one."""

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

LONGEST_QUOTATION = 600
_LIST = re.compile(
    r'\s*<(?P<tag>ul|ol)(?: start="(?P<start>\d{1,6})")?>(?P<inner>\s*<li.*</li>\s*)</(?P=tag)>\s*', re.S
)
_TAG = re.compile(r"<[^>]+>")
_BREAKS = re.compile(r"</(?:p|li|h[1-6]|td|th|tr|div)>|<br ?/?>|<(?:ul|ol|li)\b[^>]*>")
_VOID = {"br", "hr", "img", "wbr", "col"}


@dataclass(frozen=True)
class Passage:
    """One paragraph, item of a list, table or heading of a page. `number` counts from 1; `html` was cleaned when it was made."""

    number: int
    html: str
    words: str

    @property
    def is_said(self) -> bool:
        """Whether it says something to comment on. A heading or a rule stands for what follows it."""
        return bool(self.words) and not self.html.lstrip().startswith(("<h2", "<h3", "<h4", "<h5", "<h6"))

    @property
    def quotation(self) -> str:
        """Its words, cut where they are very long."""
        if len(self.words) <= LONGEST_QUOTATION:
            return self.words
        return self.words[:LONGEST_QUOTATION].rsplit(" ", 1)[0] + " …"


def passages(html: str) -> list[Passage]:
    """The passages of one page, in order. Together they show what the page shows."""
    finder = _TopLevel(html)
    finder.feed(html)
    finder.close()
    cuts = [*finder.starts, len(html)]
    if cuts[0] != 0:
        cuts.insert(0, 0)
    parts = [part for start, end in zip(cuts, cuts[1:], strict=False) if (part := html[start:end]).strip()]
    pieces = [piece for part in parts for piece in _items(part)]
    return [Passage(number, piece, _words(piece)) for number, piece in enumerate(pieces, start=1)]


def _items(html: str) -> list[str]:
    """A list item by item, each in a list of its own that counts on; anything else as it is."""
    found = _LIST.fullmatch(html)
    if not found:
        return [html]
    finder = _TopLevel(found["inner"])
    finder.feed(found["inner"])
    finder.close()
    ends = [*finder.starts[1:], len(found["inner"])]
    items = [found["inner"][start:end].rstrip() for start, end in zip(finder.starts, ends, strict=True)]
    if found["tag"] == "ul":
        return [f"<ul>{item}</ul>" for item in items]
    first = int(found["start"] or 1)
    return [f'<ol start="{number}">{item}</ol>' for number, item in enumerate(items, start=first)]


def passage(html: str, number: int) -> Passage | None:
    """The passage with this number, if the page has one."""
    return next((found for found in passages(html) if found.number == number), None)


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", _BREAKS.sub(" ", html))).split())


class _TopLevel(HTMLParser):
    """Notes where each top-level element begins."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.starts: list[int] = []
        self._depth = 0
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if self._depth == 0:
            self.starts.append(self._here())
        if tag not in _VOID:
            self._depth += 1

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        if self._depth == 0:
            self.starts.append(self._here())

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._depth = max(0, self._depth - 1)
