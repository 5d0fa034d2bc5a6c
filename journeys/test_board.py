"""The Headteacher sees who has not signed, and does something about it."""

import csv
import re

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import SOCIAL_MEDIA
from journeys.served import HOPEWELL


@pytest.fixture
def board(as_role) -> Page:
    page = as_role("Headteacher")
    page.goto(f"/s/{HOPEWELL}/signing/")
    page.get_by_role("link", name=SOCIAL_MEDIA).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("have not signed")
    return page


def test_who_has_not_signed_is_searched_filtered_sorted_and_exported(board, check, waiting):
    check(board)
    board.get_by_label("State").select_option(label="Not yet")
    board.get_by_role("button", name="Show", exact=True).click()
    expect(board.get_by_role("main")).to_contain_text("that fit")
    board.get_by_role("columnheader").get_by_role("link", name="Team").click()
    teams = board.locator("tbody [data-label=Team]").all_inner_texts()
    assert teams == sorted(teams, key=str.casefold), "The list is not sorted by team."
    check(board)
    board.get_by_role("searchbox").last.fill(waiting.pop())
    board.get_by_role("button", name="Show", exact=True).click()
    expect(board.get_by_role("row")).to_have_count(2)  # With the headings.
    with board.expect_download() as export:
        board.get_by_role("link", name="Export as CSV").click()
    rows = list(csv.reader(export.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 2
    assert "=" not in "".join(cell[:1] for row in rows for cell in row), "A spreadsheet would calculate this."


def test_a_reminder_shows_whom_it_reaches_before_it_leaves(board, check):
    board.get_by_label("State").select_option(label="Not yet")
    board.get_by_role("button", name="Show", exact=True).click()
    for box in board.get_by_role("row").get_by_role("checkbox").all()[-3:]:
        box.check()
    board.get_by_role("group", name="With the ticked rows").get_by_role("button", name=re.compile("^Remind")).click()
    expect(board.get_by_role("heading", level=1)).to_contain_text("will be reminded")
    check(board)
    send = board.get_by_role("button", name=re.compile(r"^Remind \d"))
    if send.count():
        send.click()
        check(board)
        board.get_by_role("button", name="Take them back").first.click()
        expect(board.get_by_role("heading", level=1)).to_contain_text("taken back")
        check(board)


def test_several_are_excused_with_one_reason(board, check):
    board.get_by_label("State").select_option(label="Not yet")
    board.get_by_role("button", name="Show", exact=True).click()
    for box in board.get_by_role("row").get_by_role("checkbox").all()[-2:]:
        box.check()
    board.get_by_role("group", name="With the ticked rows").get_by_role("button", name="Excuse…").click()
    expect(board.get_by_role("heading", level=1)).to_contain_text("would need not sign")
    check(board)


def test_somebody_is_excused_with_a_reason_and_the_story_says_so(board, check, waiting):
    board.get_by_label("State").select_option(label="Not yet")
    board.get_by_role("searchbox").last.fill(waiting.pop())
    board.get_by_role("button", name="Show", exact=True).click()
    board.get_by_role("rowheader").get_by_role("link").click()
    check(board)
    board.get_by_role("button", name="They need not sign…").click()
    board.get_by_label("Why do they not need to sign?").fill("On a secondment until the summer")
    check(board)
    board.get_by_role("button", name="Excuse them").click()
    expect(board.get_by_role("main")).to_contain_text("On a secondment until the summer")
    check(board)
