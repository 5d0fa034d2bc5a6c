"""Lines of a printed page to paragraphs, headings and lists. Plain Python: where the lines come from is not its matter."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median_low

from accord.paper.documents import Anchors, Heading, Page, page_levels

_BULLET = re.compile(r"^(?:[•◦▪▫●○■□◆➢➤✓✔·‣⁃\ue000-\uf8ff]|[-–—*](?= ))\s*")
_NUMBERED = re.compile(r"^(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-z]|[ivx]{1,5})[.)]|\d{1,3}(?:\.\d{1,3}){1,4}) ", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD = re.compile(r"([^\W\d_]*(?:-[^\W\d_]+)*)-$")
_LONGEST_HEADING = 160
_LARGER = 1.12  # How much larger than the text a heading's letters are.
_SAME_SIZE = 0.08
_MORE_SPACE = 1.3  # How much further than usual the next line is where a paragraph ends.
_SAME_COLUMN = 60.0  # Points between the left edges of lines in one column: lists and quotes stand further in.


@dataclass(frozen=True)
class Line:
    """One printed line; places in points, to the right and upwards."""

    text: str
    left: float
    right: float
    bottom: float
    size: float
    is_bold: bool = False


@dataclass(frozen=True)
class Block:
    """Lines that belong together. A heading's `level` is 2 or more, all else has 0."""

    text: str
    size: float
    is_bold: bool = False
    is_bullet: bool = False
    level: int = 0


def pages_of(printed: Sequence[Sequence[Line]]) -> tuple[list[Page], list[Heading]]:
    """The pages of a document as they are read, one for each printed page, and their headings."""
    body = _body_size(printed)
    hyphens = _Hyphens(printed)
    levels = _Levels(body)
    blocks = [[_without_bullet(block) for block in _blocks(lines, body, hyphens)] for lines in printed]
    levels.learn(block for page in blocks for block in page)
    anchors, contents = Anchors(), []
    pages = []
    for number, page in enumerate(blocks, start=1):
        parts = []
        for block in map(levels.apply, page):
            anchor = anchors.take(block.text) if block.level else ""
            if anchor:
                contents.append(Heading(block.level, block.text, anchor, number))
            parts.append((block, anchor))
        pages.append(_page(number, parts))
    return pages, contents


def _body_size(printed: Sequence[Sequence[Line]]) -> float:
    """The size of most letters."""
    letters: Counter[float] = Counter()
    for line in _all(printed):
        letters[round(line.size, 1)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 1.0


def _all(printed: Sequence[Sequence[Line]]) -> Iterator[Line]:
    return (line for lines in printed for line in lines)


class _Hyphens:
    """Whether a hyphen at the end of a line belongs to the word, by how the document spells it elsewhere."""

    def __init__(self, printed: Sequence[Sequence[Line]]) -> None:
        whole = {word.lower() for words in self._whole_words(printed) for word in words}
        self._words = whole | {part for word in whole for part in word.split("-")}

    @staticmethod
    def _whole_words(printed: Sequence[Sequence[Line]]) -> Iterator[list[str]]:
        """Line by line, without the halves of words that a line's end has parted."""
        was_parted = False
        for line in _all(printed):
            is_parted = line.text.endswith("-")
            words = _WORD.findall(line.text)
            yield words[was_parted : len(words) - is_parted]
            was_parted = is_parted

    def join(self, before: str, after: str) -> str:
        """Two lines, the first of which ends with a hyphen: the setter's, which goes, or the word's own, which stays."""
        found, tail = _LAST_WORD.search(before), _WORD.match(after)
        *earlier, stem = found[1].split("-") if found else [""]
        if not stem or not tail or not tail[0][0].islower():
            return before + after
        end = tail[0].split("-")[0]
        is_one_word = (stem + end).lower() in self._words
        is_compound = f"{stem}-{end}".lower() in self._words or {stem.lower(), end.lower()} <= self._words
        if is_one_word or not is_compound and not earlier:
            return before[:-1] + after
        return before + after


def _blocks(lines: Sequence[Line], body: float, hyphens: _Hyphens) -> Iterator[Block]:
    leading = _leading(lines, body)
    group: list[Line] = []
    for line in lines:
        if group and not _continues(group, line, lines, leading * line.size / body):
            yield _joined(group, hyphens)
            group = []
        group.append(line)
    if group:
        yield _joined(group, hyphens)


def _leading(lines: Sequence[Line], body: float) -> float:
    """The usual distance from one line to the next, in points, for letters of the size `body`."""
    gaps = [
        upper.bottom - lower.bottom
        for upper, lower in zip(lines, lines[1:], strict=False)
        if _is_same_size(upper, lower) and 0 < upper.bottom - lower.bottom < 3 * upper.size
    ]
    return median_low(gaps) if gaps else 1.2 * body


def _is_same_size(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)


def _continues(group: Sequence[Line], line: Line, page: Sequence[Line], leading: float) -> bool:
    """Whether `line` goes on with the paragraph `group`."""
    last = group[-1]
    if not _is_same_size(last, line) or last.is_bold != line.is_bold and len(group) == 1 and last.is_bold:
        return False
    if not 0 < last.bottom - line.bottom <= _MORE_SPACE * leading:
        return False
    if _BULLET.match(line.text) or _NUMBERED.match(line.text):
        return False
    if line.text[0].islower() and not last.text.endswith((".", ":", ";", "!", "?")):
        return True
    # Had its first word found room on the line above, the setter would have put it there: so a paragraph ended.
    edge = max(each.right for each in page if abs(each.left - last.left) <= _SAME_COLUMN)
    letter = (last.right - last.left) / max(len(last.text), 1)
    return last.right + letter * (1 + len(line.text.split()[0])) > edge


def _joined(lines: Sequence[Line], hyphens: _Hyphens) -> Block:
    text = lines[0].text
    for line in lines[1:]:
        text = hyphens.join(text, line.text) if text.endswith("-") else f"{text} {line.text}"
    return Block(text, lines[0].size, is_bold=all(line.is_bold for line in lines))


def _without_bullet(block: Block) -> Block:
    bullet = _BULLET.match(block.text)
    if not bullet or bullet.end() == len(block.text):
        return block
    return replace(block, text=block.text[bullet.end() :], is_bullet=True)


class _Levels:
    """Which blocks are headings and of which level: by size, and below those the bold lines of the text's own size."""

    def __init__(self, body: float) -> None:
        self._body = body
        self._sizes: list[float] = []

    def learn(self, blocks: Iterable[Block]) -> None:
        self._sizes = sorted({round(block.size) for block in blocks if self._is_large(block)}, reverse=True)

    def _is_large(self, block: Block) -> bool:
        return _could_be_heading(block) and block.size >= _LARGER * self._body

    def apply(self, block: Block) -> Block:
        if self._is_large(block):
            return replace(block, level=min(2 + self._sizes.index(round(block.size)), 5))
        if block.is_bold and _could_be_heading(block) and not block.text.endswith((".", ";", ",", ":")):
            return replace(block, level=min(2 + len(self._sizes), 6))
        return block


def _could_be_heading(block: Block) -> bool:
    return not block.is_bullet and len(block.text) <= _LONGEST_HEADING and any(map(str.isalpha, block.text))


def _page(number: int, parts: Sequence[tuple[Block, str]]) -> Page:
    if not parts:
        words = "This page holds pictures only. Please look at it in the original."
        return Page(number, f"<p>{words}</p>", "", has_text=False)
    levels = iter(page_levels(block.level for block, _ in parts if block.level))
    written = []
    for is_list, group in groupby(parts, key=lambda part: part[0].is_bullet):
        if is_list:
            items = "\n".join(f"<li>{html.escape(block.text)}</li>" for block, _ in group)
            written.append(f"<ul>\n{items}\n</ul>")
        else:
            written += [_element(block, anchor, levels) for block, anchor in group]
    return Page(number, "\n".join(written), "\n\n".join(block.text for block, _ in parts))


def _element(block: Block, anchor: str, levels: Iterator[int]) -> str:
    text = html.escape(block.text)
    if not block.level:
        return f"<p>{text}</p>"
    level = next(levels)
    return f'<h{level} id="{anchor}">{text}</h{level}>'
