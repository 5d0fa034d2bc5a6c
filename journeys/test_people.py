"""From an empty school to its people: a first Headteacher invited, a staff file as it really is, and again without harm."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from accord.kernel import clock
from journeys.served import HOPEWELL, Served
from journeys.test_documents import type_day

FILE = """Staff list,,,,,,
Printed 22/11/2026,,,,,,

Ref,Surname,First name,Contact,Post,Contract,Start date
A1,Okoro,Ifeoma,i.okoro@brook.example,Teacher; Head of Year 4,Permanent,01/09/2021
A2,Lindqvist,Freya,f.lindqvist@brook.example,Teaching Assistant,Permanent,6 Jan 2025
A3,Haddad,Youssef,,Caretaker,Permanent,2019-04-01
A4,Pryce,Gwen,g.pryce at brook,Midday Supervisor,Temporary,31/02/2026

Total,4,,,,,
"""
PASSPHRASE = "walnut harbour tangent"


@pytest.fixture
def new_school(served: Served, visit) -> tuple[Page, str]:
    """A school as it is on its first day, and the page of its first Headteacher, who has just chosen a passphrase."""
    urn = str(910_000 + secrets.randbelow(80_000))
    made = served.command("school", "create", "--urn", urn, "--name", f"Brook School {urn}", "--json")
    slug = re.search(r'"slug": "([^"]+)"', made)[1]
    head = f"head-{urn}@brook.example"
    names = ("--forename", "Ama", "--surname", "Boateng")
    told = served.command("account", "invite", head, "--school", urn, "--role", "headteacher", *names, "--json")
    page = visit().page
    page.goto(re.search(r"/accounts/password/choose/[^\"\s]+", told)[0])
    page.get_by_label(re.compile("passphrase", re.IGNORECASE)).first.fill(PASSPHRASE)
    page.get_by_role("button", name="Save and sign in").click()
    expect(page).to_have_url(re.compile(f"/s/{slug}/$"))
    return page, slug


def upload(page: Page, slug: str) -> None:
    page.goto(f"/s/{slug}/people/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "staff.csv", "mimeType": "text/csv", "buffer": FILE.encode("cp1252")}
    )
    page.get_by_role("button", name="Read the file").click()


def test_an_empty_school_brings_its_staff_in_from_a_file_as_it_is(new_school, check):
    page, slug = new_school
    check(page)
    page.goto(f"/s/{slug}/people/import/")
    check(page)
    upload(page, slug)
    expect(page.get_by_role("heading", level=1)).to_contain_text("columns hold")
    contact = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Contact"))
    contact.get_by_role("combobox").select_option(label="E-mail address")
    check(page)
    page.get_by_role("button", name="Show what would change").click()
    bad = page.get_by_role("table", name="Rows that cannot be used as they are")
    expect(bad).to_contain_text("31/02/2026")
    expect(page.get_by_role("main")).to_contain_text("Lindqvist")
    check(page)
    page.get_by_label(re.compile("^Leave out the row")).check()
    page.get_by_role("button", name=re.compile("^Confirm")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Done")
    check(page)
    page.goto(f"/s/{slug}/people/")
    expect(page.get_by_role("main")).to_contain_text("Haddad")
    expect(page.get_by_role("main")).not_to_contain_text("Pryce")
    check(page)

    upload(page, slug)
    page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Contact")).get_by_role(
        "combobox"
    ).select_option(label="E-mail address")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("main")).to_contain_text("The file says nothing that is not here already")


def test_a_person_is_added_changed_and_ended_by_hand(as_role, check):
    page = as_role("School Business Manager")
    page.goto("/s/hopewell/people/")
    check(page)
    surname = "Quill" + "".join(secrets.choice("aeiou") for _ in range(5))
    page.get_by_role("button", name=re.compile("^Add ")).first.click()
    check(page)
    page.get_by_label("Forename", exact=True).fill("Marnie")
    page.get_by_label(re.compile("^Surname")).fill(surname)
    page.get_by_label("Permanent").first.check()
    page.get_by_label(re.compile("^Post")).fill("Librarian")
    page.get_by_role("button", name="Add them").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(surname)
    check(page)
    page.get_by_role("button", name="Change details").click()
    check(page)
    page.get_by_label(re.compile("^Known as")).fill("Nell")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Nell {surname}")
    page.get_by_role("button", name="They leave").click()
    check(page)
    type_day(page, "Last day", clock.today())
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.get_by_role("main")).to_contain_text(surname)
    check(page)


def test_two_records_of_one_person_become_one_and_two_again(as_role, check):
    page = as_role("School Business Manager")
    page.goto(f"/s/{HOPEWELL}/people/")
    page.get_by_role("link", name="seems to be here twice").click()
    check(page)
    page.get_by_role("link", name="Look at both records of Kit Applegarth").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are both records Kit Applegarth?")
    check(page)
    page.get_by_role("button", name="Merge the two records").click()  # Nobody has said yet that it is one person.
    expect(page.get_by_role("alert")).to_be_visible()
    check(page)
    page.get_by_label("kit.applegarth@").check()
    page.get_by_label("It is one person").check()
    page.get_by_role("button", name="Merge the two records").click()
    expect(page.get_by_role("main")).to_contain_text("This record stands for another one of Kit Applegarth as well")
    check(page)
    page.get_by_role("link", name="Part them again").click()
    check(page)
    page.get_by_role("button", name="Part them").click()
    expect(page.locator("body")).to_contain_text("There are two records again")
