"""Printed lines to paragraphs: the same words, joined as the writer meant them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.paper.paragraphs import Line, pages_of

RIGHT_EDGE = 500.0
LETTER = 5.0


def lines(*texts, size=12.0, top=700.0, leading=14.0, left=70.0, **changes):
    """Lines one below the other, each as wide as its letters."""
    return [
        Line(text, left, left + LETTER * len(text), top - leading * number, size, **changes)
        for number, text in enumerate(texts)
    ]


def full(text):
    """A line that fills its column: nothing more would have fitted."""
    return text + "x" * (int((RIGHT_EDGE - 70) / LETTER) - len(text))


def html_of(*pages):
    return "\n".join(page.html for page in pages_of(pages)[0])


def test_full_lines_are_one_paragraph_and_a_short_one_ends_it():
    printed = lines(full("First "), full("second "), "End.", full("Another "), "End.")
    assert html_of(printed).count("<p>") == 2


def test_more_space_than_usual_begins_a_paragraph():
    above, below = lines(full("First "), full("second ")), lines(full("Third "), full("fourth "), top=650.0)
    assert html_of([*above, *below]).count("<p>") == 2


def test_a_line_that_goes_on_in_small_letters_goes_on():
    assert html_of(lines("A short line that goes", "on here, in the middle", full("Text "))).count("<p>") == 2


def test_bullets_become_a_list_and_numbers_stay_as_they_are_printed():
    printed = lines("• Lock it", "\uf0b7 Ask", "– Tell", "2.1 Numbered clause", "(a) Lettered clause", full("Text "))
    shown = html_of(printed)
    assert "<ul>\n<li>Lock it</li>\n<li>Ask</li>\n<li>Tell</li>\n</ul>" in shown
    assert "<p>2.1 Numbered clause</p>\n<p>(a) Lettered clause</p>" in shown


def test_larger_lines_are_headings_in_order_of_size_and_bold_ones_below_them():
    title, section = lines("Policy", size=24.0)[0], lines("Purpose", size=16.0, top=600.0)[0]
    bold = lines("Scope", top=560.0, is_bold=True)[0]
    text = lines(full("Text "), full("text "), "ends.", top=520.0)
    pages, contents = pages_of([[title, section, bold, *text]])
    assert [(heading.level, heading.title) for heading in contents] == [(2, "Policy"), (3, "Purpose"), (4, "Scope")]
    assert '<h2 id="part-policy">Policy</h2>' in pages[0].html


def test_a_page_that_begins_with_a_lower_heading_leaves_no_level_out():
    first = [lines("Policy", size=24.0)[0], *lines(full("Text "), full("text "), top=600.0)]
    second = [lines("Purpose", size=16.0)[0], *lines(full("Text "), full("text "), top=600.0)]
    pages, contents = pages_of([first, second])
    assert contents[1].level == 3
    assert pages[1].html.startswith('<h2 id="part-purpose">')


@pytest.mark.parametrize(
    ("before", "after", "joined", "elsewhere"),
    [
        pytest.param("under-", "standing of", "understanding of", "x", id="parted by the setter"),
        pytest.param(
            "under-", "standing of", "understanding of", "under our standing, understanding", id="known whole"
        ),
        pytest.param("work-", "life balance", "work-life balance", "work and life", id="two words"),
        pytest.param("work-", "life balance", "work-life balance", "work-life", id="known with hyphen"),
        pytest.param("up-to-", "date advice", "up-to-date advice", "x", id="several hyphens"),
        pytest.param("Year 10-", "11 pupils", "Year 10-11 pupils", "x", id="numbers"),
        pytest.param("anti-", "English words", "anti-English words", "x", id="a capital"),
    ],
)
def test_hyphens_of_the_setter_go_and_the_words_own_stay(before, after, joined, elsewhere):
    text = html_of(lines("W " * 30 + before, after), lines(elsewhere))
    assert joined in text


def test_a_page_without_text_says_so():
    [first, second], _ = pages_of([lines("Text"), []])
    assert first.has_text
    assert not second.has_text
    assert "pictures only" in second.html


def test_text_is_only_text():
    assert "&lt;script&gt;" in html_of(lines("<script>alert(1)</script>"))


@given(st.lists(st.lists(st.text("ab -.•1XZ", min_size=1).filter(str.strip), max_size=6), min_size=1, max_size=4))
def test_whatever_is_printed_no_letter_is_lost(printed):
    pages = [[replace(line, text=" ".join(line.text.split())) for line in lines(*texts)] for texts in printed]
    shown = "".join(page.text for page in pages_of(pages)[0])
    kept = [letter for page in pages for line in page for letter in line.text if letter.isalnum()]
    assert [letter for letter in shown if letter.isalnum()] == kept
