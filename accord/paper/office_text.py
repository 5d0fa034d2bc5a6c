"""What a Word or OpenDocument file says, read straight from its XML: to hold against what was made of it."""

import re
from collections import Counter
from typing import Any
from xml.parsers import expat

from accord.paper.documents import Kind, UnreadableDocument

_CHANGES = {"ins", "del", "moveFrom", "moveTo", "changed-region"}
_COMMENTS = {"comment", "annotation"}
_MACROS = {"event-listener"}
_PARAGRAPHS = {"p", "h"}
_LEFT_OUT = {
    "docx": {"Fallback", "instrText", "delText"},
    "odt": {"note-citation", "index-body", "annotation", "tracked-changes", "forms", "title", "desc"},
}
_DEEPEST = 500


class Survey:
    """Walks through one XML part: counts what must be decided first, and gathers the text of each paragraph."""

    def __init__(self, kind: Kind) -> None:
        self.counts: Counter[str] = Counter()
        self.paragraphs: list[str] = []
        self._is_word = kind == "docx"
        self._left_out = _LEFT_OUT[kind]
        self._open: list[list[str]] = []  # A paragraph may stand in a box that stands in a paragraph.
        self._skipped: list[bool] = []  # Whether the open paragraph belongs to a list of contents.
        self._hidden = self._in_text = self._depth = 0

    def read(self, xml: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator="\n")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(xml, True)

    def _refuse_doctype(self, *_parts: Any) -> None:
        raise UnreadableDocument("This document is damaged and cannot be opened.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition("\n")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableDocument(f"Parts of this document lie more than {_DEEPEST} deep in each other.")
        self._hidden += name in self._left_out
        if not self._is_word or "wordprocessingml" in space:
            self._count(name)
        if name in _PARAGRAPHS and (not self._is_word or "wordprocessingml" in space):
            self._open.append([])
            self._skipped.append(False)
        elif name == "pStyle" and self._skipped:
            style = next((value for key, value in attributes.items() if key.endswith("\nval")), "")
            self._skipped[-1] = style.upper().startswith("TOC")
        elif self._is_word and name == "t" and "wordprocessingml" in space:
            self._in_text += 1

    def _count(self, name: str) -> None:
        self.counts["changes"] += name in _CHANGES
        self.counts["comments"] += name in _COMMENTS
        self.counts["macros"] += name in _MACROS

    def _end(self, tag: str) -> None:
        space, _, name = tag.rpartition("\n")
        self._depth -= 1
        self._hidden -= name in self._left_out
        if self._is_word and name == "t" and "wordprocessingml" in space:
            self._in_text -= 1
        if name in _PARAGRAPHS and self._open and (not self._is_word or "wordprocessingml" in space):
            text = "".join(self._open.pop())
            if not self._skipped.pop() and text.strip():
                self.paragraphs.append(text)

    def _text(self, text: str) -> None:
        if self._open and not self._hidden and (self._in_text or not self._is_word):
            self._open[-1].append(text)


_LETTER = re.compile(r"[^\W_]+")


def letters(text: str) -> str:
    """Letters and digits only, in small: what must be the same however a text is set."""
    return "".join(_LETTER.findall(text)).casefold()
