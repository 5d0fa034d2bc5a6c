"""Where somebody may not go, the page says why, and who can help."""

from playwright.sync_api import expect

from journeys.served import HOPEWELL, MILLBROOK


def test_who_may_not_see_a_page_is_told_why_and_whom_to_ask(as_role, check):
    page = as_role("Teacher of English", phone=True)
    answer = page.goto(f"/s/{HOPEWELL}/signing/")
    assert answer.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("This is not possible")
    expect(page.get_by_role("heading", name="Who can help")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Headteacher")
    check(page)
    page.get_by_role("link", name="Go to your home page").click()
    expect(page).to_have_url(f"{page.url.split('/s/')[0]}/s/{HOPEWELL}/")


def test_a_page_that_is_not_there_and_another_school_look_the_same(as_role, check):
    page = as_role("Headteacher")
    unknown = page.goto(f"/s/{HOPEWELL}/nothing-here/")
    assert unknown.status == 404
    check(page)
    said = page.get_by_role("heading", level=1).inner_text()
    elsewhere = page.goto(f"/s/{MILLBROOK}/signing/")
    assert elsewhere.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text(said)
    check(page)
