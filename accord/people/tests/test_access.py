"""Who can come in: with the first appointment, until the last day, and not with somebody else's passphrase."""

import json
from datetime import date, timedelta

import pytest

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.models import Entry
from accord.people import actions
from accord.people.models import Account, Category, Person, RoleHeld, Seat
from accord.people.rules import Details, Post
from accord.people.tests.cast import LONG_AGO, give_role, make_person, seat
from accord.schools.models import School

DAY = timedelta(days=1)
STAFF = Post(Category.PERMANENT, job_title="Teacher of Art", team="Art", starts_on=LONG_AGO)


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def head(here: School) -> Person:
    person = give_role(make_person("Henry", "Wójcik", email="head@hopewell.example"), "headteacher")
    seat(person)
    return person


@pytest.fixture
def office(here: School) -> Person:
    return give_role(make_person("Tom", "Taylor"), "business-manager")


def acts() -> list[str]:
    return list(Entry.objects.order_by("recorded_at").values_list("act", flat=True))


def detail() -> dict:
    return json.loads(Entry.objects.order_by("recorded_at").last().detail)


def add(head: Person, today: date, **details) -> Person:
    details = {"forename": "Zoë", "surname": "O’Brien", "email": "zoe@hopewell.example"} | details
    return actions.add_person(details=Details(**details), post=STAFF, by=head, today=today)


def test_closed_by_hand_stays_closed_until_opened_by_hand(head, today):
    person = make_person()
    seat(person)
    actions.close_seat(person=person.pk, by=head, today=today)
    actions.keep_access(today=today)
    assert Seat.objects.get(person_id=person.pk).closed_at is not None
    actions.open_seat(person=person.pk, by=head, today=today)
    assert Seat.objects.get(person_id=person.pk).closed_at is None
    assert acts() == ["seat.closed", "seat.opened"]


def test_a_new_address_signs_in_once_it_is_let_in(head, today):
    person = make_person(email="old@hopewell.example")
    seat(person)
    details = Details(person.forename, person.surname, email="new@hopewell.example")
    actions.change_person(pk=person.pk, details=details, by=head, today=today)
    assert Seat.objects.get(person_id=person.pk).account.email == "old@hopewell.example"
    account = actions.open_seat(person=person.pk, by=head, today=today)
    assert (account.email, Seat.objects.get(person_id=person.pk).account) == ("new@hopewell.example", account)
    assert not Account.objects.filter(email="old@hopewell.example").exists()


def test_an_address_that_is_handed_on_does_not_hand_on_the_passphrase(head, today):
    before = make_person(email="sbm@hopewell.example", ends_on=today - DAY)
    old = seat(before)
    actions.keep_access(today=today)
    actions.change_person(pk=before.pk, details=Details("Left"), by=head, today=today)
    after = add(head, today, email="sbm@hopewell.example")
    assert not Seat.objects.filter(person_id=after.pk).exists()
    account = actions.open_seat(person=after.pk, by=head, today=today)
    assert account.pk != old.pk
    assert not account.has_usable_password()


def test_an_address_that_still_signs_in_for_another_is_refused(head, today):
    ann = make_person("Ann", "Lee", email="ann@hopewell.example")
    seat(ann)
    actions.change_person(pk=ann.pk, details=Details("Ann", "Lee"), by=head, today=today)
    ben = add(head, today, email="ann@hopewell.example")
    with pytest.raises(Refused, match="address-signs-in"):
        actions.open_seat(person=ben.pk, by=head, today=today)


def test_one_account_sits_in_two_schools(head, today, other_school):
    from accord.kernel.scope import in_school

    with in_school(other_school.pk):
        account = seat(make_person(email="zoe@hopewell.example"))
    assert Seat.objects.get(person_id=add(head, today).pk).account == account


def test_whoever_comes_back_can_come_in_again(head, today):
    person = make_person(ends_on=today - DAY)
    seat(person)
    actions.keep_access(today=today)
    assert Seat.objects.get(person_id=person.pk).closed_at is not None
    actions.add_appointment(person=person.pk, post=Post(Category.SUPPLY, starts_on=today), by=head, today=today)
    assert Seat.objects.get(person_id=person.pk).closed_at is None


def test_on_the_day_after_the_last_one_access_and_roles_end(head, today):
    person = give_role(make_person(), "dsl")
    seat(person)
    actions.end_person(pk=person.pk, last_day=today, by=head, today=today)
    actions.keep_access(today=today)
    assert Seat.objects.get(person_id=person.pk).closed_at is None
    actions.keep_access(today=today + DAY)
    actions.keep_access(today=today + DAY)
    assert Seat.objects.get(person_id=person.pk).closed_at is not None
    assert RoleHeld.objects.get(person=person).ends_on == today
    assert acts() == ["appointment.ended", "role.taken", "seat.closed"]


def test_told_late_access_ends_at_once(head, today):
    person = make_person()
    seat(person)
    actions.end_person(pk=person.pk, last_day=today - DAY, by=head, today=today)
    assert Seat.objects.get(person_id=person.pk).closed_at is not None


def test_the_office_cannot_send_the_headteachers_sign_in_elsewhere(head, office, today):
    details = Details(head.forename, head.surname, email="tom@elsewhere.example")
    with pytest.raises(Refused, match="may-do-more"):
        actions.change_person(pk=head.pk, details=details, by=office, today=today)
    with pytest.raises(Refused, match="may-do-more"):
        actions.close_seat(person=head.pk, by=office, today=today)
    with pytest.raises(Refused, match="may-do-more"):
        actions.open_seat(person=head.pk, by=office, today=today)
    actions.change_person(pk=head.pk, details=Details("Harry", head.surname, email=head.email), by=office, today=today)
