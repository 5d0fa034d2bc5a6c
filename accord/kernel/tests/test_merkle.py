"""The tree against a second implementation, and its edges."""

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.kernel.ledger.merkle import EMPTY_ROOT, Frontier, leaf_hash


def tree_of(contents: list[bytes]) -> Frontier:
    tree = Frontier()
    for content in contents:
        tree.append(leaf_hash(content))
    return tree


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_root_is_that_of_another_implementation(contents: list[bytes]) -> None:
    oracle = pymerkle.InmemoryTree(algorithm="sha256")
    for content in contents:
        oracle.append_entry(content)
    assert tree_of(contents).root() == oracle.get_root()


@given(st.lists(st.binary(max_size=8), max_size=70), st.lists(st.binary(max_size=8), max_size=20))
def test_a_packed_frontier_goes_on_where_it_stopped(before: list[bytes], after: list[bytes]) -> None:
    tree = tree_of(before)
    again = Frontier.from_bytes(tree.size, tree.to_bytes())
    for content in after:
        again.append(leaf_hash(content))
    assert again.root() == tree_of([*before, *after]).root()


def test_empty_tree_has_the_root_of_the_standard() -> None:
    assert Frontier().root() == EMPTY_ROOT


def test_a_frontier_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(AssertionError):
        Frontier.from_bytes(3, b"\x00" * 32)
