"""A code from an app, and recovery codes for when the phone is gone."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, format_hotp_value, hotp_value
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from accord.kernel import clock
from accord.people.models import Account
from accord.people.tests.cast import Cast
from accord.signin.links import invitation_link
from accord.signin.tests.conftest import PASSPHRASE, is_signed_in, notices, sign_in

SECURITY = "/accounts/security/"
CODE = "/accounts/login/code/"


def code_of(secret: str) -> str:
    """What an app shows now: RFC 6238 with steps of half a minute."""
    return format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30))


@pytest.fixture
def noon() -> Any:
    with time_machine.travel("2026-11-24T12:00:00+00:00", tick=False) as traveller:
        yield traveller


def add_app(browser: Client, account: Account) -> str:
    """Set an app up as a person does; return its secret."""
    sign_in(account.email, browser=browser)
    asked = browser.get(f"{SECURITY}app/", follow=True)
    assert "Confirm that it is you" in asked.content.decode()
    confirmed = browser.post("/accounts/confirm/", {"password": PASSPHRASE, "next": f"{SECURITY}app/"})
    assert confirmed["Location"] == f"{SECURITY}app/"
    page = browser.get(f"{SECURITY}app/").content.decode()
    secret = str(browser.session[SECRET_SESSION_KEY])
    assert secret in page
    answer = browser.post(f"{SECURITY}app/", {"code": code_of(secret)})
    assert answer["Location"] == f"{SECURITY}codes/"
    return secret


@pytest.fixture
def secret(account: Account, noon: time_machine.Traveller) -> str:
    secret = add_app(Client(), account)
    noon.shift(timedelta(minutes=1))
    return secret


def test_setting_an_app_up_with_a_real_code(
    account: Account, cast: Cast, noon: Any, django_capture_on_commit_callbacks: Any
) -> None:
    browser = Client()
    with django_capture_on_commit_callbacks(execute=True):
        add_app(browser, account)
    page = browser.get(SECURITY).content.decode()
    assert "You sign in with your passphrase and a code" in page
    assert "Added on Tuesday 24 November 2026" in page
    assert "10 are left" in page
    assert notices(cast["staff"])[-1].subject == "An authenticator app was added"


def test_the_picture_comes_from_an_address_of_its_own(account: Account) -> None:
    browser = Client()
    sign_in(account.email, browser=browser)
    assert browser.get(f"{SECURITY}app/picture.svg").status_code == 404
    browser.post("/accounts/confirm/", {"password": PASSPHRASE})
    page = browser.get(f"{SECURITY}app/")
    picture = browser.get(f"{SECURITY}app/picture.svg")
    assert f'src="{SECURITY}app/picture.svg"' in page.content.decode()
    assert "data:image" not in page.content.decode()
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "no-store"
    assert b"<path" in picture.content
    assert "img-src 'self'" in page["Content-Security-Policy"]


def test_a_wrong_code_is_said_and_the_secret_stays(account: Account) -> None:
    browser = Client()
    sign_in(account.email, browser=browser)
    browser.post("/accounts/confirm/", {"password": PASSPHRASE})
    browser.get(f"{SECURITY}app/")
    secret = browser.session[SECRET_SESSION_KEY]
    answer = browser.post(f"{SECURITY}app/", {"code": "000000" if code_of(secret) != "000000" else "111111"})
    assert answer.status_code == 422
    assert "That code is not right" in answer.content.decode()
    assert browser.session[SECRET_SESSION_KEY] == secret


def test_secrets_lie_in_the_database_only_under_the_root_key(account: Account, secret: str) -> None:
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    app = Authenticator.objects.get(type="totp")
    assert not app.wrap().validate_code("000000") or code_of(secret) == "000000"


def test_signing_in_asks_for_the_code_and_a_code_works_once(account: Account, secret: str) -> None:
    first, second = Client(), Client()
    for browser in (first, second):
        assert sign_in(account.email, browser=browser)["Location"].startswith(CODE)
        assert not is_signed_in(browser)
        assert browser.get(SECURITY).status_code == 302
        assert "Type the code from your app" in browser.get(CODE).content.decode()
    assert first.post(CODE, {"code": code_of(secret)})["Location"] == "/"
    assert is_signed_in(first)
    replayed = second.post(CODE, {"code": code_of(secret)})
    assert replayed.status_code == 422
    assert "it is used up" in replayed.content.decode()
    assert not is_signed_in(second)


def test_codes_are_not_for_guessing(account: Account, secret: str) -> None:
    browser = Client()
    sign_in(account.email, browser=browser)
    for number in range(5):
        browser.post(CODE, {"code": f"00000{number}"})
    answer = browser.post(CODE, {"code": code_of(secret)})
    assert "try again at" in answer.content.decode()
    assert not is_signed_in(browser)


def test_a_recovery_code_works_once(account: Account, secret: str) -> None:
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(account.email, browser=browser)
    assert first.post(CODE, {"code": spare}).status_code == 302
    assert is_signed_in(first)
    assert second.post(CODE, {"code": spare}).status_code == 422
    assert "9 are left" in first.get(SECURITY).content.decode()


def test_recovery_codes_can_be_printed_saved_and_replaced(account: Account, noon: Any) -> None:
    browser = Client()
    add_app(browser, account)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    page = browser.get(f"{SECURITY}codes/")
    assert all(code in page.content.decode() for code in codes)
    assert "data-print" in page.content.decode()
    file = browser.get(f"{SECURITY}codes/file/")
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert all(code in file.content.decode() for code in codes)
    for answer in (page, file):
        assert "no-store" in answer["Cache-Control"]
    assert browser.post(f"{SECURITY}codes/new/")["Location"] == f"{SECURITY}codes/"
    fresh = browser.get(f"{SECURITY}codes/").content.decode()
    assert not any(code in fresh for code in codes)


def test_removing_the_app_needs_a_fresh_sign_in(account: Account, secret: str, noon: Any) -> None:
    browser = Client()
    sign_in(account.email, browser=browser)
    browser.post(CODE, {"code": code_of(secret)})
    refused = browser.post(f"{SECURITY}app/remove/")
    assert refused["Location"].startswith("/accounts/confirm/")
    assert Authenticator.objects.filter(type="totp").exists()
    noon.shift(timedelta(minutes=1))
    browser.post("/accounts/confirm/code/", {"code": code_of(secret)})
    assert "Remove your authenticator app?" in browser.get(f"{SECURITY}app/remove/").content.decode()
    assert browser.post(f"{SECURITY}app/remove/")["Location"] == SECURITY
    assert not Authenticator.objects.exists()


def test_a_link_does_not_go_round_the_code(account: Account, secret: str) -> None:
    browser = Client()
    account.refresh_from_db()
    link = invitation_link(account).removeprefix(settings.PUBLIC_URL)
    there = browser.get(link, follow=True).redirect_chain[-1][0]
    answer = browser.post(there, {"password1": "four other words now"})
    assert answer["Location"].startswith(CODE)
    assert not is_signed_in(browser)


def test_whoever_lost_everything_is_let_in_from_the_server(account: Account, cast: Cast, secret: str) -> None:
    out = StringIO()
    call_command("account_release", account.email.upper(), stdout=out)
    assert "passphrase alone" in out.getvalue()
    browser = Client()
    sign_in(account.email, browser=browser)
    assert is_signed_in(browser)
    assert notices(cast["staff"])[-1].subject == "Your authenticator app was removed"
    with pytest.raises(CommandError, match="Nobody signs in") as unknown:
        call_command("account_release", "nobody@example.org")
    assert unknown.value.returncode == 2
