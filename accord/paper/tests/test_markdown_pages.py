"""Markdown as it is put before signers: nothing runs, nothing is lost, and each page is one sitting."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.paper.documents import UnreadableDocument
from accord.paper.markdown_pages import markdown_pages
from accord.paper.paging import MOST_WORDS, TAGS


def html_of(text):
    _, pages, _ = markdown_pages(text)
    return "\n".join(page.html for page in pages)


def prose(words):
    return " ".join(f"word{number}" for number in range(words))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*soft* and **strong**", "<p><em>soft</em> and <strong>strong</strong></p>"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("3. third\n4. fourth", '<ol start="3">\n<li>third</li>\n<li>fourth</li>\n</ol>'),
        ("• pasted\n• bullets", "<ul>\n<li>pasted</li>\n<li>bullets</li>\n</ul>"),
        ("    pasted with an indent", "<p>pasted with an indent</p>"),
        ("~~old~~", "<p><s>old</s></p>"),
        ("![The crest](x.png)", "<p>[Picture: The crest]</p>"),
        ("![](x.png)", "<p>[Picture]</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_what_is_written_is_what_is_shown(written, shown):
    assert html_of(written) == shown


def test_a_table_has_headings_and_can_be_scrolled_with_a_keyboard():
    shown = html_of("| Who | What |\n|:--|--:|\n| Head | decides |")
    assert shown.startswith('<div class="document-table" tabindex="0" role="region" aria-label="Table 1">\n<table>')
    assert '<th scope="col">Who</th>' in shown
    assert "style" not in shown


def test_a_link_leads_outward_and_says_nothing_of_us():
    assert html_of("[x](https://example.org/a)") == (
        '<p><a href="https://example.org/a" rel="noopener noreferrer nofollow">x</a></p>'
    )


@pytest.mark.parametrize(
    "target", ["/s/hopewell/sign/", "#part-x", "javascript:alert(1)", "data:text/html,x", "//e.org"]
)
def test_a_link_into_accord_or_into_a_script_is_none(target):
    assert "href" not in html_of(f"[x]({target})")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript&colon;alert(1))",
        "<a href='javascript:alert(1)'>x</a>",
        "![x](javascript:alert(1))",
        "```html\n<script>alert(1)</script>\n```",
        '[x](https://a.org "onmouseover=alert(1)")',
        "# <svg/onload=alert(1)>",
        '<https://a.org/"onclick=alert(1)>',
    ],
)
def test_nothing_runs(hostile):
    shown = html_of(hostile + "\n\ntext")
    tags = " ".join(re.findall(r"<[^>]*>", shown))
    assert not re.search(r"<(script|img|svg|iframe|style)|\s(on\w+|style|src)=|javascript:", tags, re.I)


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet="ab <>[]()!*_`#->|\\&;:/\"'=\n1.\t~x", min_size=1, max_size=200))
def test_whatever_is_typed_only_harmless_tags_come_out(text):
    try:
        shown = html_of(text + "\n\nend")
    except UnreadableDocument:
        return
    assert "end" in shown
    tags = set(re.findall(r"<([a-z0-9]+)", shown))
    assert tags <= TAGS


def test_pages_end_at_headings_and_none_is_too_long_to_read():
    parts = [f"## Part {number}\n\n{prose(250)}" for number in range(8)]
    title, pages, contents = markdown_pages("# The policy\n\n" + "\n\n".join(parts))
    assert title == "The policy"
    assert [len(page.text.split()) <= MOST_WORDS for page in pages] == [True] * len(pages)
    assert len(pages) == 4
    assert all(page.html.startswith("<h2") for page in pages)
    assert [heading.title for heading in contents] == ["The policy", *(f"Part {number}" for number in range(8))]


def test_a_long_part_without_headings_is_split_at_paragraphs():
    _, pages, _ = markdown_pages("\n\n".join(prose(100) for _ in range(30)))
    assert [len(page.text.split()) for page in pages] == [900, 900, 900, 300]


def test_a_heading_stays_with_what_follows_it():
    _, pages, _ = markdown_pages(f"# A\n\n{prose(880)}\n\n## B\n\n### C\n\n{prose(500)}")
    assert len(pages) == 2
    assert re.findall(r"<h\d", pages[1].html) == ["<h2", "<h3"]


def test_headings_have_ids_of_their_own_and_leave_no_level_out():
    _, [page], contents = markdown_pages("# Locks\n\na\n\n#### Locks\n\nb\n\n# Locks 2\n\nc\n\n## Schlüssel & Ŵyr\n\nd")
    anchors = [heading.anchor for heading in contents]
    assert len(set(anchors)) == len(anchors) == 4
    assert all(f'id="{anchor}"' in page.html for anchor in anchors)
    assert re.findall(r"<h(\d)", page.html) == ["2", "3", "2", "3"]
    assert [heading.page for heading in contents] == [1] * 4


def test_no_word_is_lost_between_the_file_and_its_pages():
    text = (
        f"# A\n\n{prose(300)}\n\n## B\n\n- one\n  - two\n\n> three\n\n| x | y |\n|---|---|\n| z | q |\n\n{prose(1200)}"
    )
    _, pages, _ = markdown_pages(text)
    assert re.findall(r"\w+", " ".join(page.text for page in pages)) == re.findall(r"\w+", text.replace("---", ""))


def test_front_matter_gives_the_title_and_is_not_shown():
    title, [page], _ = markdown_pages('---\ntitle: "Social media"\nauthor: x\n---\n\nBe kind.')
    assert (title, page.text) == ("Social media", "Be kind.")


@pytest.mark.parametrize("text", ["", "---\ntitle: x\n---\n", "[a]: b", "***"])
def test_a_text_without_words_is_refused(text):
    with pytest.raises(UnreadableDocument, match="no text"):
        markdown_pages(text)


@pytest.mark.parametrize("text", [">" * 10_000 + " x", "- " * 10_000 + "x", "1. " * 10_000 + "x"])
def test_what_lies_too_deep_is_refused_and_never_left_out(text):
    with pytest.raises(UnreadableDocument, match="deep"):
        markdown_pages(text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["[" * 20_000, "*a " * 20_000, "`" * 999 + " `" * 9_999, "![" * 5_000, "# a\n" * 20_000]
)
def test_pathological_text_takes_seconds_at_most(text):
    assert html_of(text + "\n\nend")
