"""The guidance is a page: every clause in plain words, with what Accord has for it."""

import re

from playwright.sync_api import expect


def test_the_guidance_is_searched_filtered_and_read_without_signing_in(visit, check):
    page = visit().page
    page.goto("/guidance/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"for \d+ of \d+ clauses so far"))
    check(page)
    page.get_by_label("Search", exact=True).fill("phone")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("fit")
    expect(page.get_by_role("rowheader", name="9.7c")).to_be_visible()
    check(page)
    page.get_by_label("Strength").select_option(label="Must")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("fit")
    page.get_by_role("main").get_by_role("link", name="All clauses").first.click()
    page.get_by_role("rowheader", name="F.1", exact=True).get_by_role("link").click()
    expect(page.get_by_role("main")).to_contain_text("What Accord has for it so far")
    check(page)
    page.get_by_role("link", name=re.compile("^Next: F.2")).click()
    expect(page.get_by_role("main")).to_contain_text("Clause F.2")
