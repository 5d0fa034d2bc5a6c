"""First time here, or forgotten: a link, once, and a passphrase."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.kernel import clock
from accord.people.models import Account, Seat
from accord.people.tests.cast import Cast, make_cast
from accord.schools.models import School
from accord.signin.links import invitation_link
from accord.signin.tests.conftest import PASSPHRASE, is_signed_in, link_in, notices, sign_in

RESET = "/accounts/password/reset/"
Run = Callable[[], None]


def ask(email: str) -> Client:
    browser = Client()
    assert browser.post(RESET, {"email": email})["Location"] == f"{RESET}sent/"
    return browser


def choose(browser: Client, link: str, passphrase: str) -> object:
    there = browser.get(link, follow=True)
    return browser.post(there.redirect_chain[-1][0], {"password1": passphrase}) if there.redirect_chain else there


def test_from_first_time_here_to_home(cast: Cast, run_jobs: Run) -> None:
    staff = cast["staff"]
    page = Client().get("/accounts/login/").content.decode()
    assert f'href="{RESET}">First time here' in page
    browser = ask(staff.email.upper())
    run_jobs()
    run_jobs()  # A job may run twice; the message is one.
    (notice,) = notices(staff)
    assert (notice.urgent, notice.kind, notice.address) == (True, "account", staff.email)
    answer = choose(browser, link_in(notice), PASSPHRASE)
    assert answer.status_code == 302
    assert is_signed_in(browser)
    home = browser.get("/", follow=True)
    assert home.redirect_chain[-1][0] == f"/s/{cast.school.slug}/"
    assert "Your passphrase is saved." in home.content.decode()
    assert notices(staff)[1].subject == "Your passphrase was changed"
    assert sign_in(staff.email).status_code == 302


def test_the_message_comes_from_the_school_where_the_seat_is(cast: Cast, other_school: School, run_jobs: Run) -> None:
    there = make_cast(other_school)
    account = Seat.objects.get(person_id=cast["staff"].pk).account
    Seat.objects.filter(person_id=there["staff"].pk).update(account=account)
    Seat.objects.filter(person_id=cast["staff"].pk).update(closed_at=clock.now())
    ask(account.email)
    run_jobs()
    assert notices(cast["staff"]) == []
    assert other_school.name in notices(there["staff"])[0].body


def test_asking_costs_the_same_for_an_address_that_nobody_has(cast: Cast, run_jobs: Run) -> None:
    def asked(email: str, address: str) -> tuple[int, str, bytes, list[str]]:
        with CaptureQueriesContext(connection) as captured:
            answer = Client(REMOTE_ADDR=address).post(RESET, {"email": email})
        shapes = [re.sub(r"'[^']*'|\"s\d+_x\d+\"", "", query["sql"]) for query in captured]
        return answer.status_code, answer["Location"], answer.content, shapes

    assert asked(cast["staff"].email, "10.0.0.1") == asked("nobody@example.org", "10.0.0.2")
    run_jobs()
    assert len(notices(cast["staff"])) == 1


def test_whoever_has_left_is_sent_nothing(cast: Cast, run_jobs: Run) -> None:
    Seat.objects.filter(person_id=cast["staff"].pk).update(closed_at=clock.now())
    ask(cast["staff"].email)
    run_jobs()
    assert notices(cast["staff"]) == []


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("short words", "This is too short: it needs 12 letters or more."),
        ("aaaabbbbaaaabbbb", "This repeats too few letters."),
        ("123456789012", "Many people use this one"),
        ("Password2026!!", "Many people use this one"),
        ("staff.ofstaff", "This is too much like your e-mail address."),
        ("", "Fill in: Passphrase"),
    ],
)
def test_a_weak_passphrase_is_refused_with_its_reason(cast: Cast, passphrase: str, reason: str) -> None:
    account = Account.objects.get(email=cast["staff"].email)
    Account.objects.filter(pk=account.pk).update(email="staff.ofstaff1@example.org")
    account.refresh_from_db()
    browser = Client()
    answer = choose(browser, path(account), passphrase)
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert not is_signed_in(browser)
    account.refresh_from_db()
    assert not account.has_usable_password()


def path(account: Account) -> str:
    return invitation_link(account).removeprefix(settings.PUBLIC_URL)


def test_the_rules_stand_there_before_anything_is_typed(account: Account) -> None:
    page = Client().get(path(account), follow=True).content.decode()
    assert "12 letters or more. Three random words" in page
    assert 'autocomplete="new-password"' in page
    assert "Show passphrase" in page
    assert account.email in page


def test_the_key_does_not_stay_in_the_address(account: Account) -> None:
    answer = Client().get(path(account))
    assert answer["Location"].endswith("-set-password/")
    assert answer["Cache-Control"] == "no-store"


def test_a_used_link_says_what_to_do(account: Account) -> None:
    link = path(account)
    choose(Client(), link, "another good passphrase")
    no_longer_good(link)


@pytest.mark.parametrize("days", [6, 8])
def test_a_link_is_good_for_a_week(account: Account, days: int) -> None:
    link = path(account)
    with time_machine.travel(clock.now() + timedelta(days=days)):
        if days < 7:
            assert "Save and sign in" in Client().get(link, follow=True).content.decode()
        else:
            no_longer_good(link)


@pytest.mark.parametrize(
    "key", ["aaaa-bbbbbb", "0-0", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz-ct1-aaaa", "x-set-password"]
)
def test_an_unknown_link_says_what_to_do(db: None, key: str) -> None:
    no_longer_good(f"/accounts/password/choose/{key}/")


def no_longer_good(link: str) -> None:
    browser = Client()
    page = browser.get(link, follow=True).content.decode()
    assert "This link is no longer good" in page
    assert "Send me a new link" in page
    assert "Save and sign in" not in page
    assert "Save and sign in" not in browser.post(link, {"password1": PASSPHRASE}, follow=True).content.decode()


def test_a_new_passphrase_ends_the_other_sessions(account: Account) -> None:
    here, elsewhere = Client(), Client()
    sign_in(account.email, browser=here)
    sign_in(account.email, browser=elsewhere)
    wrong = here.post("/accounts/password/", {"oldpassword": "what was it again", "password1": "four other words now"})
    assert wrong.status_code == 422
    assert "That is not the passphrase that you have now." in wrong.content.decode()
    changed = here.post("/accounts/password/", {"oldpassword": PASSPHRASE, "password1": "four other words now"})
    assert changed["Location"] == "/accounts/security/"
    assert here.get("/accounts/security/").status_code == 200
    assert elsewhere.get("/accounts/security/").status_code == 302


def test_the_link_names_our_own_address_whatever_host_was_asked(account: Account, cast: Cast, run_jobs: Run) -> None:
    Client(HTTP_HOST="127.0.0.1").post(RESET, {"email": account.email})
    run_jobs()
    assert f"{settings.PUBLIC_URL}/accounts/password/choose/" in notices(cast["staff"])[0].body


def test_passphrases_are_hashed_with_more_work_than_is_asked_for(strength_of_hashes: dict[str, int]) -> None:
    """OWASP asks for Argon2id with 19 MiB and two rounds at least; these tests themselves do with less."""
    assert settings.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
    assert strength_of_hashes["memory_cost"] >= 19 * 1024
    assert strength_of_hashes["time_cost"] >= 2
