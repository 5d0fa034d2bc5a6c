"""Which elements of two sequences stand for each other, found in a time that cannot run away."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

Pair = tuple[int, int]  # A place in the old sequence and one in the new.

LARGEST_GAP = 160_000  # Old times new elements without a landmark that are still searched one by one.


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Pairs of places that hold equal elements, rising on both sides.

    What stands once on either side is a landmark; between the landmarks the longest common part is searched for. A
    stretch without landmarks in which both sides are long counts as written anew.
    """
    pairs: list[Pair] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        top, bottom, left, right = waiting.pop()
        while top < bottom and left < right and old[top] == new[left]:
            pairs.append((top, left))
            top, left = top + 1, left + 1
        while top < bottom and left < right and old[bottom - 1] == new[right - 1]:
            bottom, right = bottom - 1, right - 1
            pairs.append((bottom, right))
        if top == bottom or left == right:
            continue
        landmarks = _landmarks(old, new, range(top, bottom), range(left, right))
        if landmarks:
            pairs += landmarks
            for (above, before), (below, after) in pairwise([(top - 1, left - 1), *landmarks, (bottom, right)]):
                waiting.append((above + 1, below, before + 1, after))
        elif (bottom - top) * (right - left) <= LARGEST_GAP:
            found = _longest_common(old[top:bottom], new[left:right])
            pairs += [(top + above, left + before) for above, before in found]
    return sorted(pairs)


def _landmarks(old: Sequence[Hashable], new: Sequence[Hashable], rows: range, columns: range) -> list[Pair]:
    """The longest rising chain of elements that stand exactly once on either side."""
    times_old, times_new = Counter(old[at] for at in rows), Counter(new[at] for at in columns)
    place = {new[at]: at for at in columns if times_new[new[at]] == 1}
    return rising([(at, place[old[at]]) for at in rows if times_old[old[at]] == 1 and old[at] in place])


def rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest chain in which the second places rise too; `pairs` come in the order of their first places."""
    ends: list[int] = []  # The smallest second place in which a chain of each length ends.
    holders: list[int] = []
    before: list[int] = []
    for at, (_first, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(holders[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        holders[length : length + 1] = [at]
    chain: list[Pair] = []
    at = holders[-1] if holders else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _longest_common(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Pair]:
    table = [[0] * (len(new) + 1)]  # How much is common from each place on, the last row first.
    for element in reversed(old):
        below, row = table[-1], [0] * (len(new) + 1)
        for at in range(len(new) - 1, -1, -1):
            row[at] = below[at + 1] + 1 if element == new[at] else max(below[at], row[at + 1])
        table.append(row)
    table.reverse()
    above = before = 0
    while above < len(old) and before < len(new):
        if old[above] == new[before]:
            yield above, before
            above, before = above + 1, before + 1
        elif table[above + 1][before] >= table[above][before + 1]:
            above += 1
        else:
            before += 1
