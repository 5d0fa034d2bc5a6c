"""Confirming who one is, and going on to where one was."""

import pytest
from django.test import Client

from accord.people.models import Account
from accord.signin.tests.conftest import PASSPHRASE, sign_in

CONFIRM = "/accounts/confirm/"


@pytest.fixture
def browser(account: Account) -> Client:
    browser = Client()
    sign_in(account.email, browser=browser)
    return browser


def test_it_goes_back_to_where_one_was(browser: Client) -> None:
    page = browser.get(f"{CONFIRM}?next=/s/x/sign/declaration/").content.decode()
    assert 'name="next" value="/s/x/sign/declaration/"' in page
    answer = browser.post(CONFIRM, {"password": PASSPHRASE, "next": "/s/x/sign/declaration/"})
    assert answer["Location"] == "/s/x/sign/declaration/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example", "http://localhost/x", "javascript:alert(1)", "\\\\e.x"],
)
def test_it_goes_nowhere_else(browser: Client, elsewhere: str) -> None:
    assert browser.post(CONFIRM, {"password": PASSPHRASE, "next": elsewhere})["Location"] == "/"


def test_a_wrong_passphrase_is_said(browser: Client) -> None:
    answer = browser.post(CONFIRM, {"password": "three wrong words", "next": "/s/x/"})
    assert answer.status_code == 422
    assert "That is not your passphrase." in answer.content.decode()
    assert 'value="/s/x/"' in answer.content.decode()


def test_nobody_confirms_who_is_not_signed_in(db: None) -> None:
    assert Client().get(CONFIRM)["Location"].startswith("/accounts/login/")
