"""Whoever signed under a record that was merged since has signed: on their pages, on the board, in duties and in receipts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accord.duties import actions as duties
from accord.duties.models import Duty
from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people import actions as people
from accord.people.actions import Kept
from accord.people.models import Merge, Person
from accord.people.tests.cast import Cast, make_person, seat
from accord.signing import board, reads
from accord.signing.asking import all_asks
from accord.signing.models import Declaration, Signature, Text
from accord.signing.tests.conftest import Desk
from accord.signing.tests.test_pages import base, deliver_all, sign


@pytest.fixture
def old(cast: Cast) -> Person:
    """The record under which was signed."""
    return cast["staff"]


@pytest.fixture
def one(cast: Cast) -> Person:
    """The other record of the same person."""
    with in_school(cast.school.pk):
        person = make_person("Staff", "Of Staff", job_title="Teacher")
        seat(person)
    return person


def merge(cast: Cast, one: Person, old: Person) -> Merge:
    with in_school(cast.school.pk):
        asked: dict[str, Any] = {"by": cast["headteacher"], "today": clock.today(), "now": clock.now()}
        merged = people.merge_people(survivor=one.pk, duplicate=old.pk, keep=Kept(), **asked)
        duties.reconcile(today=clock.today(), now=clock.now())
    return merged


def states(cast: Cast) -> dict[str, str]:
    with in_school(cast.school.pk):
        [ask] = all_asks(clock.today())
        return {str(row.pk): row.state.value for row in board.standings(ask, clock.today())}


def text_of(browser: Client, address: str) -> str:
    return browser.get(address, follow=True).content.decode()


def test_a_signature_counts_for_the_record_that_stands_for_both(
    cast: Cast, old: Person, one: Person, desk: Desk, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(old, pages=1)
    deliver_all(signed_in(old), old, text, pages=1)
    sign(signed_in(old), old)
    with in_school(cast.school.pk):
        desk.asked[text.series] = [old, one]
        duties.reconcile(today=clock.today(), now=clock.now())
        assert [each.id for each in reads.to_sign(one)] == [text.pk]
    merge(cast, one, old)
    with in_school(cast.school.pk):
        desk.asked[text.series] = [one]
        duties.reconcile(today=clock.today(), now=clock.now())
        assert reads.to_sign(one) == []
        assert not Duty.objects.open().filter(person__in=[one, old]).exists()
        assert board.progress(all_asks(clock.today()), clock.today())[0].signed == 1
        [signature] = Signature.objects.all()
        assert signature.person_id == old.pk
    assert states(cast) == {str(one.pk): "signed"}
    assert text.title in text_of(signed_in(one), f"{base(one)}/my-record/")


def test_their_declaration_and_receipt_are_theirs(
    cast: Cast, old: Person, one: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(old, pages=1)
    deliver_all(signed_in(old), old, text, pages=1)
    sign(signed_in(old), old)
    with in_school(cast.school.pk):
        made = Declaration.objects.get()
    address = f"{base(one)}/my-record/{made.pk}/"
    assert signed_in(one).get(address).status_code == 404
    merge(cast, one, old)
    page = signed_in(one).get(address)
    assert page.status_code == 200
    assert made.person_name in page.content.decode()


def test_what_changed_is_told_since_the_signature_under_the_other_record(
    cast: Cast, old: Person, one: Person, desk: Desk, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    first = ask(old, pages=1, body="Keep it out of sight.")
    deliver_all(signed_in(old), old, first, pages=1)
    sign(signed_in(old), old)
    merge(cast, one, old)
    second = ask(one, after=first, pages=1, body="Keep it switched off and out of sight.")
    assert "What changed since you signed version 1" in text_of(signed_in(one), f"{base(one)}/sign/{second.pk}/1/")
    assert states(cast) == {str(one.pk): "outdated"}


def test_parted_again_each_signed_what_they_signed(
    cast: Cast, old: Person, one: Person, desk: Desk, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(old, pages=1)
    deliver_all(signed_in(old), old, text, pages=1)
    sign(signed_in(old), old)
    merged = merge(cast, one, old)
    with in_school(cast.school.pk):
        asked: dict[str, Any] = {"by": cast["headteacher"], "today": clock.today(), "now": clock.now()}
        people.undo_merge(pk=merged.pk, **asked)
        desk.asked[text.series] = [old, one]
        duties.reconcile(today=clock.today(), now=clock.now())
        assert [each.id for each in reads.to_sign(one)] == [text.pk]
        assert reads.to_sign(old) == []


def test_a_yes_under_one_record_outweighs_a_no_under_the_other(
    cast: Cast, old: Person, one: Person, desk: Desk, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(one, pages=1)
    with in_school(cast.school.pk):
        desk.asked[text.series] = [old, one]
        duties.reconcile(today=clock.today(), now=clock.now())
    deliver_all(signed_in(one), one, text, pages=1)
    sign(signed_in(one), one)
    sign(signed_in(old), old, kind="declined", words="Not yet.")
    merge(cast, one, old)
    with in_school(cast.school.pk):
        desk.asked[text.series] = [one]
        found = board.progress(all_asks(clock.today()), clock.today())[0]
        assert (found.signed, found.declined) == (1, 0)
        assert reads.to_sign(one, declined=True) == []
    assert states(cast) == {str(one.pk): "signed"}


def test_the_board_leads_from_the_old_record_to_the_one_that_stands_for_it(
    cast: Cast, old: Person, one: Person, desk: Desk, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    text = ask(old, pages=1)
    deliver_all(signed_in(old), old, text, pages=1)
    sign(signed_in(old), old)
    merge(cast, one, old)
    desk.asked[text.series] = [one]
    head = signed_in(cast["headteacher"])
    answer = head.get(f"{base(old)}/signing/{text.series}/{old.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"{base(one)}/signing/{text.series}/{one.pk}/")
    page = text_of(head, answer["Location"])
    assert "Signed: version 1" in page
