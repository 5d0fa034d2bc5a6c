"""From a draft to the board's paper: asked, said, answered, concluded in its time; and a body that comes by a link."""

import re

import pytest
from playwright.sync_api import Page, expect

from accord.kernel import clock
from journeys.served import HOPEWELL
from journeys.test_documents import TEXT, add_document, one_of_a_kind, type_day

UNION = "Community"  # One that the demonstration has not consulted yet.


def draft(office: Page, title: str, check) -> str:
    """A document whose first draft is in; returns the address of its page."""
    address = add_document(office, title, check)
    office.get_by_role("button", name="Put the text in").click()
    office.get_by_label("Text", exact=True).fill(TEXT)
    office.get_by_role("button", name="Keep as a draft").click()
    return address


@pytest.mark.clause("F.6")
@pytest.mark.clause("F.8")
def test_a_draft_is_consulted_on_commented_on_and_answered(visit, as_role, check):
    title = one_of_a_kind("Visitors and their phones")
    lead = as_role("School Business Manager")
    draft(lead, title, check)
    lead.get_by_role("link", name="Start a consultation on it").click()
    check(lead)
    lead.get_by_label("What do you ask people?").fill("Is the guest network enough?")
    lead.get_by_label(UNION, exact=True).check()
    lead.get_by_label("Yes, whoever wants to").check()
    lead.get_by_role("button", name="Start the consultation").click()
    expect(lead.get_by_role("heading", level=1)).to_contain_text("no comment yet, 0 of 3 have answered")
    check(lead)
    here = lead.url

    lead.get_by_role("row", name=re.compile(f"^{UNION}")).get_by_role("link", name="Give an address").click()
    check(lead)
    lead.get_by_label("Name of the representative").fill("Jo Garside")
    lead.get_by_label("E-mail address").fill("j.garside@community.example")
    lead.get_by_role("button", name="Keep it and send the link").click()
    expect(lead.get_by_role("main")).to_contain_text("is on its way")

    staff = as_role("IT technician", phone=True)
    staff.goto(here)
    expect(staff.get_by_role("heading", level=1)).to_contain_text("What do you think?")
    check(staff)
    staff.get_by_role("button", name="Read the draft and comment").click()
    check(staff)
    staff.get_by_role("link", name=re.compile("^Comment on this.*Visitors use the guest")).click()
    check(staff)
    staff.get_by_label("What would you like to say?").fill("It does not reach the hall.")
    staff.get_by_role("button", name="Send the comment").click()
    expect(staff.get_by_role("main")).to_contain_text("You said: It does not reach the hall.")
    staff.goto(f"{here}comment/")
    staff.get_by_label("What would you like to say?").fill("Nobody asks for today's key.")
    staff.get_by_label("Without my name").check()
    staff.get_by_role("button", name="Send the comment").click()
    expect(staff.get_by_role("heading", level=1)).to_contain_text("without your name")
    check(staff)

    mail = visit().page
    mail.goto("/mailbox/?q=garside")
    expect(mail.get_by_role("main")).to_contain_text("Garside")

    lead.goto(f"{here}comments/")
    check(lead)
    lead.get_by_role("button", name="Answer them one by one").click()
    check(lead)
    for _ in range(2):
        lead.get_by_label("Accepted").check()
        lead.get_by_label("In words").fill("The text says so now.")
        lead.get_by_role("button", name="Answer", exact=True).click()
    expect(lead.get_by_role("main")).to_contain_text("Nothing is left without an answer")
    expect(lead.get_by_role("heading", level=1)).to_contain_text("2 comments, 1 of 3 have answered")

    staff.goto(f"/s/{HOPEWELL}/consultations/mine/")
    expect(staff.get_by_role("main")).to_contain_text("The text says so now.")
    check(staff)
    lead.goto(f"{here}closing/")
    check(lead)
    lead.goto(f"{here}call-off/")
    lead.get_by_label("Why?").fill("The journey ends here.")
    lead.get_by_role("button", name="Call it off").click()
    expect(lead.get_by_role("heading", level=1)).to_contain_text("Called off")
    check(lead)


@pytest.mark.clause("F.7")
def test_feedback_reaches_the_board_on_a_paper(as_role, check):
    title = one_of_a_kind("Signs in the car park")
    lead = as_role("Headteacher")
    address = draft(lead, title, check)
    lead.goto(f"/s/{HOPEWELL}{address}")
    lead.get_by_role("link", name="Nobody needs to sign it: record the adoption").click()
    type_day(lead, "Date of the meeting", clock.today())
    lead.get_by_label("Minute reference").fill("FGB 26/78")
    lead.get_by_label("Adopted as it is").check()
    lead.get_by_role("button", name="Record the decision").click()
    lead.get_by_role("button", name="See who will be asked").click()
    lead.get_by_role("button", name=re.compile("^Publish")).click()

    staff = as_role("IT technician", phone=True)
    staff.goto(f"/s/{HOPEWELL}{address}")
    staff.get_by_role("link", name="Say something about this document").click()
    check(staff)
    staff.get_by_label("What would you like to say?").fill("The sign by the gate is wrong.")
    staff.get_by_role("button", name="Send it").click()
    expect(staff.get_by_role("main")).to_contain_text("The sign by the gate is wrong.")

    lead.goto(f"/s/{HOPEWELL}/consultations/feedback/?q=gate")
    check(lead)
    lead.get_by_role("link", name="The sign by the gate is wrong.").click()
    lead.get_by_label("Noted").check()
    lead.get_by_role("button", name="Answer", exact=True).click()

    lead.goto(f"/s/{HOPEWELL}{address}versions/add/")
    lead.get_by_label("Text", exact=True).fill(TEXT.replace("today's", "the day's"))
    lead.get_by_label("What has changed?").fill("The day's key.")
    lead.get_by_role("button", name="Keep as a draft").click()
    lead.get_by_role("link", name="Paper for the governing board").click()
    check(lead)
    lead.get_by_label("Adopt it as it is").check()
    lead.get_by_label("Because").fill("One word.")
    lead.get_by_role("button", name="Make the paper").click()
    expect(lead.get_by_role("heading", level=1)).to_contain_text("The paper is")
    lead.reload()
    expect(lead.get_by_role("heading", level=1)).to_contain_text("The paper is ready")
    check(lead)
    with lead.expect_download() as paper:
        lead.get_by_role("button", name="Download the paper").click()
    assert paper.value.suggested_filename.endswith(".pdf")
