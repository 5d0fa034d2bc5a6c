"""Nobody leaves silently: what somebody is in charge of is shown, and goes to somebody else as one act."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accord.duties import actions as duties
from accord.duties.models import Duty
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.ledger import sequencer
from accord.kernel.ledger.verify import verify
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.people import actions as people
from accord.people.models import Person
from accord.people.tests.browsing import days
from accord.people.tests.cast import make_cast, make_person, make_school, seat
from accord.policies.models import Document
from accord.policies.tests.conftest import Office
from accord.withdrawals import actions
from accord.withdrawals.models import Place, Withdrawal

DAY = timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Any:
    return make_cast(make_school(), ("headteacher", "business-manager", "chair"))


@pytest.fixture
def successor(cast: Any) -> Person:
    with in_school(cast.school.pk):
        person = make_person("Grace", "Hopper")
        seat(person)
        return person


@pytest.fixture
def leader(cast: Any) -> Person:
    """The Chair, who looks after two documents, an old edition and its one place."""
    chair, head = cast["chair"], cast["headteacher"]
    with in_school(cast.school.pk):
        office = Office(chair)
        office.add("Acceptable use policy", to=())
        office.add("Social media policy", to=())
        made = actions.open_outside(title="Old handbook", lead=chair, by=head, today=clock.today(), now=clock.now())
        actions.add_place(
            withdrawal=made.pk, where=actions.Where("room", "Staff room", chair, ""), by=head, now=clock.now()
        )
    return chair


def at(cast: Any, rest: str) -> str:
    return f"/s/{cast.school.slug}/people/{rest}"


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_all_of_it_goes_over_as_one_act(cast: Any, leader: Person, successor: Person) -> None:
    head = cast["headteacher"]
    with in_school(cast.school.pk):
        assert people.hand_over(person=leader.pk, to=successor.pk, by=head, today=clock.today()) == 4
        owners = {*Document.objects.values_list("owner", flat=True), Withdrawal.objects.get().lead_id}
        assert owners == {successor.pk}
        assert Place.objects.get().person_id == successor.pk
        assert Entry.objects.filter(act="charges.handed-over").count() == 1
        duties.reconcile(today=clock.today(), now=clock.now())
        assert set(Duty.objects.open().values_list("person", flat=True)) == {successor.pk}
        assert people.hand_over(person=leader.pk, to=successor.pk, by=head, today=clock.today()) == 0
        assert Entry.objects.filter(act="charges.handed-over").count() == 1


def test_only_to_somebody_else_who_is_here(cast: Any, leader: Person) -> None:
    head, today = cast["headteacher"], clock.today()
    with in_school(cast.school.pk):
        gone = make_person("Ada", "Byron", ends_on=today - DAY)
        for to, code in ((leader, "oneself"), (gone, "not-here")):
            with pytest.raises(Refused, match=code):
                people.hand_over(person=leader.pk, to=to.pk, by=head, today=today)


def test_the_page_offers_it_and_does_it(cast: Any, leader: Person, successor: Person, signed_in: Any) -> None:
    office: Client = signed_in(cast["business-manager"])
    page = text(office.get(at(cast, f"{leader.pk}/")))
    assert f"{leader.name} is in charge of 2 documents, 1 old edition to clear, 1 place to clear." in page
    page = text(office.get(at(cast, f"{leader.pk}/hand-over/?to={successor.pk}")))
    for said in ("Acceptable use policy", "Old handbook", "Staff room", "Hand over 2 documents"):
        assert said in page
    assert f'value="{successor.pk}" selected' in page
    assert office.post(at(cast, f"{leader.pk}/hand-over/"), {"to": ""}).status_code == 422
    done = text(office.post(at(cast, f"{leader.pk}/hand-over/"), {"to": str(successor.pk)}, follow=True))
    assert "Grace Hopper has taken it over: 2 documents" in done
    assert "is in charge of nothing" in text(office.get(at(cast, f"{leader.pk}/hand-over/")))


def test_nobody_leaves_silently(cast: Any, leader: Person, signed_in: Any) -> None:
    office = signed_in(cast["business-manager"])
    assert "somebody has to take it over" in text(office.get(at(cast, f"{leader.pk}/end/")))
    yesterday = clock.today() - DAY
    page = office.post(at(cast, f"{leader.pk}/end/"), days("last_day", yesterday), follow=True)
    assert page.redirect_chain[-1][0] == at(cast, f"{leader.pk}/hand-over/")
    assert "has left and is still in charge of 2 documents" in text(office.get(at(cast, f"{leader.pk}/")))


def test_a_new_chair_is_offered_what_the_old_one_was_in_charge_of(
    cast: Any, leader: Person, successor: Person, signed_in: Any
) -> None:
    head = signed_in(cast["headteacher"])
    given = {"role": "chair", **days("starts_on", clock.today()), **days("ends_on", None)}
    page = head.post(at(cast, f"{successor.pk}/roles/give/"), given, follow=True)
    assert page.redirect_chain[-1][0] == at(cast, f"{leader.pk}/hand-over/?to={successor.pk}")
    assert f'value="{successor.pk}" selected' in text(page)


@pytest.mark.parametrize("parted", [False, True])
def test_merged_records_take_their_charges_along(cast: Any, leader: Person, successor: Person, parted: bool) -> None:
    asked: dict[str, Any] = {"by": cast["headteacher"], "today": clock.today(), "now": clock.now()}
    with in_school(cast.school.pk):
        keep = people.Kept()
        merged = people.merge_people(survivor=successor.pk, duplicate=leader.pk, keep=keep, **asked)
        if parted:
            people.undo_merge(pk=merged.pk, **asked)
        assert set(Document.objects.values_list("owner", flat=True)) == {(leader if parted else successor).pk}


def test_the_ledger_answers_for_it(cast: Any, leader: Person, successor: Person) -> None:
    with in_school(cast.school.pk):
        people.hand_over(person=leader.pk, to=successor.pk, by=cast["headteacher"], today=clock.today())
        sequencer.sequence()
        wrong = {finding.code for finding in verify().findings}
        assert not {"document-edited", "withdrawal-edited", "withdrawal-place-edited"} & wrong
