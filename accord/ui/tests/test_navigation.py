import pytest
from django.test import RequestFactory
from django.urls import resolve

from accord.kernel.decision import ALLOW, refuse
from accord.kernel.registry import Registry
from accord.ui import navigation
from accord.ui.navigation import ACCOUNT, OFFICE, STAFF, Item
from accord.ui.tests.kitchen import School

pytestmark = pytest.mark.urls("accord.ui.tests.urls")


@pytest.fixture(autouse=True)
def items(monkeypatch):
    monkeypatch.setattr(navigation, "ITEMS", Registry("navigation"))
    for item in (
        Item("Later", "people", order=9),
        Item("First", "home", order=1),
        Item("Board", "board", OFFICE, needs="signatures.see"),
        Item("Sign out", "sign-out", ACCOUNT, post=True),
    ):
        navigation.register(item)


def request(path="/s/hopewell/people/", school=School(), may=lambda capability: ALLOW):  # noqa: B008
    made = RequestFactory().get(path)
    made.school, made.may = school, may
    made.resolver_match = resolve(path)
    return made


def test_an_area_shows_its_items_in_order_with_the_schools_addresses():
    shown = navigation.shown(request(), STAFF)
    assert [(item.label, item.url, item.here) for item in shown] == [
        ("First", "/s/hopewell/", ""), ("Later", "/s/hopewell/people/", "page"),
    ]  # fmt: skip


def test_what_a_person_may_not_open_is_not_offered():
    refusing = request(may=lambda capability: refuse("no", "No."))
    assert [item.label for item in navigation.shown(request(), OFFICE)] == ["Board"]
    assert navigation.shown(refusing, OFFICE) == []


def test_a_page_without_a_school_shows_only_what_needs_none():
    nowhere = request("/sign-out/", school=None)
    assert navigation.shown(nowhere, STAFF) == []
    assert [item.url for item in navigation.shown(nowhere, ACCOUNT)] == ["/sign-out/"]


def test_a_request_that_no_middleware_saw_shows_what_needs_nothing():
    assert [item.label for item in navigation.shown(RequestFactory().get("/"), ACCOUNT)] == ["Sign out"]
    assert navigation.shown(RequestFactory().get("/"), OFFICE) == []


def test_offering_twice_shows_once():
    navigation.register(Item("First", "home", order=1))
    assert [item.label for item in navigation.shown(request(), STAFF)] == ["First", "Later"]
