"""Who cannot sign one document says which and why, and signs the others: on a phone, without script."""

import re

from playwright.sync_api import expect

from journeys.served import HOPEWELL
from journeys.test_signing import fill_in, read_everything

ANOTHER = "IT security and acceptable use policy"


def test_one_document_is_declined_and_the_others_are_signed(visit, check, waiting, served):
    owe_both = set(served.owing(HOPEWELL, ANOTHER))
    email = next(each for each in waiting if each in owe_both)
    waiting.remove(email)
    signer = visit(phone=True, script=False)
    page = signer.be_person(email)
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name=re.compile("^(Start|Go to your declaration)$")).click()
    read_everything(page)
    declaration, owed = page.url, len(served.owed_by(HOPEWELL, email))

    looking = visit()
    seen = looking.be_person(email)
    seen.goto(declaration)
    seen.get_by_text("I cannot sign all of these").click()
    check(seen, "-declaration")
    seen.get_by_role("link", name=re.compile("^Decline first")).click()
    expect(seen.get_by_role("heading", level=1)).to_have_text("Which documents can you not sign?")
    check(seen, "-declining-only")

    fill_in(page)
    page.get_by_text("I cannot sign all of these").click()
    page.get_by_role("button", name="Decline these and sign the others").click()
    expect(page.get_by_text("Tick what you cannot sign.").first).to_be_visible()
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Why can you not sign?").fill("Nobody has shown me how the cameras are used.")
    page.get_by_role("button", name="Decline these and sign the others").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"You signed {owed - 1} and declined 1")
    expect(page.get_by_role("button", name=re.compile("^Get my receipt"))).to_have_count(2)
    seen.goto(page.url)
    check(seen, "-done")
