"""The printed lines of a PDF, by PDFium. Heavy, and only for a process apart: PDFium reads what strangers made."""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from contextlib import closing

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from accord.paper.documents import MOST_PAGES, Tell, UnreadableDocument
from accord.paper.paragraphs import Line

_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
_LINE_END_HYPHEN = 2  # What PDFium gives for a hyphen together with the end of its line.
_MOST_LETTERS = 3_000_000
_FEWEST_READABLE = 0.9  # Of all letters; fonts without a map to Unicode give signs that mean nothing.
_FROM_A_PROGRAM = re.compile(
    r"^(microsoft word|powerpoint|untitled|slide \d|document\d*$)|\.(docx?|rtf|odt|pdf|indd)$", re.I
)
_LEADERS = re.compile(r"(?:\s?\.){4,}\s*")  # The dots between a heading and its page in a list of contents.
_BOLD = re.compile(rb"bold|black|heavy|semibold", re.I)


def printed_pages(raw: bytes, tell: Tell) -> tuple[str, list[list[Line]]]:
    """The title that the PDF states, and the lines of each page. Raises UnreadableDocument, which says why."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as problem:
        if problem.err_code == _PASSWORD_ERROR:
            raise UnreadableDocument("This PDF is locked with a password. Please upload it without one.") from None
        raise UnreadableDocument("This PDF is damaged and cannot be opened.") from None
    with document:
        if not len(document):
            raise UnreadableDocument("This PDF has no pages.")
        if len(document) > MOST_PAGES:
            raise UnreadableDocument(f"This PDF has {len(document)} pages; {MOST_PAGES} is the most.")
        _refuse_what_acts(document)
        letters = _Letters()
        pages = []
        for number in range(len(document)):
            tell(number, len(document))
            pages.append(_page(document, number, letters))
        _refuse_unreadable(pages, letters)
        return _title(document), pages


def _refuse_what_acts(document: pypdfium2.PdfDocument) -> None:
    """The file itself is offered to everybody who reads the document, so nothing may run in it or lie hidden in it."""
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        raise UnreadableDocument("This PDF holds a program (JavaScript). Please save it again without.")
    if pdfium.FPDFDoc_GetAttachmentCount(document) > 0:
        raise UnreadableDocument(
            "Other files lie inside this PDF, which nobody would see. Please save it without them."
        )


class _Letters:
    """Counts letters, and those among them that have no meaning outside their font."""

    def __init__(self) -> None:
        self.all = self.without_meaning = 0

    def add(self, code: int) -> None:
        self.all += 1
        if self.all > _MOST_LETTERS:
            raise UnreadableDocument("This PDF has more text than any policy.")
        if code in (0, 0xFFFD) or unicodedata.category(chr(code)) in {"Co", "Cn", "Cs"}:
            self.without_meaning += 1


def _refuse_unreadable(pages: list[list[Line]], letters: _Letters) -> None:
    with_text = sum(bool(page) for page in pages)
    if with_text * 2 < len(pages) or not with_text:
        raise UnreadableDocument(
            "This PDF is made of pictures, so nobody could read it on a phone. Please save it from the program in "
            "which it was written, or have the scan read by text recognition first."
        )
    if letters.without_meaning > (1 - _FEWEST_READABLE) * letters.all:
        raise UnreadableDocument("The letters of this PDF cannot be read out. Please save it again as a PDF.")


def _title(document: pypdfium2.PdfDocument) -> str:
    title = " ".join(document.get_metadata_value("Title").split())
    return "" if _FROM_A_PROGRAM.search(title) else _printable(title)


def _page(document: pypdfium2.PdfDocument, number: int, letters: _Letters) -> list[Line]:
    try:
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            return list(_lines(text, letters))
    except pypdfium2.PdfiumError:
        raise UnreadableDocument(f"Page {number + 1} of this PDF is damaged and cannot be read.") from None


def _lines(text: pypdfium2.PdfTextPage, letters: _Letters) -> Iterator[Line]:
    begin = 0
    codes: list[int] = []
    count = text.count_chars()
    for at in range(count):
        code = pdfium.FPDFText_GetUnicode(text, at)
        if code == _LINE_END_HYPHEN:
            codes.append(ord("-"))
        if code in (0x0A, 0x0D, _LINE_END_HYPHEN):
            yield from _line(text, begin, codes)
            begin, codes = at + 1, []
        else:
            letters.add(code)
            codes.append(code)
    yield from _line(text, begin, codes)


def _line(text: pypdfium2.PdfTextPage, begin: int, codes: list[int]) -> Iterator[Line]:
    inked = [begin + at for at, code in enumerate(codes) if code > 0x20 and code != 0xA0]
    if not inked:
        return
    first, last = inked[0], inked[-1]
    left, bottom, _, top = text.get_charbox(first, loose=True)
    _, _, right, _ = text.get_charbox(last, loose=True)
    words = _printable("".join(chr(code) for code in codes))
    if words:
        is_bold = _is_bold(text, first) and _is_bold(text, last)
        yield Line(words, left, right, bottom, top - bottom, is_bold)


def _printable(text: str) -> str:
    """Without what is no letter, and with one kind of space. Signs from symbol fonts stay: they are bullets."""
    kept = (letter for letter in text.replace("\u00ad", "") if letter.isspace() or not _is_unprintable(letter))
    return " ".join(_LEADERS.sub(" … ", unicodedata.normalize("NFC", "".join(kept))).split())


def _is_unprintable(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf", "Cn", "Cs"}


def _is_bold(text: pypdfium2.PdfTextPage, at: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, at, name, len(name), flags)
    return bool(_BOLD.search(name.value)) or pdfium.FPDFText_GetFontWeight(text, at) >= 600
