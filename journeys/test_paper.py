"""Somebody without an address signs by hand: printed, signed, scanned, found by the code, witnessed, counted."""

import io
import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from accord.kernel import clock
from accord.paper.tests.office import made
from journeys.conftest import SOCIAL_MEDIA
from journeys.served import HOPEWELL
from journeys.test_documents import add_document, one_of_a_kind, type_day

PAPER = f"/s/{HOPEWELL}/signing/paper/"


def scanned(pdf: bytes) -> bytes:
    """As a scanner would give it back: lying on its side."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        page.set_rotation(90)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def look_until(page: Page, words: str) -> None:
    """Look again until the worker is done."""
    for _time in range(30):
        if words in page.get_by_role("heading", level=1).inner_text():
            return
        page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


@pytest.mark.clause("18.1")
def test_somebody_without_an_address_signs_by_hand_and_counts(as_role, check, tmp_path):
    office = as_role("School Business Manager")
    office.goto(f"/s/{HOPEWELL}/signing/")
    office.get_by_role("link", name=SOCIAL_MEDIA).first.click()
    board = office.url.split("?")[0]
    office.goto(f"{board}?state=open&sort=-name")
    row = office.get_by_role("row").filter(has_text="no e-mail address").first
    name = row.get_by_role("rowheader").inner_text().strip()
    row.get_by_role("checkbox").check()
    office.get_by_role("group", name="With the ticked rows").get_by_role("button", name="Print sheets…").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("1 person gets a sheet")
    check(office)
    office.get_by_role("button", name="Make the sheet").click()
    look_until(office, "is ready to be printed")
    check(office)
    with office.expect_download() as download:
        office.get_by_role("link", name="Download the sheets (PDF)").click()
    back = tmp_path / "scan.pdf"
    back.write_bytes(scanned(Path(download.value.path()).read_bytes()))

    office.goto(PAPER)
    check(office)
    office.get_by_role("button", name="Bring in a scan").click()
    check(office)
    office.get_by_label("Scan or photograph").set_input_files(back)
    office.get_by_label("It shows signed sheets and nothing else").check()
    office.get_by_role("button", name="Read the scan").click()
    look_until(office, "1 page waits for a witness")
    check(office)
    office.get_by_role("link", name="Page 1").click()
    surname = name.split(",")[0]
    expect(office.get_by_role("heading", level=1)).to_contain_text(re.compile(f"Did .*{re.escape(surname)} sign this"))
    check(office)
    type_day(office, "On which day did they sign it?", clock.today())
    if office.get_by_label("What did they write their training rests on?").count():
        office.get_by_label("What did they write their training rests on?").fill("Talked through in the office")
    office.get_by_label("They signed it with their name").check()
    office.get_by_label(re.compile("^I have seen this signed by")).check()
    office.get_by_role("button", name="Confirm the signature").click()
    expect(office.get_by_role("main")).to_contain_text("has signed.")
    check(office)
    office.goto(f"{board}?q={surname}")
    expect(office.get_by_role("row").filter(has_text=name)).to_contain_text("Signed")


def test_a_word_file_becomes_a_draft_and_a_hostile_one_does_not(as_role, check):
    office = as_role("School Business Manager")
    address = add_document(office, one_of_a_kind("Phones in lessons"), check)
    office.get_by_role("button", name="Put the text in").click()
    office.get_by_label("Upload a file: PDF, Word, OpenDocument or Markdown").check()
    macros = {"name": "phones.docm", "mimeType": "application/zip", "buffer": made("docx")}
    office.get_by_label("File", exact=True).set_input_files(files=[macros])
    office.get_by_role("button", name="Keep as a draft").click()
    expect(office.get_by_role("main")).to_contain_text("Files of this kind hold macros")
    check(office)
    office.get_by_label("File", exact=True).set_input_files(files=[{**macros, "name": "phones.docx"}])
    office.get_by_role("button", name="Keep as a draft").click()
    expect(office.get_by_role("main")).to_contain_text("Everybody who works for the school.")
    check(office)
    assert address
