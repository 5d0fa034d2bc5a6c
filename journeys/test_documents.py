"""From a text in the office to a document in force that people sign: nothing is in force without its adoption."""

import re
import secrets
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accord.kernel import clock
from journeys.served import HOPEWELL
from journeys.test_signing import fill_in, read_everything

TEXT = """# Visitors and the network

Visitors use the guest network and nothing else.

- Ask the office for today's key.
- Bring nothing of ours home.

## Why

A device that we do not know may carry what we do not want.
"""
PDF_LINES = (
    "Use of the school minibus tracker",
    "The tracker shows where the minibus is, and nothing about its driver.",
)


def pdf(lines: tuple[str, ...]) -> bytes:
    """A PDF with these lines, as small as one can be."""
    drawn = " ".join(f"({line}) Tj 0 -22 Td" for line in lines)
    stream = f"BT /F1 12 Tf 60 760 Td {drawn} ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start))


def one_of_a_kind(title: str) -> str:
    """A title that no other document of a served demonstration has."""
    return f"{title} {secrets.token_hex(2)}"


def type_day(page: Page, group: str, day: date) -> None:
    fields = page.get_by_role("group", name=group)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        fields.get_by_label(label).fill(str(value))


def add_document(page: Page, title: str, check) -> str:
    """What the office says about a new document; returns the address of its page."""
    page.goto(f"/s/{HOPEWELL}/documents/add/")
    check(page)
    page.get_by_label("Title").fill(title)
    page.get_by_label("Who looks after it?").select_option(index=1)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("main")).to_contain_text(title)
    return re.search(r"/documents/[0-9a-f-]{36}/", page.goto(_document(page, title)).url)[0]


def _document(page: Page, title: str) -> str:
    """The address of the document's page, from the list that everybody has."""
    page.goto(f"/s/{HOPEWELL}/documents/")
    return page.get_by_role("link", name=title).first.get_attribute("href")


def adopt(page: Page, address: str, minute: str, check) -> None:
    page.goto(f"/s/{HOPEWELL}{address}")
    page.get_by_role("button", name="Record the adoption").click()
    check(page)
    type_day(page, "Date of the meeting", clock.today() - timedelta(days=3))
    page.get_by_label("Minute reference").fill(minute)
    page.get_by_label("Adopted as it is").check()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("main")).to_contain_text(minute)


@pytest.mark.clause("F.1")
@pytest.mark.clause("F.3")
@pytest.mark.clause("2.1")
def test_a_typed_policy_is_adopted_published_read_by_everyone_and_signed(visit, as_role, check):
    title = one_of_a_kind("Visitors and the network")
    office = as_role("School Business Manager")
    address = add_document(office, title, check)
    office.get_by_role("button", name="Put the text in").click()
    check(office)
    office.get_by_label("Text", exact=True).fill(TEXT)
    office.get_by_role("button", name="Preview").click()
    expect(office.get_by_role("heading", name="Why")).to_be_visible()
    check(office)
    office.get_by_role("button", name="Keep as a draft").click()
    check(office)
    office.goto(f"/s/{HOPEWELL}{address}")
    office.get_by_role("button", name="Say who must sign").click()
    office.get_by_label("IT technician").check()
    office.get_by_role("button", name="Check how many people that is").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text(re.compile(r"That is \d+ (person|people) today"))
    check(office)
    office.get_by_role("button", name="Save", exact=True).click()
    office.goto(f"/s/{HOPEWELL}{address}")
    expect(office.get_by_role("main")).to_contain_text("Nothing is in force without an adoption")
    check(office)

    adopt(as_role("Clerk to the governors"), address, "FGB 26/77", check)

    head = as_role("Headteacher")
    head.goto(f"/s/{HOPEWELL}{address}")
    head.get_by_role("button", name="See who will be asked").click()
    expect(head.get_by_role("heading", level=1)).to_contain_text("will be asked to sign")
    expect(head.get_by_role("main")).to_contain_text("FGB 26/77")
    check(head)
    head.get_by_role("button", name=re.compile("^Publish it and ask")).click()
    check(head)

    anyone = visit(phone=True).page
    anyone.goto(f"/s/{HOPEWELL}/policies/")
    check(anyone)
    anyone.get_by_role("link", name=title).first.click()
    expect(anyone.get_by_role("main")).to_contain_text("Visitors use the guest network")
    expect(anyone.get_by_role("main")).to_contain_text("FGB 26/77")
    check(anyone)

    mail = visit().page
    mail.goto("/mailbox/?q=clarkson")
    expect(mail.get_by_role("main")).to_contain_text("Clarkson")
    check(mail)

    signer = as_role("IT technician", phone=True)
    expect(signer.get_by_role("main")).to_contain_text(title)
    signer.get_by_role("button", name="Start").click()
    signer.get_by_role("button", name=re.compile("^(Start|Go to your declaration)$")).click()
    read_everything(signer)
    fill_in(signer)
    signer.get_by_role("button", name="Sign", exact=True).click()
    expect(signer.get_by_role("main")).to_contain_text(title)


def test_a_pdf_becomes_a_text_for_the_phone_and_keeps_its_original(as_role, check, tmp_path: Path):
    office = as_role("School Business Manager")
    address = add_document(office, one_of_a_kind("Minibus tracker"), check)
    office.get_by_role("button", name="Put the text in").click()
    paper = tmp_path / "tracker.pdf"
    paper.write_bytes(pdf(PDF_LINES))
    office.get_by_label(re.compile("^Upload a file")).check()
    office.get_by_label("File", exact=True).set_input_files(paper)
    office.get_by_role("button", name="Keep as a draft").click()
    office.goto(f"/s/{HOPEWELL}{address}")
    office.get_by_role("rowheader").get_by_role("link").first.click()
    expect(office.get_by_role("main")).to_contain_text(PDF_LINES[1])
    check(office)
    office.goto(f"/s/{HOPEWELL}{address}")
    with office.expect_download() as original:
        office.get_by_role("cell").get_by_role("link", name=re.compile("^PDF")).click()
    assert Path(original.value.path()).read_bytes() == paper.read_bytes()


@pytest.mark.clause("2.2")
def test_the_audience_says_whom_it_names_before_anything_is_saved(as_role, check):
    office = as_role("School Business Manager")
    address = add_document(office, one_of_a_kind("Volunteers and cameras"), check)
    office.goto(f"/s/{HOPEWELL}{address}audience/")
    office.get_by_label("Volunteer", exact=False).first.check()
    office.get_by_role("button", name="Check how many people that is").click()
    expect(office.get_by_role("main")).to_contain_text("Nothing is saved yet")
    office.get_by_text("Their names").click()
    expect(office.get_by_role("main").get_by_role("listitem").first).to_be_visible()
    check(office)
