"""Every component on one page, read as a checker reads it."""

import pytest

from accord.ui.tests.kitchen import Kitchen, School
from accord.ui.tests.reading import Page


@pytest.fixture(scope="module")
def page():
    return Page(Kitchen().render())


def test_nothing_is_doubled_unnamed_inline_or_points_at_nothing(page):
    assert page.faults == []


def test_there_is_one_main_heading_and_no_level_is_left_out(page):
    outside = [e for e in page.elements if not any(a.has_class("prose") for a in e.around)]
    levels = [int(e.tag[1]) for e in outside if len(e.tag) == 2 and e.tag[0] == "h" and e.tag[1].isdigit()]
    assert levels.count(1) == 1
    assert all(
        after - before <= 1 for before, after in zip(levels, levels[1:], strict=False) if before != 2 or after != 1
    )


def test_every_problem_at_the_top_leads_to_its_field(page):
    links = [a for a in page.all("a") if any(e.has_class("govuk-error-summary") for e in a.around)]
    assert len(links) == 7
    for link in links:
        target = page.one(id=link.attrs["href"].lstrip("#"))
        assert target.tag in {"input", "select", "textarea"}, link.text


def test_each_form_says_once_what_is_not_right(page):
    assert len(page.all(class_="govuk-error-summary")) == 1


def test_what_was_typed_is_still_there_and_is_only_text(page):
    assert page.one("input", id="bad_name").attrs["value"] == "<b>Priya</b> Patel"
    assert page.one("input", id="bad_email").attrs["value"] == "priya at school"
    assert [page.one("input", id=f"bad_met_on_{part}").attrs["value"] for part in ("day", "month", "year")] == [
        "31", "11", "2026"
    ]  # fmt: skip
    assert "checked" in page.one("input", id="bad_audiences_0").attrs


def test_the_title_says_that_something_is_not_right(page):
    assert page.all("title")[0].text.startswith("Please check: Every component")


def test_a_refused_act_stands_there_with_its_reason(page):
    refusals = page.all("div", class_="refusal")
    assert [each.attrs["data-code"] for each in refusals] == ["not-approver", "not-approver"]
    assert "Adopt it for the board" in refusals[0].text
    assert "Only the Headteacher" in refusals[0].text


def test_an_allowed_act_is_a_form_with_a_token(page):
    form = next(form for form in page.all("form", class_="act"))
    assert form.attrs["method"] == "post"
    assert form.attrs["action"] == "/s/hopewell/people/"
    assert [i for i in page.all("input", name="csrfmiddlewaretoken") if form in i.around]


def test_navigation_shows_what_the_person_may_open_and_where_they_are(page):
    nav = page.one("nav", class_="nav")
    links = {a.text: a for a in page.all("a") if nav in a.around}
    assert list(links) == ["Home", "Documents", "Who has signed"]
    assert links["Documents"].attrs["aria-current"] == "page"
    assert "aria-current" not in links["Home"].attrs


def test_signing_out_is_an_act_not_a_link(page):
    button = next(b for b in page.all("button") if b.text == "Sign out")
    assert button.around[-1].attrs == {"method": "post", "action": "/sign-out/"}


def test_messages_stay_on_the_page_with_a_word(page):
    assert page.one("div", class_="banner--done").text == "Done. 148 people were asked."
    assert page.one("div", class_="banner--due").text.startswith("Please note.")


def test_a_school_without_a_colour_of_its_own_asks_for_no_theme(page):
    assert not [link for link in page.all("link") if "theme.css" in link.attrs["href"]]


def test_a_schools_colour_comes_as_a_style_sheet_whose_address_changes_with_it():
    page = Page(Kitchen(school=School(accent="#7a1f3d")).render())
    assert page.one("link", href="/s/hopewell/theme.css?7a1f3d")


def test_the_print_says_whose_it_is_and_when_it_was_made(page):
    assert page.one("div", class_="print-head").text.startswith("Hopewell Community School As at ")


def test_every_picture_has_a_title_a_description_and_a_table(page):
    pictures = [svg for svg in page.all("svg") if "aria-labelledby" in svg.attrs]
    assert len(pictures) == 7
    figures = page.all("figure")
    assert len(figures) == 5
    assert all([t for t in page.all("table") if figure in t.around] for figure in figures)
