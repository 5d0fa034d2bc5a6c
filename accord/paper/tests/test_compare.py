"""Two versions side by side: what is found, that nothing is lost or made up, and that it never takes long."""

import random
import time
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from accord.paper.compare import Comparison, How, Kind, Skipped, compare
from accord.paper.compare_align import align
from accord.paper.compare_blocks import blocks

SENTENCE = "Keep your own phone somewhere safe and silent in every lesson."
OTHER = "Ask the office before you take a laptop home over the holidays."


def html(*paragraphs: str) -> list[str]:
    return ["".join(f"<p>{escape(each, quote=False)}</p>" for each in paragraphs)]


def told(found: Comparison) -> list[tuple[str, str]]:
    """What became of each passage; in a changed one, what went in brackets and what came in braces."""
    marks = {How.REMOVED: "[{}]", How.ADDED: "{{{}}}", How.SAME: "{}"}
    return [
        (passage.how, " ".join(marks[piece.how].format(piece.text) for piece in passage.pieces))
        for passage in found.passages
        if passage.how != How.SAME
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(html(SENTENCE), html(SENTENCE), [], id="nothing"),
        pytest.param(
            html(SENTENCE), [f"<p>{SENTENCE.replace('own', '<strong>own</strong>')}</p>"], [], id="bold is no change"
        ),
        pytest.param(
            html("The school's “office” - and its ﬁles."),
            html('The school’s "office" – and its files.'),
            [],
            id="looks",
        ),
        pytest.param(html(SENTENCE, OTHER), [f"<p>{SENTENCE}</p>", f"<p>{OTHER}</p>"], [], id="a page's end is none"),
        pytest.param(
            html(SENTENCE),
            html(SENTENCE.replace("phone", "watch")),
            [("changed", "Keep your own [phone] {watch} somewhere safe and silent in every lesson.")],
            id="a word",
        ),
        pytest.param(html(SENTENCE), html(SENTENCE, OTHER), [("added", OTHER)], id="a paragraph more"),
        pytest.param(html(SENTENCE, OTHER), html(OTHER), [("removed", SENTENCE)], id="a paragraph less"),
        pytest.param(
            html(OTHER, SENTENCE, "Yes."),
            html(SENTENCE, "Yes.", OTHER),
            [("gone", OTHER), ("moved", OTHER)],
            id="moved as it is",
        ),
        pytest.param(
            html(OTHER, SENTENCE, "Yes."),
            html(SENTENCE, "Yes.", OTHER.replace("office", "bursar")),
            [("gone", OTHER), ("moved", "Ask the [office] {bursar} before you take a laptop home over the holidays.")],
            id="moved and changed",
        ),
        pytest.param(
            html(SENTENCE),
            html("Nobody is asked to answer mail at night."),
            [("removed", SENTENCE), ("added", "Nobody is asked to answer mail at night.")],
            id="another one in its place",
        ),
        pytest.param(
            ["<table><tr><th>Who</th><th>When</th></tr><tr><td>Staff</td><td>Monday</td></tr></table>"],
            ["<table><tr><th>Who</th><th>When</th></tr><tr><td>Staff</td><td>Friday</td></tr></table>"],
            [("changed", "Staff | [Monday] {Friday}")],
            id="a cell",
        ),
        pytest.param(
            [f'<p>{SENTENCE} <a href="https://one.example/">More</a></p>'],
            [f'<p>{SENTENCE} <a href="https://two.example/">More</a></p>'],
            [("changed", f"{SENTENCE} More [(https://one.example/)] {{(https://two.example/)}}")],
            id="where a link leads",
        ),
        pytest.param(
            html("The first half of a sentence that goes"),
            html("The first half of a sentence that goes", "on."),
            [("added", "on.")],
            id="a word below",
        ),
        pytest.param([], html(SENTENCE), [("added", SENTENCE)], id="from nothing"),
        pytest.param(html(SENTENCE), [], [("removed", SENTENCE)], id="to nothing"),
        pytest.param([], [], [], id="nothing at all"),
    ],
)
def test_what_is_found(old: list[str], new: list[str], expected: list[tuple[str, str]]) -> None:
    assert told(compare(old, new)) == expected


def test_a_sentence_over_two_pages_is_one_wherever_the_page_ends() -> None:
    first = ["<p>Keep your own phone</p>", "<p>somewhere safe in every lesson.</p>"]
    second = ["<p>Keep your own phone somewhere safe</p>", "<p>in every lesson.</p>"]
    assert compare(first, second).changes == ()


def test_blocks_know_what_they_are() -> None:
    found = blocks(
        ["<h2>A</h2><p>b</p><ol start='3'><li>c<ul><li>d</li></ul></li><li><p>e</p><p>f</p></li></ol>"]
        + ["<table><tr><td><p>g</p></td><td>h</td></tr></table><blockquote><p>i</p></blockquote><pre>j  k</pre>"]
    )
    assert [(block.kind, block.depth, block.marker, " ".join(block.words)) for block in found] == [
        (Kind.HEADING, 0, "", "A"),
        (Kind.PARAGRAPH, 0, "", "b"),
        (Kind.ITEM, 1, "3.", "c"),
        (Kind.ITEM, 2, "•", "d"),
        (Kind.ITEM, 1, "4.", "e"),
        (Kind.PARAGRAPH, 1, "", "f"),
        (Kind.ROW, 0, "", "g | h"),
        (Kind.PARAGRAPH, 0, "", "i"),
        (Kind.PARAGRAPH, 0, "", "j k"),
    ]


def test_the_summary_counts_neighbours_once_and_names_their_heading() -> None:
    section = "".join(f"<p>Rule {word} of the new chapter on watches.</p>" for word in ("one", "two", "three"))
    found = compare(
        [f"<h2>Phones</h2><p>{SENTENCE}</p><p>{OTHER}</p>"],
        [f"<h2>Phones</h2><p>{SENTENCE}</p><p>{OTHER.replace('office', 'bursar')}</p><h2>Watches</h2>{section}"],
    )
    assert [(change.how, change.heading, change.begins) for change in found.changes] == [
        ("changed", "Phones", "Ask the bursar before you take a laptop home …"),
        ("added", "Phones", "Watches"),
    ]
    assert [change.number for change in found.changes] == [1, 2]
    assert [found.count(how) for how in (How.CHANGED, How.ADDED, How.MOVED, How.REMOVED)] == [1, 1, 0, 0]


def test_what_moved_bears_one_number_in_both_places() -> None:
    found = compare(html(OTHER, SENTENCE, "Yes."), html(SENTENCE, "Yes.", OTHER))
    assert {passage.how: passage.number for passage in found.passages if passage.number} == {"gone": 1, "moved": 1}


def test_the_short_form_leaves_out_what_stayed_and_says_how_much() -> None:
    same = [f"Passage number {number} stays as it was." for number in range(9)]
    found = compare(
        [f"<h2>Phones</h2>{html(*same)[0]}<p>{SENTENCE}</p>{html(*same)[0]}"],
        [f"<h2>Phones</h2>{html(*same)[0]}<p>{SENTENCE.replace('own', 'private')}</p>{html(*same)[0]}"],
    )
    short = [each if isinstance(each, Skipped) else each.how for each in found.shortened()]
    assert short == ["same", Skipped(9), "changed", Skipped(9)]


TOKENS = ["a", "b", "c", "de", "<p>", "&amp;", "</ins>", "|", "•", "x<y"]
WORDS = some.lists(some.sampled_from(TOKENS), min_size=1, max_size=7).map(" ".join)
PAGES = some.lists(some.lists(WORDS, max_size=8), max_size=3).map(
    lambda pages: [html(*paragraphs)[0] for paragraphs in pages]
)


def side(found: Comparison, *, old: bool) -> list[str]:
    """All words of one of the two texts, put together again from the comparison."""
    left_out = {How.ADDED, How.MOVED} if old else {How.REMOVED, How.GONE}
    drop = How.ADDED if old else How.REMOVED
    return [
        word
        for passage in found.passages
        if passage.how not in left_out
        for piece in passage.pieces
        if piece.how != drop
        for word in piece.text.split()
    ]


@given(PAGES, PAGES)
@settings(max_examples=150, deadline=None)
def test_both_texts_can_be_read_out_of_the_comparison(old: list[str], new: list[str]) -> None:
    found = compare(old, new)
    assert side(found, old=True) == [word for block in blocks(old) for word in block.words]
    assert side(found, old=False) == [word for block in blocks(new) for word in block.words]
    assert bool(found.changes) == (side(found, old=True) != side(found, old=False)) or len(blocks(old)) != len(
        blocks(new)
    )


@given(some.lists(some.text(max_size=60), max_size=4), some.lists(some.text(max_size=60), max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_html_is_survived(old: list[str], new: list[str]) -> None:
    compare(old, new)


@given(some.lists(some.integers(0, 5)), some.lists(some.integers(0, 5)))
def test_pairs_are_equal_and_rise(old: list[int], new: list[int]) -> None:
    pairs = align(old, new)
    assert all(old[above] == new[before] for above, before in pairs)
    assert all(one[0] < two[0] and one[1] < two[1] for one, two in zip(pairs, pairs[1:], strict=False))


def a_book(chance: random.Random, pages: int = 300) -> list[str]:
    words = [f"word{number}" for number in range(4000)]
    return [
        html(*(" ".join(chance.choices(words[: 10 ** chance.randint(1, 3)], k=60)) for _ in range(12)))[0]
        for _ in range(pages)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["edited", "all new", "one paragraph", "equal rows"])
def test_three_hundred_pages_take_seconds(kind: str) -> None:
    chance = random.Random(1)
    old = a_book(chance)
    if kind == "edited":
        new = [page.replace("word7 ", f"word{number} ") for number, page in enumerate(old)][::-1]
    elif kind == "all new":
        new = a_book(chance)
    elif kind == "one paragraph":
        old, new = [" ".join(old)], [" ".join(a_book(chance))]
    else:
        old = ["<table>" + "<tr><td>–</td><td>yes</td></tr>" * 40 + "</table>"] * 300
        new = ["<table>" + "<tr><td>yes</td><td>–</td></tr>" * 39 + "</table>"] * 300
    began = time.process_time()
    compare(old, new)
    assert time.process_time() - began < 10
