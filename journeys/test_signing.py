"""Everyone signs, on a phone, in under two minutes; nobody is held up by a device, and nobody must agree."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from journeys.served import HOPEWELL

NEWCOMER = "r.dellamonte@hopewell.example"  # Joined a moment ago, and owes everything.
UNDER_SECONDS = 120
READ = re.compile("^I have read this")


def read_everything(page: Page, check: Callable[[Page], None] | None = None) -> int:
    """Read from the first page to the last; return how many pages that were."""
    number = 0
    while page.get_by_role("button", name=READ).count():
        number += 1
        if check and number < 3:
            check(page)
        before = page.url
        page.get_by_role("button", name=READ).click()
        expect(page).not_to_have_url(before)
        expect(page.get_by_role("main")).to_be_visible()
    return number


def fill_in(page: Page) -> str:
    """The training, where no briefing is recorded, and the name that the school has; returns it."""
    if page.get_by_role("radio").count():
        page.get_by_role("radio").first.check()
    else:
        page.get_by_label("Which meeting or session was it?").fill("A talk with my line manager")
        page.get_by_label("Day").fill("2")
        page.get_by_label("Month").fill("11")
        page.get_by_label("Year").fill("2026")
    name = re.search(r"The school knows you as (.+?)\. What is kept", page.inner_text("main"))[1]
    page.get_by_label("Type your full name").fill(name)
    return name


def the_receipt(page: Page, folder: Path) -> Path:
    """Ask for the receipt on the page, look again while the worker makes it, and keep the file."""
    came: list[Download] = []
    page.once("download", lambda download: came.append(download))
    page.get_by_role("button", name=re.compile("^Get (my|the) receipt")).first.click()
    for _ in range(40):
        if came:
            break
        page.wait_for_timeout(500)
        if page.get_by_role("button", name="Look again").count() and not came:
            page.get_by_role("button", name="Look again").click()
    assert came, "No receipt was made."
    came[0].save_as(folder / "receipt.pdf")
    return folder / "receipt.pdf"


def verdict(page: Page, paper: Path, says: str) -> None:
    page.get_by_label("The receipt, as a PDF file").set_input_files(paper)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(says)


@pytest.mark.clause("18.1")
@pytest.mark.clause("9.1")
@pytest.mark.clause("9.3a")
@pytest.mark.clause("7.2")
@pytest.mark.clause("9.7c")
@pytest.mark.clause("A1.2")
def test_everything_owed_is_signed_on_a_phone_in_one_go_and_the_receipt_is_proof(visit, check, tmp_path):
    signer = visit(phone=True)
    page = signer.be_person(NEWCOMER)
    check(page)
    began = time.monotonic()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("documents to sign")
    check(page)
    page.get_by_role("button", name="Start").click()
    assert read_everything(page, check) > 5
    check(page)
    for clause in ("9.1", "9.3a", "7.2", "9.7c", "A1.2"):
        expect(page.get_by_role("link", name=f"Clause {clause}", exact=True)).to_be_visible()
    fill_in(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Signed")
    assert time.monotonic() - began < UNDER_SECONDS
    check(page)

    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("to sign")
    page.goto(f"/s/{HOPEWELL}/my-record/")
    check(page)
    paper = the_receipt(page, tmp_path)
    assert paper.read_bytes().startswith(b"%PDF-")
    anyone = visit().page
    anyone.goto("/receipts/check/")
    check(anyone)
    verdict(anyone, paper, "This receipt is genuine and whole")
    check(anyone)
    flipped = bytearray(paper.read_bytes())
    flipped[len(flipped) // 3] ^= 1
    paper.write_bytes(flipped)
    verdict(anyone, paper, "This is not a genuine, whole receipt")
    check(anyone)


def test_signing_works_without_javascript(visit, waiting):
    signer = visit(phone=True, script=False)
    page = signer.be_person(waiting.pop())
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name=re.compile("^(Start|Go to your declaration)$")).click()
    read_everything(page)
    fill_in(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Signed")


def press(page: Page, name: str | re.Pattern[str], key: str = "Enter") -> None:
    """Go to the button of this name with the Tab key alone, press `key` on it, and wait for the page that follows."""
    before = page.url
    go_to(page, name)
    page.keyboard.press(key)
    expect(page).not_to_have_url(before)


def go_to(page: Page, name: str | re.Pattern[str]) -> None:
    wanted = re.compile(rf"^{re.escape(name)}$") if isinstance(name, str) else name
    for _ in range(120):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        said = focused.evaluate("each => (each.labels?.[0] ?? each).textContent.replace(/\\s+/g, ' ').trim()")
        if wanted.search(said):
            ring = focused.evaluate("each => { const s = getComputedStyle(each); return s.outlineStyle + s.boxShadow }")
            assert ring != "nonenone", f"Nobody sees that {said!r} has the focus."
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key on {page.url}.")


def test_signing_works_with_the_keyboard_alone(visit, waiting):
    signer = visit()
    page = signer.be_person(waiting.pop())
    press(page, "Start")
    press(page, re.compile("^(Start|Go to your declaration)$"), "Space")
    while page.get_by_role("button", name=READ).count():
        press(page, READ)
    if page.get_by_role("radio").count():
        go_to(page, re.compile("recorded|INSET|briefing|20\\d\\d|Another", re.IGNORECASE))
        page.keyboard.press("Space")
    else:
        for label, typed in (
            ("Which meeting or session was it?", "INSET"),
            ("Day", "2"),
            ("Month", "11"),
            ("Year", "2026"),
        ):
            go_to(page, label)
            page.keyboard.type(typed)
    go_to(page, "Type your full name")
    page.keyboard.type(re.search(r"The school knows you as (.+?)\. What is kept", page.inner_text("main"))[1])
    press(page, "Sign")
    expect(page.get_by_role("heading", level=1)).to_have_text("Signed")


@pytest.mark.parametrize(
    ("way", "field", "button", "heading", "state"),
    [
        pytest.param(
            "I want to sign with an objection",
            "What do you object to?",
            "Sign with this objection",
            "Signed",
            "Signed with an objection",
            id="objects",
        ),
        pytest.param(
            "I cannot sign this",
            "Why can you not sign?",
            "Decline and tell the Headteacher",
            "You declined",
            "Declined",
            id="declines",
        ),
    ],
)
def test_who_does_not_simply_agree_is_heard_by_the_headteacher(
    visit, as_role, check, waiting, way, field, button, heading, state
):
    signer = visit(phone=True)
    page = signer.be_person(waiting.pop())
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name=re.compile("^(Start|Go to your declaration)$")).click()
    read_everything(page)
    name = fill_in(page)
    words = f"The part on group chats is not clear to me, {name}."
    page.get_by_text(way, exact=True).click()
    check(page)
    page.get_by_label(field).fill(words)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    check(page)

    head = as_role("Headteacher")
    card = head.get_by_role("region", name=re.compile("objections? and reasons? to decline|objection or reason"))
    heard = card.get_by_role("listitem").filter(has_text=words)
    heard.get_by_role("link", name=re.compile("^Read it")).click()
    expect(head.get_by_role("main")).to_contain_text(words)
    expect(head.get_by_role("main")).to_contain_text(state)
    check(head)
