"""Which blocks of an old text became which of a new one: as they are, changed in their place, or moved."""

from bisect import bisect, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from accord.paper.compare_align import align
from accord.paper.compare_blocks import Block, Kind, plain

ALIKE = 0.4  # In the same place, from this share of common words on a passage counts as changed, not as another one.
ALIKE_ELSEWHERE = 0.75  # And in another place as moved from here.
FEWEST_WORDS = 4  # Shorter ones, such as “Yes.”, stand in many places and have not moved by standing in another.
FEWEST_WORDS_ALIKE = 8
_EACH_WITH_EACH = 4_000  # So many pairs are weighed one by one; where there are more, rare words lead the way.
_RARE = 12
_NEAREST = 5

Matches = dict[int, int]  # A block's place in the old text, and in the new one.
Likeness = tuple[float, int, int]  # The share of common words, and the two places.


@dataclass(frozen=True)
class Matched:
    """What stands for what. A block in none of the three came or went."""

    same: Matches
    changed: Matches
    moved: Matches


def match(before: Sequence[Block], after: Sequence[Block]) -> Matched:
    """Find for each old block its new one. The time grows with the length of both texts, not with their product."""
    before, after = ([replace(block, words=plain(block.words)) for block in found] for found in (before, after))
    same = dict(align([block.words for block in before], [block.words for block in after]))
    moved = _moved_as_they_are(before, after, same)
    changed: Matches = {}
    come = set(moved.values())
    for (above, left), (below, right) in pairwise([(-1, -1), *sorted(same.items()), (len(before), len(after))]):
        olds = [at for at in range(above + 1, below) if at not in moved]
        news = [at for at in range(left + 1, right) if at not in come]
        changed |= _chosen(_alike(before, after, olds, news, least=ALIKE, fewest=1), ordered=True)
    taken = same | moved | changed
    olds, news = _left(before, taken), _left(after, taken.values())
    found = _alike(before, after, olds, news, least=ALIKE_ELSEWHERE, fewest=FEWEST_WORDS_ALIKE)
    return Matched(same, changed, moved | _chosen(found, ordered=False))


def _left(found: Sequence[Block], taken: Iterable[int]) -> list[int]:
    known = set(taken)
    return [at for at in range(len(found)) if at not in known]


def _moved_as_they_are(before: Sequence[Block], after: Sequence[Block], same: Matches) -> Matches:
    """Blocks that stand word for word in another place, with their equal neighbours, however short those are."""
    olds, news = _left(before, same), _left(after, same.values())
    times_old, times_new = Counter(before[at].words for at in olds), Counter(after[at].words for at in news)
    place = {after[at].words: at for at in news}
    moved: Matches = {}
    for at in olds:
        words = before[at].words
        says_enough = len(words) >= FEWEST_WORDS or before[at].kind == Kind.HEADING
        if says_enough and times_old[words] == times_new[words] == 1:
            moved[at] = place[words]
    free_old, free_new = set(olds) - set(moved), set(news) - set(moved.values())
    for at, to in list(moved.items()):
        for step in (1, -1):
            above, left = at + step, to + step
            while above in free_old and left in free_new and before[above].words == after[left].words:
                moved[above] = left
                free_old.discard(above)
                free_new.discard(left)
                above, left = above + step, left + step
    return moved


def _alike(
    before: Sequence[Block],
    after: Sequence[Block],
    olds: Sequence[int],
    news: Sequence[int],
    *,
    least: float,
    fewest: int,
) -> Iterator[Likeness]:
    """Pairs of blocks with `fewest` words at least, of which the share `least` is common."""
    bags = {at: Counter(before[at].words) for at in olds if len(before[at].words) >= fewest}
    holders: dict[str, list[int]] = defaultdict(list)
    for at, bag in bags.items():
        for word in bag:
            holders[word].append(at)
    for right in news if bags else ():
        bag = Counter(after[right].words)
        if bag.total() < fewest:
            continue
        near: Iterable[int] = bags
        if len(olds) * len(news) > _EACH_WITH_EACH:
            common = Counter(at for word in bag if len(holders.get(word, ())) <= _RARE for at in holders.get(word, ()))
            near = [at for at, _count in common.most_common(_NEAREST)]
        for left in near:
            if (before[left].kind == Kind.HEADING) == (after[right].kind == Kind.HEADING):
                share = 2 * (bags[left] & bag).total() / (bags[left].total() + bag.total())
                if share >= least:
                    yield share, left, right


def _chosen(found: Iterable[Likeness], *, ordered: bool) -> Matches:
    """The likest first, each block once. `ordered` keeps only what does not cross what is chosen already."""
    chosen: Matches = {}
    taken: set[int] = set()
    order: list[tuple[int, int]] = []
    for _share, left, right in sorted(found, key=lambda each: (-each[0], abs(each[1] - each[2]), each[1:])):
        if left in chosen or right in taken:
            continue
        at = bisect(order, (left, right))
        crosses = at > 0 and order[at - 1][1] > right or at < len(order) and order[at][1] < right
        if not (ordered and crosses):
            chosen[left] = right
            taken.add(right)
            insort(order, (left, right))
    return chosen
