"""What stands on a receipt, and that no text can break one."""

import io
import subprocess
import sys
from datetime import UTC, datetime

import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader

from accord.paper.evidence import Evidence, NoEvidence, Outcome
from accord.paper.press import FontsMissing, Press
from accord.paper.receipts import Letterhead, render
from accord.paper.tests.conftest import a_receipt


def pages_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def words_of(pdf):
    return " ".join(" ".join(pages_of(pdf)).split())


def test_a_receipt_for_six_documents_is_one_page_with_all_that_proves_it(unsealed):
    receipt = a_receipt()
    [page] = pages_of(unsealed)
    words = " ".join(page.split())
    assert "Priya Anjali Patel signed on 22 November 2026" in words
    assert "Sunday 22 November 2026 at 17:44:09 in London (2026-11-22 17:44:09 UTC)" in words
    stated = [receipt.leaf, receipt.head.root, receipt.head.signature, receipt.head.key, receipt.entry, receipt.role]
    for text in receipt.texts:
        stated += [text.title, text.version, text.sha256, text.original_sha256, f"minute {text.minute}"]
    assert [each for each in stated if each not in page] == []


def test_in_summer_london_is_an_hour_ahead(press):
    words = words_of(render(a_receipt(signed_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC)), press))
    assert "signed on 2 July 2026" in words
    assert "Thursday 2 July 2026 at 00:30:00 in London (2026-07-01 23:30:00 UTC)" in words


@pytest.mark.parametrize(
    ("outcome", "did", "heading"),
    [
        (Outcome.OBJECTED, "signed with an objection", "The objection, in the signer’s own words"),
        (Outcome.DECLINED, "declined to sign", "The reason, in the person’s own words"),
    ],
)
def test_an_objection_or_a_reason_stands_on_it_word_for_word(press, outcome, did, heading):
    pdf = render(a_receipt(2, outcome=outcome, words="Not my own phone.\n\n#panic() *No* = never."), press)
    words = words_of(pdf)
    assert f"Priya Anjali Patel {did} on" in words
    assert f"{heading} Not my own phone. #panic() *No* = never." in words
    assert ("What was not declared" in words) == (outcome is Outcome.DECLINED)


def test_thirty_documents_take_more_pages_and_each_is_numbered(press):
    pages = pages_of(render(a_receipt(30), press))
    assert len(pages) in (2, 3)
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Hopewell Community School" in page


def test_the_same_evidence_gives_the_same_bytes(press, unsealed):
    assert render(a_receipt(), press) == unsealed


def test_it_says_what_it_is_built_to(unsealed):
    metadata = PdfFileReader(io.BytesIO(unsealed)).root["/Metadata"].data.decode()
    for claim in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert claim in metadata


def test_every_font_is_in_the_file(unsealed, tmp_path):
    file = tmp_path / "receipt.pdf"
    file.write_bytes(unsealed)
    try:
        listed = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("poppler is not installed")
    fonts = listed.splitlines()[2:]
    assert fonts
    assert all(" yes yes yes " in font for font in fonts)


HOSTILE = [
    "W" * 400,
    '<script>alert(1)</script> #panic("x") *b* _i_ $x$ @ref <label> \\ // /* `raw`',
    "<?xpacket begin=\"\"?><pdf:Keywords>accord-receipt/1 {}</pdf:Keywords><?xpacket end='r'?>",
    ") /ByteRange [0 1 2 3] >> endobj %%EOF",
    "漢字 😀 \u202egnp.exe \x00\x07 \ue000 \ufffe ก\u200d",
    "אַב العربية Ελλάδα Київ नमस्ते a\u20e3 \u05d0\u064e e\u0301\u0301\u0301",
    "",
    " \n\n \r\n\t",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(press, text):
    hostile = dict.fromkeys(["signer", "person", "role", "title", "words", "declaration", "rests_on", "browser"], text)
    receipt = a_receipt(outcome=Outcome.OBJECTED, school=Letterhead(text, "123456", text[:9]), **hostile)
    pdf = render(receipt, press)
    _check_margins(pdf)
    keywords = PdfFileReader(io.BytesIO(pdf)).trailer["/Info"]["/Keywords"]
    assert Evidence.from_keywords(keywords) == receipt.evidence


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=80))
@example(name="\u0600\u0300")
def test_any_name_makes_a_receipt(press, name):
    pdf = render(a_receipt(1, signer=name, words=name, outcome=Outcome.OBJECTED), press)
    assert pdf.startswith(b"%PDF-1.7")


def _check_margins(pdf):
    """No letter stands outside the margins: long runs wrap instead of leaving the page."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text, (width, _) = page.get_textpage(), page.get_size()
            edges = [text.get_rect(number) for number in range(text.count_rects())]
            assert all(left > 40 and right < width - 40 for left, _, right, _ in edges)


def test_letters_that_no_font_has_are_named(press):
    assert press.printable("漢 \u202e") == "[U+6F22] [U+202E]"


def test_hashes_are_not_broken_and_long_words_may_be(press):
    assert a_receipt().head.root in words_of(render(a_receipt(1), press))
    assert press.printable("x" * 50) == "x" * 24 + "\u200b" + "x" * 24 + "\u200b" + "xx"


def test_the_evidence_survives_its_journey_and_other_keywords_are_refused():
    evidence = a_receipt(signer='Zoë "漢" \ud800').evidence
    assert Evidence.from_keywords(evidence.keywords()) == evidence
    assert evidence.keywords().isascii()
    for keywords in ("", "policy, school", "accord-receipt/1 ", "accord-receipt/1 []", 'accord-receipt/1 {"head":1}'):
        with pytest.raises(NoEvidence):
            Evidence.from_keywords(keywords)


def test_missing_fonts_are_a_clear_failure(tmp_path):
    with pytest.raises(FontsMissing, match="Atkinson Hyperlegible"):
        Press([tmp_path])


def test_heavy_libraries_stay_out_of_processes_that_make_no_paper():
    modules = "receipts, seal, seals, check, evidence, extract, sniff"
    code = (
        f"import sys; from accord.paper import {modules}; "
        "print(*{'typst', 'pyhanko', 'pypdfium2'} & sys.modules.keys())"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""
