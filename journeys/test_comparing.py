"""What changed from one version to another: for who signs again, for the office, and for anyone outside."""

import json
import re

import pytest
from playwright.sync_api import expect

from journeys.conftest import SOCIAL_MEDIA
from journeys.served import HOPEWELL, URN

SUMMARY = re.compile(r"^\s*\d+ passages? (changed|moved|added|removed).*\.\s*$")


@pytest.fixture(scope="session")
def outdated(served, waiting) -> list[str]:
    """Addresses of people who signed an older version of the social media policy, and have not opened the new one."""
    told = json.loads(served.command("signatures", "list", "--school", str(URN[HOPEWELL]), "--json"))
    rows = [row["email"] for row in told if row["document"] == SOCIAL_MEDIA and row["state"] == "outdated"]
    return [email for email in rows if email in waiting]


def test_who_signs_again_sees_what_changed_since_the_version_they_signed(visit, check, outdated, waiting):
    email = outdated[0]
    waiting.remove(email)
    signer = visit(phone=True, script=False)
    page = signer.be_person(email)
    page.goto(f"/s/{HOPEWELL}/sign/")
    page.get_by_role("button", name="Start").click()
    while not page.get_by_text(re.compile("^What changed since you signed")).count():
        page.get_by_role("button", name=re.compile("^I have read this")).click()
    page.get_by_text(re.compile("^What changed since you signed version")).click()
    expect(page.get_by_role("heading", name=SUMMARY)).to_be_visible()
    page.locator("details[open] a").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SUMMARY)
    read = page.url

    seeing = visit()
    again = seeing.be_person(email)
    again.goto(read)
    check(again)
    first = again.locator(".compared__list a").first
    first.click()
    expect(again).to_have_url(re.compile("#change-1$"))
    again.get_by_role("link", name="Show the whole text").click()
    check(again)


def test_the_office_compares_any_two_versions(as_role, check):
    page = as_role("School Business Manager")
    page.goto(f"/s/{HOPEWELL}/documents/")
    page.get_by_role("link", name="IT security and acceptable use policy").first.click()
    page.get_by_role("link", name="Compare two versions, word for word").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SUMMARY)
    check(page)
    page.get_by_label("From").select_option("1")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_text(re.compile("^From version 1 to version"))).to_be_visible()
    check(page)
    page.get_by_label("To").select_option("1")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_text("Choose two different versions.").first).to_be_visible()
    check(page)


@pytest.mark.clause("F.3")
def test_anyone_sees_what_a_version_changed(visit, check):
    page = visit(phone=True).page
    page.goto(f"/s/{HOPEWELL}/policies/")
    page.get_by_role("link", name=SOCIAL_MEDIA).first.click()
    page.get_by_role("link", name=re.compile("^What changed since version .*, word for word")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SUMMARY)
    check(page)
