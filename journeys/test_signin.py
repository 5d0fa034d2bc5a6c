"""Signing in as a school does: a link by e-mail, a passphrase, and a code from an app."""

import base64
import hashlib
import hmac
import re
import struct
import time

from playwright.sync_api import Page, expect

PASSPHRASE = "lantern gravel piccolo"


def code_of(secret: str, at: float) -> str:
    """The six digits that an authenticator app shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(at) // 30), hashlib.sha1)
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def type_code(page: Page, code: str, then: str) -> None:
    page.get_by_role("main").get_by_role("textbox").fill(code)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(f"{then}$"))


def test_from_the_first_link_to_a_sign_in_with_a_code(visit, check, waiting):
    email = waiting.pop(0)
    page = visit(phone=True).page
    page.goto("/accounts/login/")
    check(page)
    page.get_by_role("link", name=re.compile("^First time here")).click()
    check(page)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mailbox")
    check(page)

    page.goto(f"/mailbox/?q={email.split('@')[0].split('.')[-1]}")
    page.get_by_role("link", name="Choose your passphrase").first.click()
    check(page)
    page.locator("main a[href*='/accounts/password/choose/']").click()
    check(page)
    page.get_by_label(re.compile("passphrase", re.IGNORECASE)).first.fill(PASSPHRASE)
    page.get_by_role("button", name="Save and sign in").click()
    expect(page).to_have_url(re.compile("/s/hopewell/$"))

    page.goto("/accounts/security/")
    check(page)
    page.get_by_role("link", name=re.compile("^Add an app")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    check(page)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add an authenticator app")
    check(page)
    secret, set_up_at = page.locator("code").inner_text().strip(), time.time()
    page.get_by_role("main").get_by_role("textbox").fill(code_of(secret, set_up_at))
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep these recovery codes")
    check(page)

    sign_out(page)
    check(page)
    sign_in(page, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Type the code from your app")
    check(page)
    type_code(page, "000000", "/accounts/login/code/")
    check(page)
    time.sleep(max(0.0, 30 - set_up_at % 30 + set_up_at - time.time()))  # The code of the set-up is used up.
    type_code(page, code_of(secret, time.time()), "/s/hopewell/")
