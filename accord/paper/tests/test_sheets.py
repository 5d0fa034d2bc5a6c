"""Sheets to sign by hand, and the decoder that finds them again in scans."""

import io
import struct
import zlib
from datetime import UTC, datetime

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.paper.codes import code_in, in_groups, new_code, typed
from accord.paper.documents import UnreadableDocument
from accord.paper.pictures import PNG, png_of
from accord.paper.receipts import Letterhead
from accord.paper.scans import scanned_pages
from accord.paper.sheets import MOST_TEXTS, Sheet, SheetText, render

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SCHOOL = Letterhead("Hopewell Community School", "123456", "HCS")
CODES = ("0123456789ABCDEF", "7K3M9Q2P4D7K3M9Q", "ZZZZYYYYXXXXWWWW")
TERMS = tuple(
    ("I keep my own phone and devices somewhere safe in lessons, switched off or silent. " * 2, "9.7c")
    for _ in range(5)
)


def a_sheet(code=CODES[0], *, texts=3, title="Acceptable use of IT", training="", name="Priya Patel"):
    text = SheetText(
        title, "version 4", "ab12" * 16, "https://accord.example.sch.uk/s/hopewell/policies/acceptable-use/"
    )
    return Sheet(
        code, name, "Midday supervisor", "I work for Hopewell Community School.", (text,) * texts, training, TERMS
    )


@pytest.fixture(scope="module")
def sheets(press):
    return render(SCHOOL, [a_sheet(code) for code in CODES], at=AT, press=press)


def turned(pdf, quarters):
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        page.set_rotation(90 * quarters)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def photographed(pdf, *, noise=0):
    """The first page as a grey picture, as a telephone or a scanner would make it."""
    page = pypdfium2.PdfDocument(pdf)[0]
    bitmap = page.render(scale=2, grayscale=True)
    pixels = bytearray(bitmap.buffer)
    for at in range(0, len(pixels), 7) if noise else ():
        pixels[at] = max(0, pixels[at] - noise)
    return png_of(memoryview(pixels), width=bitmap.width, height=bitmap.height, stride=bitmap.stride)


def test_a_sheet_is_one_page_for_each_person_and_says_what_is_signed(sheets):
    document = pypdfium2.PdfDocument(sheets)
    assert len(document) == 3
    said = document[1].get_textpage().get_text_bounded()
    for part in (
        "Declaration of Priya Patel",
        "Acceptable use of IT",
        "version 4",
        "ab12ab12ab12ab12",
        in_groups(CODES[1]),
    ):
        assert part in said
    assert "ab12" * 5 not in said


@pytest.mark.parametrize("training", ["", "INSET on the new policies, 1 September 2026, recorded by the school"])
def test_even_the_fullest_sheet_stays_on_one_page(press, training):
    full = a_sheet(texts=MOST_TEXTS, title="A policy with a long name " * 7, training=training, name="Wilhelmina " * 8)
    document = pypdfium2.PdfDocument(render(SCHOOL, [full, full], at=AT, press=press))
    assert len(document) == 2
    said = document[0].get_textpage().get_text_bounded()
    assert "Witness: name in capitals" in said
    assert "the versions named on it" in " ".join(said.split())


@pytest.mark.parametrize("quarters", range(4))
def test_each_page_of_a_scan_gives_its_code_whichever_way_it_lay(sheets, quarters):
    found = list(scanned_pages(turned(sheets, quarters)))
    assert [page.codes for page in found] == [(code,) for code in CODES]
    assert [(page.number, page.pages) for page in found] == [(1, 3), (2, 3), (3, 3)]
    for page in found:
        width, height = struct.unpack(">II", page.picture[16:24])
        assert height > width  # Upright again, for whoever looks at it.
        assert len(pypdfium2.PdfDocument(page.paper)) == 1


def test_the_picture_stands_the_right_way_up(sheets):
    upright, *_ = scanned_pages(sheets)
    head_down, *_ = scanned_pages(turned(sheets, 2))
    one, other = (zlib.decompress(page.picture[41:-16]) for page in (upright, head_down))
    differing = sum(abs(left - right) > 64 for left, right in zip(one, other, strict=True))
    assert differing < len(one) / 1000


@pytest.mark.parametrize("noise", [0, 60])
def test_a_photograph_is_read_as_well(sheets, noise):
    [page] = scanned_pages(photographed(sheets, noise=noise))
    assert page.codes == (CODES[0],)


def test_a_jpeg_is_put_on_a_page_as_it_is():
    # The smallest grey JPEG there is: one block of eight by eight.
    tables = bytes.fromhex(
        "ffdb0043000302020302020303030304030304050805050404050a070706080c0a0c0c0b0a0b0b0d0e12100d0e110e0b0b1016101113141515150c0f171816141812141514"
    )
    frame = bytes.fromhex("ffc0000b080008000801011100")
    huffman = bytes.fromhex("ffc40014000100000000000000000000000000000009ffc40014100100000000000000000000000000000000")
    scan = bytes.fromhex("ffda0008010100003f00") + b"\x54\xff\xd9"
    [page] = scanned_pages(b"\xff\xd8" + tables + frame + huffman + scan)
    assert page.codes == ()
    assert page.picture.startswith(PNG)
    assert b"DCTDecode" in page.paper


def test_a_page_without_a_code_and_one_with_somebody_elses_are_shown_all_the_same(press, sheets):
    import zxingcpp

    strange = zxingcpp.create_barcode("https://evil.example/", zxingcpp.BarcodeFormat.QRCode)
    bitmap = memoryview(strange.to_image(scale=8))
    height, width = bitmap.shape[:2]
    [page] = scanned_pages(png_of(bitmap.cast("B"), width=width, height=height, stride=width))
    assert page.codes == ()


def _png(kind, depth=8, interlaced=0, size=(2, 2)):
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", *size, depth, kind, 0, 0, interlaced)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(20))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        pytest.param(b"hello", "a PDF, or a photograph", id="text"),
        pytest.param(b"\0\0\0\x18ftypheic", "HEIC", id="a telephone's own form"),
        pytest.param(b"\xff\xd8\xff\xe0", "damaged", id="cut JPEG"),
        pytest.param(PNG, "damaged", id="cut PNG"),
        pytest.param(_png(6), "transparency", id="PNG with transparency"),
        pytest.param(_png(0, interlaced=1), "several passes", id="interlaced PNG"),
        pytest.param(_png(0, size=(60_000, 60_000)), "larger than any scan", id="pixel flood"),
        pytest.param(b"%PDF-1.7\nnothing", "damaged", id="broken PDF"),
        pytest.param(bytes(26 * 2**20), "larger than 25 MB", id="too large"),
    ],
)
def test_what_is_no_scan_is_refused_with_the_reason(raw, told):
    with pytest.raises(UnreadableDocument, match=told):
        list(scanned_pages(raw))


def test_a_code_can_be_typed_from_the_sheet():
    code = new_code()
    assert typed(in_groups(code).lower()) == code
    assert typed("o123-4567-89ab-cdei") == "0123456789ABCDE1"
    assert typed("0123") == ""
    assert typed("u" * 16) == ""


@given(st.text(max_size=40))
def test_only_our_own_codes_are_codes(text):
    assert code_in(text) in ("", text.strip().removeprefix("ACCORD:"))
