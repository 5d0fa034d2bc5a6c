"""The process apart in which scans are read: `python -m accord.paper.scan_reader 300 < FILE`."""

import io
import sys
from base64 import b64encode
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]
import zxingcpp

from accord.paper import apart
from accord.paper.codes import code_in
from accord.paper.documents import UnreadableDocument
from accord.paper.pictures import JPEG, PNG, pdf_of, png_of
from accord.paper.scans import MOST_SCANNED_PAGES

_DPI = (200, 300, 120)  # Tried in turn until a code is found: most are found at the first.
_SHOWN_DPI = 110
_MOST_PIXELS = 16_000_000  # A sheet of A3 at 200 dots to the inch has 7.7 million.
_PASSWORD_ERROR = 4
_PDF_WITHIN = 1024


def pages(raw: bytes) -> Iterator[dict]:
    """The facts of each page."""
    with _opened(raw) as document:
        count = len(document)
        if not count:
            raise UnreadableDocument("This PDF has no pages.")
        if count > MOST_SCANNED_PAGES:
            raise UnreadableDocument(f"This scan has {count} pages; {MOST_SCANNED_PAGES} is the most at once.")
        for at in range(count):
            try:
                yield {"number": at + 1, "pages": count, **_page(document, at)}
            except pypdfium2.PdfiumError:
                raise UnreadableDocument(f"Page {at + 1} is damaged and cannot be read.") from None


def _opened(raw: bytes) -> pypdfium2.PdfDocument:
    if raw.startswith((JPEG, PNG)):
        raw = pdf_of(raw)
    elif raw[4:8] == b"ftyp":
        raise UnreadableDocument("This is a photograph in Apple’s own form (HEIC). Please save it as JPEG or PDF.")
    elif b"%PDF-" not in raw[:_PDF_WITHIN]:
        raise UnreadableDocument("Please upload a PDF, or a photograph as JPEG or PNG.")
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as problem:
        if problem.err_code == _PASSWORD_ERROR:
            raise UnreadableDocument("This PDF is locked with a password. Please upload it without one.") from None
        raise UnreadableDocument("This PDF is damaged and cannot be opened.") from None


def _page(document: pypdfium2.PdfDocument, at: int) -> dict:
    page = document[at]
    found = next((codes for dpi in _DPI if (codes := _codes(page, dpi))), {})
    turn = next(iter(found.values()), 0)
    alone = pypdfium2.PdfDocument.new()
    alone.import_pages(document, [at])
    paper = io.BytesIO()
    alone.save(paper)
    bitmap = _rendered(page, _SHOWN_DPI, turn)
    picture = png_of(memoryview(bitmap.buffer), width=bitmap.width, height=bitmap.height, stride=bitmap.stride)
    made = {"picture": b64encode(picture).decode(), "paper": b64encode(paper.getvalue()).decode()}
    alone.close()
    page.close()
    return {"codes": list(found), **made}


def _rendered(page: pypdfium2.PdfPage, dpi: int, turn: int = 0) -> pypdfium2.PdfBitmap:
    width, height = page.get_size()
    scale = dpi / 72
    too_many = width * height * scale**2 / _MOST_PIXELS
    return page.render(scale=scale / max(1, too_many) ** 0.5, rotation=turn, grayscale=True)


def _codes(page: pypdfium2.PdfPage, dpi: int) -> dict[str, int]:
    """Our codes on the page, each with the quarter turn that sets it upright."""
    bitmap = _rendered(page, dpi)
    seen = memoryview(bitmap.buffer).cast("B", shape=[bitmap.height, bitmap.stride])
    read = zxingcpp.read_barcodes(seen, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    codes = {code_in(each.text): -round(each.orientation / 90) * 90 % 360 for each in read}
    codes.pop("", None)
    return codes


def main(seconds: str) -> None:
    apart.limit(int(seconds))
    try:
        for page in pages(sys.stdin.buffer.read()):
            apart.say(**page)
    except UnreadableDocument as problem:
        apart.say(unreadable=str(problem))


if __name__ == "__main__":
    main(*sys.argv[1:])
