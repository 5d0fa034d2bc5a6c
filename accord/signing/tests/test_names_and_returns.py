"""What was signed stays as it was signed: under the name of that day, and through a time away from the school."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from accord.duties.models import Duty
from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people import actions as people
from accord.people.models import Person
from accord.people.rules import Details, Post
from accord.people.tests.cast import Cast
from accord.signing import reads
from accord.signing.models import Declaration, Text
from accord.signing.tests.conftest import Desk
from accord.signing.tests.test_pages import base, deliver_all, sign

DAY = timedelta(days=1)


@pytest.fixture
def priya(cast: Cast) -> Person:
    return cast["staff"]


def page(browser: Client, address: str) -> str:
    return unescape(browser.get(address).content.decode())


@pytest.mark.clause("18.1")
def test_a_change_of_name_changes_nothing_that_was_signed(
    cast: Cast, priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    browser, text = signed_in(priya), ask(priya, pages=1)
    deliver_all(browser, priya, text, pages=1)
    sign(browser, priya)
    then = priya.formal_name
    assert "your name on that day" not in page(browser, f"{base(priya)}/my-record/")
    with in_school(cast.school.pk):
        details = Details("Priya", "Sharma", title="Ms", email=priya.email)
        people.change_person(pk=priya.pk, details=details, by=cast["headteacher"], today=clock.today())
        made = Declaration.objects.get()
    mine = page(browser, f"{base(priya)}/my-record/")
    assert f"Signed as {then}: your name on that day." in mine
    declared = page(browser, f"{base(priya)}/my-record/{made.pk}/")
    assert then in declared
    assert made.typed_name in declared
    head = page(signed_in(cast["headteacher"]), f"{base(priya)}/signing/{text.series}/{priya.pk}/")
    assert "Priya Sharma" in head
    assert made.typed_name in head


def test_whoever_comes_back_owes_only_what_is_new(
    cast: Cast, priya: Person, desk: Desk, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    browser, kept = signed_in(priya), ask(priya, pages=1, title="Kept as it was")
    deliver_all(browser, priya, kept, pages=1)
    sign(browser, priya)
    head, today = cast["headteacher"], clock.today()
    with in_school(cast.school.pk):
        people.end_person(pk=priya.pk, last_day=today - 30 * DAY, by=head, today=today)
        desk.asked[kept.series] = []
        desk.reconcile()
        people.add_appointment(person=priya.pk, post=Post("temporary", starts_on=today), by=head, today=today)
        desk.asked[kept.series] = [priya]
        desk.reconcile()
        assert reads.to_sign(priya) == []
        assert not Duty.objects.open().filter(person=priya).exists()
    new = ask(priya, after=kept, pages=1)
    with in_school(cast.school.pk):
        assert [each.id for each in reads.to_sign(priya)] == [new.pk]
    assert kept.title in page(signed_in(priya), f"{base(priya)}/my-record/")
