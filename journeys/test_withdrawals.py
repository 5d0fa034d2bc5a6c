"""An old edition is cleared away: places are named, the person who was named confirms, and the register shows it."""

from uuid import uuid4

from playwright.sync_api import expect

from journeys.served import HOPEWELL


def test_an_edition_is_withdrawn_confirmed_and_stands_in_the_register(as_role, check):
    page = as_role("Headteacher")
    page.goto(f"/s/{HOPEWELL}/withdrawals/")
    check(page)
    title = f"Old handbook {uuid4().hex[:6]}"
    page.get_by_role("button", name="Withdraw another edition").click()
    page.get_by_role("button", name="Withdraw it").click()
    check(page)
    page.get_by_label("Which edition?").fill(title)
    page.get_by_label("Who says where copies may stand?").select_option(label="Okafor, Ngozi")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Where may copies stand?")
    check(page)
    page.get_by_role("button", name="Add a place").click()
    check(page)
    page.get_by_label("Website").check()
    page.get_by_label("Which one?").fill("Our website")
    page.get_by_label("Web address").fill("http://127.0.0.1/old.pdf")
    page.get_by_label("Who confirms it?").select_option(label="Okafor, Ngozi")
    page.get_by_role("button", name="Add this place").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("0 of 1 places are clear")
    check(page)
    page.get_by_role("link", name="Our website").click()
    check(page)
    page.get_by_role("link", name="Name somebody else").click()
    check(page)
    page.go_back()
    page.get_by_role("button", name="No copies are left").click()
    check(page)
    page.get_by_label("Copies were there, and are destroyed").check()
    page.get_by_label("Anything to add?").fill("Taken down")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("main")).to_contain_text("is clear")
    check(page)
    page.goto(f"/s/{HOPEWELL}/withdrawals/register/")
    expect(page.get_by_role("row").filter(has_text=title)).to_contain_text("Copies destroyed")
    check(page)
