"""What changed from one version of a text to another, in words: plain Python over the HTML of their pages.

A comparison holds words and never HTML, so whatever shows it escapes it like anything that was typed. Bold, italic and
the shape of quotes are left out: they change nothing that a person agrees to. 300 pages against 300 take seconds,
whatever stands in them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accord.paper.compare_align import align
from accord.paper.compare_blocks import Block, Kind, blocks, plain
from accord.paper.compare_match import Matched, match

_BEGINS_WITH = 9  # So many words are enough to know a passage by.


class How(StrEnum):
    """What became of a passage. One that moved stands in two places: it is gone in one and moved to the other."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, came or went."""

    how: How
    text: str

    @property
    def is_added(self) -> bool:
        return self.how == How.ADDED

    @property
    def is_removed(self) -> bool:
        return self.how == How.REMOVED


@dataclass(frozen=True, slots=True)
class Passage:
    """A block, and what became of it. All blocks of one change have its `number`, from 1; what stayed has 0."""

    how: How
    kind: Kind
    depth: int
    marker: str
    pieces: tuple[Piece, ...]
    number: int = 0
    is_first: bool = False  # Of those with its number, and in its place.

    @property
    def words(self) -> list[str]:
        """As it stands now, or stood before it went."""
        return " ".join(piece.text for piece in self.pieces if not piece.is_removed).split()

    @property
    def is_heading(self) -> bool:
        return self.kind == Kind.HEADING

    @property
    def is_added(self) -> bool:
        return self.how == How.ADDED

    @property
    def is_moved(self) -> bool:
        return self.how == How.MOVED

    @property
    def is_gone(self) -> bool:
        return self.how == How.GONE

    @property
    def is_away(self) -> bool:
        """Whether it does not stand here any more."""
        return self.how in {How.REMOVED, How.GONE}


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the summary: what became of which passage, and the heading that it stands under."""

    number: int
    how: How
    heading: str
    begins: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """So many passages that stayed as they were, and are not shown."""

    count: int


@dataclass(frozen=True)
class Comparison:
    """Two versions laid into each other, in the order of the new one."""

    passages: tuple[Passage, ...]
    changes: tuple[Change, ...]

    def count(self, how: How) -> int:
        """How many passages changed, moved, came or went. Neighbours that came, went or moved together count once."""
        return sum(change.how == how for change in self.changes)

    def shortened(self) -> Iterator[Passage | Skipped]:
        """Only what changed, with its headings, and how much is left out between."""
        shown: set[int] = set()
        heading = None
        for at, passage in enumerate(self.passages):
            if passage.number:
                shown |= {at} if heading is None else {at, heading}
            if passage.is_heading and not passage.is_away:
                heading = at
        last = -1
        for at in sorted(shown):
            if at - last > 1:
                yield Skipped(at - last - 1)
            yield self.passages[at]
            last = at
        if len(self.passages) - last > 1:
            yield Skipped(len(self.passages) - last - 1)


def compare(old: Iterable[str], new: Iterable[str]) -> Comparison:
    """Compare two texts, each given as the HTML of its pages."""
    before, after = blocks(old), blocks(new)
    passages = list(_numbered(_laid_out(before, after, match(before, after))))
    return Comparison(tuple(passages), tuple(_changes(passages)))


@dataclass(frozen=True, slots=True)
class _Laid:
    """A block in its place in the comparison; -1 where a text does not have it."""

    how: How
    old: int
    new: int
    block: Block
    pieces: tuple[Piece, ...]


def _laid_out(before: Sequence[Block], after: Sequence[Block], matched: Matched) -> Iterator[_Laid]:
    """Every block of the new text in its order. What went stands before what came in its place."""
    staying = matched.same | matched.changed
    origins = {to: at for matches in (staying, matched.moved) for at, to in matches.items()}
    until = [len(before)] * (len(after) + 1)  # Where the next passage that stays stood in the old text.
    for at, to in sorted(staying.items(), reverse=True):
        until[to] = at
    for to in range(len(after) - 1, -1, -1):
        until[to] = min(until[to], until[to + 1])
    at = 0
    for to, block in enumerate(after):
        origin = origins.get(to, -1)
        yield from _went(before, range(at, until[to]), matched)
        at = until[to] + (origin in staying)
        pieces = tuple(_pieces(before[origin].words, block.words)) if origin >= 0 else ()
        if origin < 0:
            yield _Laid(How.ADDED, -1, to, block, (Piece(How.SAME, " ".join(block.words)),))
        elif origin in matched.moved:
            yield _Laid(How.MOVED, origin, to, block, pieces)
        else:
            yield _Laid(How.SAME if origin in matched.same else How.CHANGED, origin, to, block, pieces)
    yield from _went(before, range(at, len(before)), matched)


def _went(before: Sequence[Block], places: range, matched: Matched) -> Iterator[_Laid]:
    for at in places:
        how = How.GONE if at in matched.moved else How.REMOVED
        words = (Piece(How.SAME, " ".join(before[at].words)),)
        yield _Laid(how, at, matched.moved.get(at, -1), before[at], words)


def _numbered(laid: Iterable[_Laid]) -> Iterator[Passage]:
    """The passages with the numbers of their changes. What is gone has the number under which it stands again."""
    laid = list(laid)
    numbers: dict[tuple[How, int], int] = {}  # Of each moved block by its place in the old text; of others, here.
    count = 0
    last: _Laid | None = None
    given: list[int] = []
    for each in laid:
        if each.how in {How.SAME, How.GONE}:
            given.append(0)
        else:
            count += not _belongs(last, each)
            given.append(count)
            if each.how == How.MOVED:
                numbers[How.GONE, each.old] = count
        last = each
    before = 0
    for each, number in zip(laid, given, strict=True):
        number = numbers.get((each.how, each.old), number)
        block = each.block
        is_first = number > 0 and number != before
        yield Passage(each.how, block.kind, block.depth, block.marker, each.pieces, number, is_first)
        before = number


def _belongs(last: _Laid | None, each: _Laid) -> bool:
    """Whether a block belongs to the change before it. Each changed passage is a change of its own."""
    if last is None or last.how != each.how or each.how == How.CHANGED:
        return False
    return each.how != How.MOVED or each.old == last.old + 1


def _changes(passages: Iterable[Passage]) -> Iterator[Change]:
    heading = ""
    for passage in passages:
        text = " ".join(passage.words)
        if passage.is_first and not passage.is_gone:
            begins = " ".join(passage.words[:_BEGINS_WITH])
            yield Change(passage.number, passage.how, heading, begins if begins == text else f"{begins} …")
        if passage.is_heading and not passage.is_away:
            heading = text


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """The words of a passage: those that stayed, and at each change first those that went and then those that came."""
    above = before = 0
    for start_old, start_new, length in [*_stretches(old, new), (len(old), len(new), 0)]:
        if start_old > above:
            yield Piece(How.REMOVED, " ".join(old[above:start_old]))
        if start_new > before:
            yield Piece(How.ADDED, " ".join(new[before:start_new]))
        if length:
            yield Piece(How.SAME, " ".join(new[start_new : start_new + length]))
        above, before = start_old + length, start_new + length


def _stretches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Where words stayed: the places and the length. A lone “the” between two changes is no comfort, and goes."""
    found: list[tuple[int, int, int]] = []
    for at, to in align(plain(old), plain(new)):
        if found and (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]) == (at, to):
            found[-1] = (*found[-1][:2], found[-1][2] + 1)
        else:
            found.append((at, to, 1))
    kept: list[tuple[int, int, int]] = []
    for index, (at, to, length) in enumerate(found):
        above, before = (kept[-1][0] + kept[-1][2], kept[-1][1] + kept[-1][2]) if kept else (0, 0)
        below, after = found[index + 1][:2] if index + 1 < len(found) else (len(old), len(new))
        changed_before = max(at - above, to - before)
        changed_after = max(below - at, after - to) - length
        if length > 2 or min(changed_before, changed_after) < length:
            kept.append((at, to, length))
    return kept
