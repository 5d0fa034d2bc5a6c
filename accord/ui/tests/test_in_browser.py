"""The components in a real browser: what a checker finds, what fits, and what works with and without script."""

import pytest

from accord.ui import build
from accord.ui.tests.browser import CHROMIUM, launched, showing, too_wide, violations
from accord.ui.tests.kitchen import Kitchen, School

pytestmark = [
    pytest.mark.slow,
    pytest.mark.whole,
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium"),
]


@pytest.fixture(scope="module", autouse=True)
def _built():
    build.build()


@pytest.fixture(scope="module")
def browser():
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def html():
    return Kitchen(school=School(accent="#7a1f3d")).render()


@pytest.mark.parametrize("width", [320, 1280])
def test_everybody_can_use_it_and_it_fits(browser, html, width):
    with showing(browser, html, width=width) as (page, complaints):
        assert violations(page) == []
        assert too_wide(page) <= 0
        assert complaints == []


@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_and_shows_everything_without_script(browser, html, width):
    with showing(browser, html, width=width, scripts=False) as (page, complaints):
        assert complaints == []
        assert page.get_by_role("link", name="Who has signed").is_visible()
        assert page.locator("#id_reason").is_visible(), "the field that an answer opens"
        assert not page.locator("[data-tick-all]").is_visible()
        assert not page.locator("[data-print]").first.is_visible()


def test_the_text_is_in_our_own_face(browser, html):
    with showing(browser, html, width=1280) as (page, _):
        assert page.evaluate("document.fonts.check('19px \"Atkinson Hyperlegible Next\"')")
        assert "Atkinson Hyperlegible Next" in page.evaluate("getComputedStyle(document.body).fontFamily")
        assert page.evaluate("getComputedStyle(document.querySelector('.heading p.lede')).fontFamily").startswith(
            '"Atk'
        )


def test_the_schools_colour_paints_the_buttons(browser, html):
    with showing(browser, html, width=1280) as (page, _):
        colour = page.evaluate(
            "getComputedStyle(document.querySelector('.heading__actions .govuk-button')).backgroundColor"
        )
        assert colour == "rgb(122, 31, 61)"


def test_a_page_that_comes_back_with_problems_says_so_first_and_leads_to_them(browser, html):
    with showing(browser, html, width=320) as (page, _):
        assert "govuk-error-summary" in page.evaluate("document.activeElement.className")
        page.get_by_role("link", name="Choose an answer").click()
        assert page.evaluate("document.activeElement.id") == "bad_answer_0"


def test_the_menu_folds_on_a_phone_and_closes_on_escape(browser, html):
    with showing(browser, html, width=320) as (page, _):
        link = page.get_by_role("link", name="Who has signed")
        assert not link.is_visible()
        page.get_by_role("button", name="Menu").click()
        assert link.is_visible()
        page.locator(".account summary").click()
        assert page.get_by_role("button", name="Sign out").is_visible()
        page.keyboard.press("Escape")
        assert not page.get_by_role("button", name="Sign out").is_visible()
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_an_answer_opens_its_field_and_another_shuts_it(browser, html):
    with showing(browser, html, width=1280) as (page, _):
        page.locator("#id_answer_2").check()
        assert page.locator("#id_reason").is_visible()
        page.locator("#id_answer_0").check()
        assert not page.locator("#id_reason").is_visible()


def test_ticking_all_says_how_many(browser, html):
    with showing(browser, html, width=1280) as (page, _):
        page.get_by_role("checkbox", name="Tick all on this page").check()
        assert page.locator("[data-ticked]").inner_text() == "With 8 ticked:"
        page.locator("[data-tick]").first.uncheck()
        assert page.locator("[data-ticked]").inner_text() == "With 7 ticked:"
        assert not page.get_by_role("checkbox", name="Tick all on this page").is_checked()


def test_a_passphrase_can_be_shown(browser, html):
    with showing(browser, html, width=320) as (page, _):
        page.locator("#id_passphrase").fill("three plain words")
        page.locator("[aria-controls=id_passphrase]").click()
        assert page.locator("#id_passphrase").get_attribute("type") == "text"


def test_a_print_has_school_and_date_and_no_navigation(browser, html):
    with showing(browser, html, width=1280) as (page, _):
        page.emulate_media(media="print")
        assert page.locator(".print-head").is_visible()
        for gone in (".head", ".foot", ".filters", ".register__bulk", ".heading__actions", ".act"):
            assert not page.locator(gone).first.is_visible(), gone


def test_every_target_is_large_enough_for_a_finger(browser, html):
    small = """[...document.querySelectorAll('button, input:not([type=hidden]), select, summary, svg a')]
        .filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    with showing(browser, html, width=320) as (page, _):
        assert page.evaluate(small) == []
