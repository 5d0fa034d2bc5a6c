"""One click instead of a passphrase: only in a demonstration, and only as its people."""

import uuid
from typing import Any

import pytest
from django.test import Client, RequestFactory

from accord.people.models import Seat
from accord.people.tests.cast import Cast, make_cast, make_school
from accord.signin.tests.conftest import is_signed_in
from accord.signing.signer import signed_in as evidence

CLICK = "/accounts/login/demonstration/"


@pytest.fixture
def stage(db: None) -> Cast:
    return make_cast(make_school(is_demonstration=True))


@pytest.fixture
def demonstration(settings: Any) -> None:
    settings.DEMONSTRATION = True


def seat_of(cast: Cast) -> str:
    return str(Seat.objects.get(person_id=cast["headteacher"].pk).pk)


def test_outside_a_demonstration_it_does_not_exist(stage: Cast) -> None:
    browser = Client()
    assert browser.post(CLICK, {"seat": seat_of(stage)}).status_code == 404
    assert browser.get("/mailbox/").status_code == 404
    assert not is_signed_in(browser)
    assert "demonstration" not in browser.get("/accounts/login/").content.decode().lower()


@pytest.mark.usefixtures("demonstration")
def test_one_click_signs_in_and_the_evidence_says_so(stage: Cast) -> None:
    browser = Client()
    page = browser.get("/accounts/login/").content.decode()
    assert seat_of(stage) in page
    assert browser.post(CLICK, {"seat": seat_of(stage)})["Location"] == f"/s/{stage.school.slug}/"
    request = RequestFactory().get("/")
    request.session, request.user = browser.session, Seat.objects.get(pk=seat_of(stage)).account
    assert evidence(request).method == "one click, in a demonstration only"


@pytest.mark.usefixtures("demonstration")
def test_nobody_of_a_real_school_can_be_signed_in(stage: Cast, cast: Cast) -> None:
    browser = Client()
    assert seat_of(cast) not in browser.get("/accounts/login/").content.decode()
    for seat in (seat_of(cast), str(uuid.uuid4()), "", "x"):
        assert browser.post(CLICK, {"seat": seat}).status_code == 404
    assert not is_signed_in(browser)


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize(("wanted", "arrived"), [("/s/x/sign/", "/s/x/sign/"), ("https://elsewhere.example/", "home")])
def test_the_click_leads_to_our_own_pages_only(stage: Cast, wanted: str, arrived: str) -> None:
    answer = Client().post(CLICK, {"seat": seat_of(stage), "next": wanted})
    assert answer["Location"] == (f"/s/{stage.school.slug}/" if arrived == "home" else arrived)


@pytest.mark.usefixtures("demonstration")
def test_confirming_is_one_click_too(stage: Cast) -> None:
    browser = Client()
    browser.post(CLICK, {"seat": seat_of(stage)})
    assert "one click is enough" in browser.get("/accounts/confirm/?next=/s/x/").content.decode()
    assert browser.post("/accounts/confirm/", {"next": "/s/x/"})["Location"] == "/s/x/"
    assert browser.post("/accounts/confirm/", {"next": "//elsewhere.example/"})["Location"] == "/"


def test_without_a_demonstration_no_click_confirms(stage: Cast, settings: Any) -> None:
    settings.DEMONSTRATION = True
    browser = Client()
    browser.post(CLICK, {"seat": seat_of(stage)})
    settings.DEMONSTRATION = False
    assert browser.post("/accounts/confirm/", {"next": "/s/x/"}).status_code == 403
