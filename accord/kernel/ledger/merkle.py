"""The Merkle tree of RFC 9162, by its compact frontier: one hash for each whole subtree, the largest first."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree of `size` leaves, held in as many hashes as `size` has one-bits."""

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        assert len(self.hashes) == size.bit_count()

    def append(self, leaf: bytes) -> None:
        """Add the hash of one leaf."""
        node, size = leaf, self.size
        while size & 1:
            node = sha256(b"\x01" + self.hashes.pop() + node).digest()
            size >>= 1
        self.hashes.append(node)
        self.size += 1

    def root(self) -> bytes:
        if not self.hashes:
            return EMPTY_ROOT
        node = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            node = node_hash(left, node)
        return node

    def to_bytes(self) -> bytes:
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, packed: bytes) -> "Frontier":
        return cls(size, [packed[at : at + 32] for at in range(0, len(packed), 32)])


class Grown:
    """A tree of which only a frontier and the leaves since are known: enough for the proofs about those leaves.

    `frontier` is that of an earlier size, `leaves` are the hashes of all that followed.
    """

    def __init__(self, frontier: Frontier, leaves: Sequence[bytes]) -> None:
        self.size = frontier.size + len(leaves)
        self._first, self._leaves = frontier.size, leaves
        self._whole: dict[tuple[int, int], bytes] = {}
        start = 0
        for node, width in zip(frontier.hashes, _widths(frontier.size), strict=True):
            self._whole[start, start + width] = node
            start += width

    def root(self) -> bytes:
        return self._hash(0, self.size) if self.size else EMPTY_ROOT

    def inclusion(self, position: int) -> list[bytes]:
        """What leads from the leaf at `position` to the root, nearest first (RFC 9162, 2.1.3)."""
        assert self._first <= position < self.size
        start, end, path = 0, self.size, []
        while end - start > 1:
            middle = start + _split(end - start)
            if position < middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        return path[::-1]

    def consistency(self) -> list[bytes]:
        """What shows that the tree of the frontier's size is the beginning of this one (RFC 9162, 2.1.4)."""
        if not 0 < self._first < self.size:
            return []
        start, end, path, is_whole = 0, self.size, [], True
        while self._first < end:
            middle = start + _split(end - start)
            if self._first <= middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start, is_whole = middle, False
        return [*([] if is_whole else [self._hash(start, end)]), *path[::-1]]

    def _hash(self, start: int, end: int) -> bytes:
        """The root of the leaves from `start` up to `end`."""
        known = self._whole.get((start, end))
        if known is None and end - start == 1:
            known = self._leaves[start - self._first]
        if known is None:
            middle = start + _split(end - start)
            known = self._whole[start, end] = node_hash(self._hash(start, middle), self._hash(middle, end))
        return known


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _widths(size: int) -> list[int]:
    """The sizes of the whole subtrees that make a tree of `size`, the largest first."""
    return [1 << bit for bit in reversed(range(size.bit_length())) if size >> bit & 1]
