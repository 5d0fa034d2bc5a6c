"""What people take out of Accord: a list in every form, their own calendar, and everything of the school."""

import hashlib
import io
import re
import zipfile
from urllib.parse import urlsplit

import pypdfium2
import pytest
import vobject
from openpyxl import load_workbook
from playwright.sync_api import expect

from journeys.served import HOPEWELL

PATIENCE = 20


def test_a_list_leaves_as_a_workbook_and_as_a_paper(as_role, check):
    head = as_role("Headteacher")
    head.goto(f"/s/{HOPEWELL}/people/?state=here&team=English")
    check(head)
    with head.expect_download() as workbook:
        head.get_by_role("link", name="Export as Excel").click()
    sheet = load_workbook(io.BytesIO(workbook.value.path().read_bytes())).active
    names = {row[2] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert names
    with head.expect_download() as paper:
        head.get_by_role("button", name="Export as PDF").click()
    said = " ".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(paper.value.path().read_bytes())
    )
    assert "Hopewell Community School" in said
    assert "Team: English." in said
    assert all(name in said for name in names)


@pytest.mark.clause("17.3")
def test_a_calendar_program_reads_what_somebody_owes_and_no_more_once_the_link_is_taken_back(as_role, check):
    clerk = as_role("Clerk to the governors")
    clerk.goto(f"/s/{HOPEWELL}/duties/")
    clerk.get_by_role("link", name="See what you owe in your own calendar").click()
    check(clerk)
    clerk.get_by_role("button", name=re.compile("^Make ")).click()
    expect(clerk.get_by_role("heading", level=1)).to_have_text("Here is your calendar link")
    check(clerk)
    feed = urlsplit(clerk.locator("code").inner_text()).path
    read = vobject.readOne(clerk.request.get(feed).text())
    assert "Review: Social media policy" in " ".join(event.summary.value for event in read.contents["vevent"])
    clerk.goto(f"/s/{HOPEWELL}/my-calendar/")
    clerk.get_by_role("button", name="Take the link back").click()
    expect(clerk.get_by_role("status")).to_contain_text("The link leads nowhere now.")
    assert clerk.request.get(feed).status == 404


def test_the_headteacher_takes_everything_out_and_its_own_list_proves_it_whole(as_role, check):
    head = as_role("Headteacher")
    head.goto(f"/s/{HOPEWELL}/take-out/")
    check(head)
    head.get_by_role("button", name="Put everything into one file").click()
    for _look in range(PATIENCE):
        if head.get_by_role("button", name="Download it").count():
            break
        head.wait_for_timeout(500)
        head.goto(f"/s/{HOPEWELL}/take-out/")
    check(head)
    with head.expect_download() as everything:
        head.get_by_role("button", name="Download it").click()
    with zipfile.ZipFile(everything.value.path()) as archive:
        sums = dict(line.split("  ")[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
        there = {name for name in archive.namelist() if name != "SHA256SUMS"}
        assert there == set(sums)
        assert all(hashlib.sha256(archive.read(name)).hexdigest() == sums[name] for name in there)
        assert b"okafor" in archive.read("tables/people.person.json").lower()


def test_objections_are_a_list_of_their_own(as_role, check):
    head = as_role("Headteacher")
    head.get_by_role("link", name=re.compile(r"objection")).first.click()
    expect(head.get_by_role("heading", level=1)).to_contain_text("own words")
    check(head)
