"""A list as a paper: everything that stands in it, on pages that say whose it is and where one is."""

from datetime import UTC, datetime

import pypdfium2
import pytest

from accord.paper.lists import MOST_ROWS, ListPaper, paper_of, render, shares
from accord.paper.receipts import Letterhead

AT = datetime(2026, 7, 23, 9, 0, tzinfo=UTC)
SCHOOL = Letterhead("Hopewell Community School", "123456", "HCS")


def a_list(rows=(("Patel, Priya", "English", "Asked", "27 Nov 2026", "3"),), **changes):
    stated = {
        "title": "Who has signed “Phones”",
        "narrowed": "State: Not yet. Search: “pat”.",
        "made_by": "Ms Okafor",
        "headings": ("Name", "Team", "State", "Due", "Reminders"),
        "numeric": (False, False, False, False, True),
        "rows": [list(row) for row in rows],
    }
    return ListPaper(**{**stated, **changes})


def pages(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def test_it_says_whose_list_it_is_when_it_stood_so_and_what_it_was_narrowed_by(press):
    [page] = pages(render(SCHOOL, a_list(), at=AT, press=press))
    for part in (
        "Hopewell Community School",
        "URN 123456",
        "Who has signed “Phones”",
        "State: Not yet. Search: “pat”.",
        "1 line, as they stood on Thursday 23 July 2026 at 10:00. Made by Ms Okafor.",
        "Page 1 of 1",
        "Patel, Priya",
        "27 Nov 2026",
    ):
        assert part in page


def test_every_row_stands_on_it_once_and_headings_on_every_page(press):
    rows = [(f"Person {number:04}.", "English", "Asked", "–", "0") for number in range(150)]
    found = pages(render(SCHOOL, a_list(rows), at=AT, press=press))
    assert len(found) > 2
    everything = "\n".join(found)
    assert all(everything.count(f"Person {number:04}.") == 1 for number in range(150))
    for number, page in enumerate(found, start=1):
        assert "Reminders" in page
        assert f"Page {number} of {len(found)}" in page
        assert "Hopewell Community School" in page


def test_it_claims_and_carries_what_a_screen_reader_needs(press):
    made = render(SCHOOL, a_list(), at=AT, press=press)
    for claim in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<"):
        assert claim in made
    assert pypdfium2.PdfDocument(made).get_metadata_dict()["Title"] == "Who has signed “Phones”"


@pytest.mark.parametrize("rows", [[], [("",) * 5], [("x" * 400, "漢字 🎈", "#strong[x] $y$", "עברית", "-1")]])
def test_nothing_in_a_list_can_break_it(press, rows):
    assert len(pages(render(SCHOOL, a_list(rows), at=AT, press=press))) == 1


def test_the_longest_list_is_set_in_seconds_and_reads_the_same_twice(press):
    paper = a_list(
        [(f"Person {number}", "English and drama", "Asked", "27 Nov 2026", "1") for number in range(MOST_ROWS)]
    )
    assert render(SCHOOL, paper, at=AT, press=press) == render(SCHOOL, paper, at=AT, press=press)


def test_many_columns_lie_on_their_side_and_none_is_squeezed_out():
    wide = a_list([("x" * 300, *["y"] * 8)], headings=("A",) * 9, numeric=(False,) * 9)
    assert paper_of(SCHOOL, wide, AT)["wide"]
    assert not paper_of(SCHOOL, a_list(), AT)["wide"]
    assert max(shares(wide)) / min(shares(wide)) < 6
