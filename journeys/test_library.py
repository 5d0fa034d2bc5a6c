"""The library: what the guidance names, what of it is missing, and how a missing policy gets its first text."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accord.kernel import clock
from journeys.served import HOPEWELL, MILLBROOK
from journeys.test_documents import TEXT, type_day


@pytest.mark.clause("F.2")
@pytest.mark.clause("F.6")
@pytest.mark.clause("F.9")
def test_a_missing_policy_begins_with_our_text_and_is_not_adopted_as_it_came(as_role, check):
    office = as_role("School Business Manager", school=MILLBROOK)
    office.get_by_role("link", name="Named documents").first.click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("3 of the four policies are in force")
    check(office)
    office.get_by_role("link", name="Start: Off-site working policy").click()
    expect(office.get_by_role("main")).to_contain_text("It counts as alternative")
    check(office)
    office.get_by_role("button", name="Start from the starting text").click()
    expect(office.get_by_role("main")).to_contain_text("The starting text is in as a draft")
    check(office)
    here = office.url

    head = as_role("Headteacher", school=MILLBROOK)
    head.goto(f"{here}adopt/")
    expect(head.get_by_role("main")).to_contain_text("It cannot be adopted yet")
    expect(head.get_by_role("main")).to_contain_text("What its text must not contradict")
    head.get_by_label(re.compile("^Nobody else in the household")).check()
    check(head)

    office.get_by_role("button", name="Change the text").click()
    expect(office.get_by_label("Text", exact=True)).to_have_value(re.compile("A starting text from Accord"))
    office.get_by_label("Text", exact=True).fill(TEXT)
    office.get_by_role("button", name="Keep as a draft").click()
    head.goto(f"{office.url}adopt/")
    expect(head.get_by_role("main")).not_to_contain_text("only a starting text")
    expect(head.get_by_role("main")).to_contain_text("the board can only adopt it as adapted")
    office.get_by_role("button", name="Discard this draft").click()


@pytest.mark.clause("F.10")
def test_a_missing_document_is_kept_elsewhere_and_no_longer_missing(as_role, visit, check):
    office = as_role("School Business Manager")
    office.goto(f"/s/{HOPEWELL}/documents/named/?state=missing")
    check(office)
    office.get_by_role("row", name=re.compile("^Confidentiality")).get_by_role("link").first.click()
    office.get_by_role("button", name="Record where it is kept").click()
    office.get_by_label("Where is it kept?").fill("School website, under Policies")
    office.get_by_label("Link").fill("https://www.hopewell.example/policies/confidentiality")
    type_day(office, "Review date", clock.today() + timedelta(days=200))
    check(office)
    office.get_by_role("button", name="Record it").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("is held elsewhere")
    check(office)
    everybody = visit(phone=True).page
    everybody.goto(f"/s/{HOPEWELL}/policies/")
    expect(everybody.get_by_role("link", name="Confidentiality policy")).to_be_visible()
    check(everybody)
    office.get_by_role("button", name="It is no longer held there").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("Missing")


@pytest.mark.clause("17.3")
def test_whoever_looks_after_a_document_records_that_it_was_reviewed(as_role, check):
    office = as_role("School Business Manager")
    office.goto(f"/s/{HOPEWELL}/documents/reviews/")
    check(office)
    office.get_by_role("link", name="Complaints procedure").click()
    check(office)
    type_day(office, "When should it be reviewed next?", clock.today() + timedelta(days=370))
    office.get_by_label("Note").fill("Read with the clerk.")
    office.get_by_role("button", name="Record the review").click()
    expect(office.get_by_role("main")).to_contain_text("The review is on record")
    office.goto(f"/s/{HOPEWELL}/documents/reviews/")
    expect(office.get_by_role("main")).not_to_contain_text("Complaints procedure")
