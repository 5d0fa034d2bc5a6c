"""Every page of the account speaks as the house does, and looks like it."""

import re
from typing import Any

import pytest
from django.test import Client

from accord.people.models import Account
from accord.signin.tests.conftest import PASSPHRASE, sign_in
from accord.signin.urls import urlpatterns

TEXT = re.compile(r"<(script|style|code|head|input|button [^>]*data)[^>]*>|<[^>]+>", re.DOTALL)
NOT_OURS = re.compile(
    r"\bpassword(?! manager)|\bemail\b|\blog ?in\b|sign ?up|two-factor|authenticate|invalid|error|submit", re.IGNORECASE
)
OPEN = ["login/", "logout/", "inactive/", "password/reset/", "password/reset/sent/", "password/chosen/"]
SIGNED_IN = ["confirm/", "password/", "security/", "security/app/"]
WITH_APP = ["confirm/code/", "security/app/remove/", "security/codes/", "security/codes/new/", "security/"]


def words(page: str) -> str:
    return re.sub(r"\s+", " ", TEXT.sub(" ", page.split("<body")[1].split(">", 1)[1]))


def assert_is_ours(answer: Any) -> None:
    page = answer.content.decode()
    assert NOT_OURS.findall(words(page)) == []
    assert page.count("<h1") == 1
    assert "built/app.css" in page
    assert not re.search(r"<[^>]+ style=|<style|<script(?![^>]* src=)", page)


@pytest.fixture
def browser(account: Account) -> Client:
    browser = Client()
    sign_in(account.email, browser=browser)
    browser.post("/accounts/confirm/", {"password": PASSPHRASE})
    return browser


@pytest.mark.parametrize("path", OPEN)
def test_pages_before_signing_in(db: None, path: str) -> None:
    answer = Client().get(f"/accounts/{path}", follow=True)
    assert answer.status_code == 200
    assert_is_ours(answer)


@pytest.mark.parametrize("path", OPEN[:1] + OPEN[3:4])
def test_what_they_say_of_an_empty_form(db: None, path: str) -> None:
    answer = Client().post(f"/accounts/{path}")
    assert answer.status_code == 422
    assert_is_ours(answer)


@pytest.mark.parametrize("path", SIGNED_IN)
def test_pages_after_signing_in(browser: Client, path: str) -> None:
    answer = browser.get(f"/accounts/{path}")
    assert answer.status_code == 200
    assert_is_ours(answer)


@pytest.mark.parametrize("path", [path for path in SIGNED_IN if path != "security/"])
def test_what_those_say_of_an_empty_form(browser: Client, path: str) -> None:
    if path.endswith("app/"):
        browser.get(f"/accounts/{path}")
    answer = browser.post(f"/accounts/{path}")
    assert answer.status_code == 422
    assert_is_ours(answer)


@pytest.mark.parametrize("path", WITH_APP)
def test_pages_with_an_app(browser: Client, account: Account, path: str) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(account, generate_totp_secret())
    RecoveryCodes.activate(account)
    answer = browser.get(f"/accounts/{path}")
    assert answer.status_code == 200
    assert_is_ours(answer)


def test_the_page_for_a_first_passphrase(browser: Client, account: Account) -> None:
    account.set_password(None)
    account.save()
    browser.force_login(account)
    answer = browser.get("/accounts/password/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/password/set/"
    assert_is_ours(answer)


def test_no_page_is_forgotten() -> None:
    seen = {f"accounts/{path}" for path in [*OPEN, *SIGNED_IN, *WITH_APP]}
    elsewhere = {"accounts/login/demonstration/", "accounts/login/code/", "accounts/password/set/"}
    elsewhere |= {"accounts/security/app/picture.svg", "accounts/security/codes/file/"}
    routes = {str(pattern.pattern) for pattern in urlpatterns if "(?P" not in str(pattern.pattern)}
    assert routes == seen | elsewhere
