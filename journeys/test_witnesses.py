"""The ledger is checked from outside: a mailbox is asked and agrees, and anybody finds keys, root and checker."""

import re
from uuid import uuid4

from playwright.sync_api import expect

from journeys.served import HOPEWELL


def test_a_mailbox_is_asked_agrees_and_gets_a_mail_that_can_be_checked(as_role, check):
    page = as_role("Headteacher")
    page.goto(f"/s/{HOPEWELL}/ledger/keys/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("head")
    check(page)
    page.get_by_role("button", name="Add a mailbox").click()
    page.get_by_label("E-mail address").fill("not an address")
    page.get_by_role("button", name="Ask this mailbox").click()
    check(page)
    address = f"auditor-{uuid4().hex[:8]}@example.org"
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Ask this mailbox").click()
    expect(page.get_by_role("listitem").filter(has_text=address)).to_contain_text("Has not agreed yet")
    page.get_by_role("link", name="Every mail").click()
    check(page)
    page.get_by_role("row").filter(has_text=address).get_by_role("link").first.click()
    check(page)
    page.get_by_role("link", name=re.compile("receipts.heads")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Keep a copy")
    check(page)
    page.get_by_role("button", name="Yes, send it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    page.goto(f"/s/{HOPEWELL}/ledger/keys/")
    expect(page.get_by_role("listitem").filter(has_text=address)).to_contain_text("Gets the head every day")
    page.get_by_role("button", name="Send a test mail").click()
    expect(page.get_by_role("main")).to_be_visible()
    page.goto(f"/s/{HOPEWELL}/ledger/keys/")
    page.get_by_role("link", name=f"Take out {address}").click()
    check(page)
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_role("main")).to_contain_text("gets no more heads")
    expect(page.get_by_role("listitem").filter(has_text=address)).to_have_count(0)


def test_a_key_is_replaced_and_the_former_one_stays_for_checking(as_role, check):
    page = as_role("Headteacher")
    page.goto(f"/s/{HOPEWELL}/ledger/keys/")
    page.get_by_role("link", name="Replace the key for heads").click()
    check(page)
    page.get_by_role("button", name="Replace it").click()
    expect(page.get_by_role("main")).to_contain_text("Former")
    page.get_by_role("link", name=re.compile("It was in other hands")).first.click()
    check(page)
    page.get_by_role("button", name="Mark this key").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Somebody else")
    check(page)


def test_anybody_finds_how_to_check(visit, check):
    anybody = visit().page
    anybody.goto("/receipts/check/")
    anybody.get_by_role("link", name="Check without Accord").click()
    expect(anybody.get_by_role("heading", level=1)).to_contain_text("without Accord")
    check(anybody)
    with anybody.expect_download() as checker:
        anybody.get_by_role("link", name=re.compile("accord-check.py")).click()
    assert b"Ed25519" in checker.value.path().read_bytes()
    anybody.goto(f"/receipts/keys/{HOPEWELL}/")
    check(anybody)
    anybody.goto("/receipts/root/")
    check(anybody)
