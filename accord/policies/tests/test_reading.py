"""From what was handed in to the pages that people read."""

import pytest

from accord.policies.reading import UnreadableDocument, read_file, read_typed, without_title
from accord.signing.actions import PageContent


def page(html: str) -> PageContent:
    return PageContent(title="", html=html, words="")


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<h2 id='a'>Acceptable use</h2><p>Text</p>", "<p>Text</p>"),
        ("\n<h2>ACCEPTABLE  <em>use</em></h2><p>Text</p>", "<p>Text</p>"),
        ("<h2>Acceptable use</h2><h3 id='b'>A</h3><h4>B</h4>", "<h2 id='b'>A</h2><h3>B</h3>"),
        ("<h2>Acceptable use</h2><h3>A</h3><h2>B</h2>", "<h3>A</h3><h2>B</h2>"),
        ("<h2>Acceptable use of IT</h2><p>Text</p>", None),
        ("<p>First</p><h2>Acceptable use</h2><p>Text</p>", None),
        ("<h2>Acceptable use</h2>", None),
        ("<p>No heading</p>", None),
    ],
)
def test_a_heading_that_only_repeats_the_title_goes(html, left):
    second = page("<h2>Acceptable use</h2><p>Again</p>")
    assert without_title([page(html), second], "Acceptable use") == [page(html if left is None else left), second]


def test_a_title_with_signs_is_compared_as_it_reads():
    assert without_title([page("<h2>Phones &amp; “tablets”</h2><p>x</p>")], "Phones & “tablets”") == [page("<p>x</p>")]


def test_typed_text_loses_what_only_the_browser_added():
    read = read_typed("\r\n# Phones\r\n\r\nOff in lessons.\r\n\r\n", name="phones.md")
    assert read.content == b"# Phones\n\nOff in lessons.\n"
    assert (read.title, read.format, read.media_type) == ("Phones", "markdown", "text/markdown")


def test_a_pdf_is_read_page_by_page(small_pdf):
    read = read_file("phones.pdf", small_pdf)
    assert (read.format, read.media_type, read.content) == ("pdf", "application/pdf", small_pdf)
    assert ["lessons" in each.words for each in read.pages] == [True, False]
    assert "tablets" in read.pages[1].words


@pytest.mark.parametrize("raw", [b"%PDF-1.7\nnothing that follows is a PDF", b"PK\x03\x04", b"\x00\x01"])
def test_what_cannot_be_read_is_refused_with_a_sentence(raw):
    with pytest.raises(UnreadableDocument, match=r"\.$"):
        read_file("file.pdf" if raw.startswith(b"%") else "file.txt", raw)
