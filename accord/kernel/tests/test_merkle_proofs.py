"""Proofs from a frontier and the leaves since, against the standard's own definitions and a second implementation."""

from hashlib import sha256

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.kernel.ledger.merkle import EMPTY_ROOT, Frontier, Grown, leaf_hash, node_hash
from accord.witnesses.standalone import grew, root_by_inclusion

LEAVES = [leaf_hash(number.to_bytes(2, "big")) for number in range(200)]


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, read aloud."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(by_definition(leaves[:middle]), by_definition(leaves[middle:]))


def grown(first: int, size: int) -> Grown:
    frontier = Frontier()
    for leaf in LEAVES[:first]:
        frontier.append(leaf)
    return Grown(frontier, LEAVES[first:size])


sizes = st.integers(0, 200).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))


@given(sizes)
def test_the_root_is_that_of_the_definition(known: tuple[int, int]) -> None:
    first, size = known
    assert grown(first, size).root() == by_definition(LEAVES[:size])


@given(sizes, st.data())
def test_every_leaf_since_leads_to_the_root_and_no_other_does(known: tuple[int, int], data: st.DataObject) -> None:
    first, size = known
    if first == size:
        return
    position = data.draw(st.integers(first, size - 1))
    path, root = grown(first, size).inclusion(position), by_definition(LEAVES[:size])
    assert root_by_inclusion(LEAVES[position], position, size, path) == root
    assert root_by_inclusion(LEAVES[(position + 1) % 200], position, size, path) != root
    assert root_by_inclusion(LEAVES[position], position, size, path[:-1]) != root or not path
    assert root_by_inclusion(LEAVES[position], position, size, [*path, root]) is None
    other = data.draw(st.integers(0, size + 2).filter(lambda number: number != position))
    assert root_by_inclusion(LEAVES[position], other, size, path) != root


@given(sizes)
def test_growth_is_shown_and_a_changed_past_is_not(known: tuple[int, int]) -> None:
    first, size = known
    path = grown(first, size).consistency()
    old, new = by_definition(LEAVES[:first]), by_definition(LEAVES[:size])
    assert grew(first, old, size, new, path)
    if 0 < first < size:
        wrong = by_definition([*LEAVES[: first - 1], LEAVES[199]]) if first < 200 else EMPTY_ROOT
        assert not grew(first, wrong, size, new, path)
        assert not grew(first, old, size, old, path)
        assert not grew(first, old, size, new, path[:-1])


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 8, 9, 31, 32, 33, 100])
def test_another_implementation_agrees_with_the_paths(size: int) -> None:
    oracle = pymerkle.InmemoryTree(algorithm="sha256")
    for number in range(size):
        oracle.append_entry(number.to_bytes(2, "big"))
    for position in range(size):
        theirs = oracle.prove_inclusion(position + 1).path[1:]
        assert set(grown(0, size).inclusion(position)) == set(theirs)
