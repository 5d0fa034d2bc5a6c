"""Coming in with an address and a passphrase, and staying out without."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.models import Account, Seat
from accord.people.tests.cast import Cast, make_cast, make_person
from accord.schools.models import School
from accord.signin.tests.conftest import LOGIN, PASSPHRASE, is_signed_in, sign_in

WRONG = "three wrong words"


def test_an_address_and_its_passphrase_lead_home(account: Account, cast: Cast) -> None:
    browser = Client()
    answer = sign_in(f" {account.email.upper()} ", browser=browser)
    assert answer["Location"] == "/"
    arrived = browser.get("/", follow=True)
    assert arrived.redirect_chain[-1][0] == f"/s/{cast.school.slug}/"
    assert arrived.status_code == 200
    assert "Successfully" not in arrived.content.decode()


def test_a_wrong_passphrase_is_said_beside_its_field(account: Account) -> None:
    browser = Client()
    answer = sign_in(account.email, WRONG, browser)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("That address and passphrase do not go together.") == 2  # In the summary, and beside the field.
    assert 'href="#id_password"' in page
    assert account.email in page
    assert WRONG not in page
    assert not is_signed_in(browser)


def test_an_unknown_address_gets_the_same_answer(account: Account) -> None:
    def said(email: str) -> str:
        page = sign_in(email, WRONG).content.decode().replace(email, "")
        return page.split("</head>")[1].split("csrfmiddlewaretoken")[0] + page.split('id="id_login"')[1][:200]

    assert said(account.email) == said("nobody@example.org")


@pytest.mark.parametrize("known", [True, False])
def test_too_many_tries_at_one_account_have_to_wait(account: Account, known: bool) -> None:
    email = account.email if known else "nobody@example.org"
    with time_machine.travel("2026-11-24T10:00:10+00:00", tick=False) as time:
        for number in range(5):
            sign_in(email, WRONG, Client(REMOTE_ADDR=f"10.0.0.{number}"))
        refused = sign_in(email, PASSPHRASE, Client(REMOTE_ADDR="10.0.0.9"))
        assert refused.status_code == 422
        assert "try again at 10:06." in refused.content.decode()
        time.shift(timedelta(minutes=5, seconds=51))
        browser = Client(REMOTE_ADDR="10.0.0.9")
        sign_in(email, PASSPHRASE, browser)
        assert is_signed_in(browser) is known


def test_a_whole_staff_may_sign_in_from_one_address_at_once(account: Account) -> None:
    for _each in range(40):
        assert sign_in(account.email).status_code == 302


def test_a_flood_from_one_address_meets_a_page_that_says_when(account: Account) -> None:
    with time_machine.travel("2026-11-24T10:00:10+00:00", tick=False):
        for _each in range(3):
            Client().post("/accounts/password/reset/", {"email": account.email})
        answer = Client().post("/accounts/password/reset/", {"email": account.email})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    assert "try again at 10:06." in answer.content.decode()


def test_the_session_is_a_new_one_after_signing_in(account: Account) -> None:
    browser = Client()
    browser.get(LOGIN)
    session = browser.session
    session["planted"] = "yes"
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    sign_in(account.email, browser=browser)
    assert is_signed_in(browser)
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != planted


def test_the_cookie_is_for_the_server_only_and_ends_with_the_browser(account: Account) -> None:
    browser = Client()
    sign_in(account.email, browser=browser)
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["max-age"]
    assert not cookie["expires"]


def test_signing_out_ends_the_session(account: Account, cast: Cast) -> None:
    browser = Client()
    sign_in(account.email, browser=browser)
    kept = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert browser.get("/accounts/logout/").status_code == 200
    assert is_signed_in(browser)
    out = browser.post("/accounts/logout/", follow=True)
    assert "You are signed out." in out.content.decode()
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get(f"/s/{cast.school.slug}/").status_code == 302


@pytest.mark.parametrize(
    ("wanted", "arrived"),
    [
        ("/s/x/sign/", "/s/x/sign/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("http://127.0.0.1/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_signing_in_leads_back_to_our_own_pages_only(account: Account, wanted: str, arrived: str) -> None:
    assert sign_in(account.email, next=wanted)["Location"] == arrived


def test_whoever_has_left_sees_that_there_is_no_school(account: Account, cast: Cast) -> None:
    browser = Client()
    sign_in(account.email, browser=browser)
    Seat.objects.filter(account=account).update(closed_at=clock.now())
    for visitor in (browser, Client()):
        sign_in(account.email, browser=visitor)
        page = visitor.get("/").content.decode()
        assert "You have no school here yet" in page
        assert cast.school.name not in page
        assert visitor.get(f"/s/{cast.school.slug}/").status_code == 404


def test_whoever_works_at_two_schools_chooses(account: Account, cast: Cast, other_school: School) -> None:
    there = make_cast(other_school)
    Seat.objects.filter(person_id=there["staff"].pk).update(account=account)
    browser = Client()
    sign_in(account.email, browser=browser)
    page = browser.get("/").content.decode()
    assert f"/s/{cast.school.slug}/" in page
    assert f"/s/{there.school.slug}/" in page


def test_people_without_an_address_have_no_account(cast: Cast) -> None:
    with in_school(cast.school.pk):
        person = make_person(email="")
    assert not Seat.objects.filter(person_id=person.pk).exists()
    answer = sign_in("", PASSPHRASE)
    assert answer.status_code == 422
    assert "Fill in: E-mail address" in answer.content.decode()
    assert "No e-mail address? Ask your school" in Client().get("/accounts/password/reset/").content.decode()


def test_a_closed_account_says_so(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)
    browser = Client()
    answer = sign_in(account.email, browser=browser)
    assert "This account is closed" in browser.get(answer["Location"]).content.decode()
    assert not is_signed_in(browser)


def test_leaders_are_reminded_of_the_app_and_others_are_not(account: Account, leader: Account) -> None:
    for somebody, is_reminded in ((leader, True), (account, False)):
        browser = Client()
        sign_in(somebody.email, browser=browser)
        page = browser.get("/", follow=True).content.decode()
        assert ("Add an app (two minutes)</a>" in page) is is_reminded
