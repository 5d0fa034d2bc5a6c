"""What every kind of answer says about itself, and with which settings Accord does not start."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accord.config import headers
from accord.config.private_database import APP, url
from accord.config.testing import DATABASE, PROJECT, TEST_HOME
from accord.people.tests.cast import Cast
from accord.ui.build import BUILT

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
STRICT = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": headers.NOTHING,
}


def assert_strict(answer: Any) -> None:
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert {name: answer.headers.get(name) for name in STRICT} == STRICT


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 302),
        ("/accounts/login/", 200),
        ("/accounts/password/reset/", 200),
        ("/guidance/", 200),
        ("/healthz", 200),
        ("/no-such-page/", 404),
        ("/s/no-such-school/", 404),
        ("/accounts/security/", 302),
        ("/static/no-such-file.css", 404),
    ],
)
def test_what_everybody_may_see(db: None, path: str, status: int) -> None:
    answer = Client().get(path)
    assert answer.status_code == status
    assert_strict(answer)


def test_static_files(db: None, settings: Any) -> None:
    style = next(BUILT.glob("*.css")).name
    answer = Client().get(f"/static/built/{style}")
    answer.close()
    assert answer.status_code == 200
    assert_strict(answer)
    assert "no-store" not in answer["Cache-Control"]


def test_what_a_form_without_its_token_gets(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/")
    assert answer.status_code == 403
    assert_strict(answer)


@pytest.mark.parametrize(
    ("path", "status"),
    [("", 200), ("messages/", 200), ("messages/export/", 200), ("no-such-page/", 404), ("settings/", 200)],
)
def test_what_somebody_sees_who_is_signed_in(
    cast: Cast, signed_in: Callable[..., Client], path: str, status: int
) -> None:
    answer = signed_in(cast["headteacher"]).get(f"/s/{cast.school.slug}/{path}")
    assert answer.status_code == status
    assert_strict(answer)
    assert "no-store" in answer["Cache-Control"]


def test_a_refusal(cast: Cast, signed_in: Callable[..., Client]) -> None:
    answer = signed_in(cast["staff"]).get(f"/s/{cast.school.slug}/messages/")
    assert answer.status_code == 403
    assert_strict(answer)
    assert answer["Cache-Control"] == "no-store"


def test_a_public_page_is_private_to_whoever_is_named_on_it(cast: Cast, signed_in: Callable[..., Client]) -> None:
    assert "Cache-Control" not in Client().get("/guidance/")
    assert signed_in(cast["staff"]).get("/guidance/")["Cache-Control"] == "no-store"


def test_when_something_breaks(cast: Cast, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("accord.home.reads.greeting", broken)
    browser = signed_in(cast["staff"])
    browser.raise_request_exception = False
    answer = browser.get(f"/s/{cast.school.slug}/")
    assert answer.status_code == 500
    assert_strict(answer)
    assert b"broken on purpose" not in answer.content


# Settings are read when a process starts, so these start one.

ASK = """
import json, django
from django.conf import settings
django.setup()
from django.test import Client
answer = Client(HTTP_X_FORWARDED_PROTO="https", HTTP_HOST="accord.school.example").get("/accounts/login/")
cookies = {name: [morsel["secure"], morsel["path"], morsel["domain"]] for name, morsel in answer.cookies.items()}
print(json.dumps({"cookies": cookies, "headers": dict(answer.headers), "session": settings.SESSION_COOKIE_NAME,
                  "session_secure": settings.SESSION_COOKIE_SECURE}))
"""


def start(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {
        **os.environ,
        "ACCORD_HOME": str(TEST_HOME),
        "ACCORD_DATABASE_URL": url(TEST_HOME, APP, DATABASE),
        "DJANGO_SETTINGS_MODULE": "accord.config.settings",
        **environment,
    }
    return subprocess.run([sys.executable, *words], cwd=PROJECT, env=known, capture_output=True, text=True, check=False)


@pytest.fixture
def public() -> dict[str, str]:
    return {"ACCORD_PUBLIC_URL": "https://accord.school.example"}


@pytest.mark.slow
def test_with_a_public_address_everything_is_for_https_only(db: None, public: dict[str, str]) -> None:
    done = start("-c", ASK, **public)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["headers"]["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert told["cookies"] == {"__Host-accord_csrf": [True, "/", ""]}
    assert (told["session"], told["session_secure"]) == ("__Host-accord_session", True)


@pytest.mark.slow
def test_djangos_own_check_of_a_deployment_finds_nothing(db: None, public: dict[str, str]) -> None:
    done = start("-m", "django", "check", "--deploy", "--fail-level", "WARNING", **public)
    # W008: the proxy that ends TLS sends people from http to https.
    found = {word.strip("():") for word in done.stderr.split() if word.startswith("(security.")}
    assert found <= {"security.W008"}, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"ACCORD_PUBLIC_URL": "http://accord.school.example"}, "must begin with https://"),
        ({"ACCORD_PUBLIC_URL": "http://localhost.school.example"}, "must begin with https://"),
        ({"ACCORD_PUBLIC_URL": "http://127.0.0.1.school.example:80"}, "must begin with https://"),
        ({"ACCORD_PUBLIC_URL": "accord.school.example"}, "must begin with https://"),
        ({"ACCORD_PUBLIC_URL": "https://accord.school.example", "ACCORD_DEMO": "1"}, "on this machine only"),
        ({"ACCORD_DATABASE_URL": ""}, "No database"),
    ],
)
def test_unsafe_settings_do_not_start(environment: dict[str, str], why: str) -> None:
    done = start("-c", "from django.conf import settings; settings.DEBUG", **environment)
    assert done.returncode != 0
    assert why in done.stderr


def test_the_policy_is_what_the_browser_tests_hold_pages_to() -> None:
    from accord.ui.tests.browser import POLICY as TRIED

    assert set(TRIED.split("; ")) == POLICY - {"manifest-src 'self'"}
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].keys() == {each.split()[0] for each in POLICY}
