"""The pages that nobody asks for."""

import errno
import logging

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory
from psycopg.errors import DiskFull
from psycopg_pool import PoolTimeout

from accord.ui import views
from accord.ui.tests.kitchen import Kitchen, School
from accord.ui.tests.reading import Page

pytestmark = pytest.mark.urls("accord.ui.tests.urls")

ADDRESS = "http://testserver"


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL + 1)


@pytest.mark.parametrize(("address", "status", "heading"), [
    ("/refusing/", 403, "This is not possible"),
    ("/forbidding/", 403, "This is not possible"),
    ("/nothing-here/", 404, "There is no such page here"),
    ("/broken/", 500, "Something went wrong on our side"),
    ("/without-database/", 503, "We cannot show this page just now"),
])  # fmt: skip
def test_each_has_its_page(browser, address, status, heading):
    answer = browser.get(address)
    page = Page(answer.content.decode())
    assert answer.status_code == status
    assert page.one("h1").text == heading
    assert page.faults == []
    assert [a for a in page.all("a") if a.attrs["href"] == "/"], "a way on"


def test_a_refusal_says_why_and_who_can_help(browser):
    page = Page(browser.get("/refusing/").content.decode())
    assert "Someone else must approve a request you made." in page.one("div", class_="refusal").text
    assert page.one("div", class_="refusal").attrs["data-code"] == "own-request"
    assert "ask the Headteacher" in page.one("section", class_="next").text


def test_saving_without_a_database_says_that_nothing_was_lost(browser):
    answer = browser.post("/without-database/")
    page = Page(answer.content.decode())
    assert page.one("h1").text == "We could not save just now"
    assert "Nothing was lost" in page.one("main").text
    assert answer["Retry-After"] == "10"


@pytest.mark.parametrize(
    "error", [OperationalError("gone"), InterfaceError("closed"), OperationalError(PoolTimeout("5 s"))]
)
def test_a_database_that_fails_in_a_middleware_has_the_same_page(error):
    try:
        raise error
    except Exception:
        answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == 503


def _full() -> OperationalError:
    error = OperationalError("could not extend file")
    error.__cause__ = DiskFull()
    return error


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), OSError(errno.EDQUOT, "over quota"), _full()])
def test_a_full_disk_is_said(error):
    try:
        raise error
    except Exception:
        answer = views.server_error(RequestFactory().post("/"))
    assert answer.status_code == 503
    assert "There is no room left on the disk" in Page(answer.content.decode()).one("main").text


def test_the_last_page_needs_neither_request_nor_template(settings):
    settings.TEMPLATES = []
    answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"Nothing that you saved before is lost" in answer.content


def test_too_much_is_413_and_nonsense_400():
    request = RequestFactory().get("/")
    assert views.bad_request(request, RequestDataTooBig()).status_code == 413
    assert views.bad_request(request, ValueError()).status_code == 400
    for answer in (views.bad_request(request), views.too_large(request)):
        assert Page(answer.content.decode()).faults == []


def stale(typed, **headers):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    return browser.post("/reading/?view=wide", typed, headers=headers)


def test_a_stale_form_can_be_sent_again_with_what_was_typed():
    answer = stale(
        {"full_name": "Priya <b>Patel</b>", "reason": "one\ntwo", "csrfmiddlewaretoken": "old"}, origin=ADDRESS
    )
    page = Page(answer.content.decode())
    assert answer.status_code == 403
    assert page.faults == []
    form = next(f for f in page.all("form") if f.attrs.get("action") == "/reading/?view=wide")
    hidden = {i.attrs["name"]: i.attrs["value"] for i in page.all("input", type="hidden") if form in i.around}
    assert hidden.pop("csrfmiddlewaretoken") != "old"
    assert hidden == {"full_name": "Priya <b>Patel</b>", "reason": "one\ntwo"}
    assert "Priya <b>Patel</b>" in page.one("dl").text


def test_sending_it_again_works():
    browser = Client(enforce_csrf_checks=True)
    first = browser.post("/reading/", {"a": "1", "b": "2"}, headers={"origin": ADDRESS})
    page = Page(first.content.decode())
    typed = {i.attrs["name"]: i.attrs["value"] for i in page.all("input", type="hidden")}
    second = browser.post("/reading/", typed, headers={"origin": ADDRESS})
    assert second.status_code == 200
    assert second.content == b"3"


@pytest.mark.parametrize("name", ["passphrase", "password", "old_password1", "code", "otp", "secret_word"])
def test_no_secret_comes_back(name):
    assert b"hunter2" not in stale({name: "hunter2", "a": "b"}, origin=ADDRESS).content


@pytest.mark.parametrize("headers", [{"origin": "https://elsewhere.example"}, {"origin": "null"}, {}], ids=str)
def test_a_foreign_page_cannot_put_words_into_our_mouth(headers):
    answer = stale({"full_name": "Mallory"}, **headers)
    assert answer.status_code == 403
    assert b"Mallory" not in answer.content
    assert b"Send it again" not in answer.content


def test_more_than_a_person_types_is_not_sent_back():
    answer = stale({"text": "x" * (views.LONGEST_KEPT + 1)}, origin=ADDRESS)
    assert b"xxxxxxxx" not in answer.content
    assert b"Open the page again" in answer.content


def test_the_schools_colour_is_served_as_css_that_may_be_kept():
    request = Kitchen(school=School(accent="#7a1f3d")).request()
    answer = views.theme_css(request)
    assert answer["Content-Type"] == "text/css"
    assert b"--accent:#7a1f3d" in answer.content
    assert "max-age" in answer["Cache-Control"]
