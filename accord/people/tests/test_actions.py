"""People come, change and go: what is written, what the ledger keeps, and what a refusal leaves alone."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.db.models import QuerySet

from accord.kernel import clock, ledger
from accord.kernel.decision import Refused
from accord.kernel.models import Entry
from accord.people import actions
from accord.people.models import Appointment, Category, Person, RoleHeld, Seat, plain
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


def entries() -> QuerySet[Entry]:
    """What people did, without the seats that Accord opened because of it."""
    return Entry.objects.exclude(act="seat.opened", actor_id=None).order_by("recorded_at")


def acts() -> list[str]:
    return list(entries().values_list("act", flat=True))


def detail() -> dict:
    return json.loads(entries().last().detail)


def add(head: Person, today: date, **details) -> Person:
    details = {"forename": "Zoë", "surname": "O’Brien", "email": "zoe@hopewell.example"} | details
    return actions.add_person(details=Details(**details), post=STAFF, by=head, today=today)


def test_somebody_new_is_found_however_the_name_is_typed(head, today):
    person = add(head, today, forename="  Łucja ", surname="Ní Bhriain", email=" Lucja@Hopewell.Example")
    assert (person.forename, person.email) == ("Łucja", "lucja@hopewell.example")
    assert person.appointments.get().team == "Art"
    for words in ["lucja", "ŁUCJA ni", "bhriain lucja@"]:
        assert Person.objects.named_like(words).get() == person
    assert acts() == ["person.added"]


def test_somebody_new_can_choose_a_passphrase_and_nobody_knows_one(head, today):
    account = Seat.objects.get(person_id=add(head, today).pk).account
    assert account.email == "zoe@hopewell.example"
    assert not account.has_usable_password()


def test_without_an_address_somebody_is_a_person_all_the_same(head, today):
    person = add(head, today, email="", surname="")
    assert person.name == "Zoë"
    assert not Seat.objects.filter(person_id=person.pk).exists()


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"forename": ""}, "no-name"),
        ({"email": "HEAD@hopewell.example"}, "email-taken"),
        ({"source_id": "X1"}, "code-taken"),
    ],
)
def test_a_refusal_adds_nobody(head, today, details, code):
    make_person(source_id="X1")
    before = Person.objects.count()
    with pytest.raises(Refused, match=code):
        add(head, today, **details)
    assert (Person.objects.count(), acts()) == (before, [])


def test_an_act_that_cannot_be_recorded_does_not_happen(head, today, monkeypatch):
    def fails(*args, **kwargs):
        raise DatabaseError("no ledger")

    monkeypatch.setattr(ledger, "record", fails)
    with pytest.raises(DatabaseError, match="no ledger"):
        add(head, today)
    with pytest.raises(DatabaseError, match="no ledger"):
        actions.end_person(pk=make_person().pk, last_day=today, by=head, today=today)
    assert not Person.objects.filter(surname="O’Brien").exists()
    assert not Appointment.objects.filter(ends_on=today).exists()


def test_a_change_says_which_fields_and_changing_nothing_says_nothing(head, today):
    person = make_person("Priya", "Patel", email="p@hopewell.example")
    same = Details("Priya", "Patel", email="p@hopewell.example")
    actions.change_person(pk=person.pk, details=same, by=head, today=today)
    assert acts() == []
    actions.change_person(pk=person.pk, details=Details("Priya", "Shah"), by=head, today=today)
    assert (acts(), detail()["fields"]) == (["person.changed"], ["surname", "email"])
    assert Person.objects.named_like("shah").get() == person


def test_a_change_from_a_day_keeps_what_was(head, today):
    person = make_person(team="Art")
    old = person.appointments.get()
    post = Post(Category.PERMANENT, job_title="Head of Art", team="Art", line_manager=head.pk)
    new = actions.change_appointment(pk=old.pk, post=post, from_day=today, by=head, today=today)
    old.refresh_from_db()
    assert (old.ends_on, old.job_title) == (today - DAY, "Teacher")
    assert (new.starts_on, new.ends_on, new.job_title) == (today, None, "Head of Art")
    assert acts() == ["appointment.changed"]


def test_what_was_written_wrongly_is_put_right_in_place(head, today):
    person = make_person(job_title="Techer")
    appointment = person.appointments.get()
    post = Post(Category.SUPPLY, job_title="Teacher", starts_on=LONG_AGO)
    actions.change_appointment(pk=appointment.pk, post=post, from_day=None, by=head, today=today)
    assert person.appointments.get().category == Category.SUPPLY
    assert detail()["fields"] == ["category", "job_title"]


def test_nobody_comes_to_manage_themselves(head, today):
    ann, ben = make_person("Ann"), make_person("Ben")
    ben.appointments.update(line_manager=ann)
    post = Post(Category.PERMANENT, line_manager=ben.pk)
    with pytest.raises(Refused, match="manager-circle"):
        actions.change_appointment(pk=ann.appointments.get().pk, post=post, from_day=None, by=head, today=today)
    with pytest.raises(Refused, match="manager-circle"):
        actions.add_appointment(person=ann.pk, post=post, by=head, today=today)
    assert acts() == []


def test_leaving_later_changes_nothing_today(head, today):
    person = give_role(make_person(), "dsl")
    seat(person)
    report = make_person("Rhys", manager=person)
    ended = actions.end_person(pk=person.pk, last_day=today + DAY, by=head, today=today)
    assert (ended.leaves, ended.reports) == (True, [report])
    assert Seat.objects.get(person_id=person.pk).closed_at is None
    assert RoleHeld.objects.get(person=person).ends_on is None
    assert acts() == ["appointment.ended"]


def test_an_appointment_that_never_began_is_no_appointment(head, today):
    person = make_person()
    post = Post(Category.PERMANENT, job_title="Deputy", starts_on=today + 30 * DAY)
    actions.add_appointment(person=person.pk, post=post, by=head, today=today)
    actions.end_person(pk=person.pk, last_day=today, by=head, today=today)
    assert person.appointments.get().ends_on == today


def test_ending_one_of_two_appointments_is_not_leaving(head, today):
    person = make_person()
    post = Post(Category.GOVERNOR, job_title="Staff governor", starts_on=LONG_AGO)
    governor = actions.add_appointment(person=person.pk, post=post, by=head, today=today)
    assert not actions.end_appointment(pk=governor.pk, last_day=today, by=head, today=today).leaves
    assert person.appointments.count() == 2
    with pytest.raises(Refused, match="already-ended"):
        actions.end_appointment(pk=governor.pk, last_day=today, by=head, today=today + DAY)


def test_the_only_headteacher_cannot_leave_in_any_way(head, today):
    held = head.roles.get()
    appointment = head.appointments.get()
    gone = Post(Category.PERMANENT, starts_on=LONG_AGO, ends_on=today - DAY)
    for leave in [
        lambda: actions.take_role(pk=held.pk, last_day=today - DAY, by=head, today=today),
        lambda: actions.end_person(pk=head.pk, last_day=today + 90 * DAY, by=head, today=today),
        lambda: actions.end_appointment(pk=appointment.pk, last_day=today, by=head, today=today),
        lambda: actions.change_appointment(pk=appointment.pk, post=gone, from_day=None, by=head, today=today),
    ]:
        with pytest.raises(Refused, match="no-headteacher"):
            leave()
    assert acts() == []
    head.refresh_from_db()
    assert (head.roles.get().ends_on, head.appointments.get().ends_on) == (None, None)


def test_a_headteacher_hands_over_without_a_gap(head, today):
    last_day = today + 30 * DAY
    next_head = make_person("Priya", "Singh")
    actions.give_role(person=next_head.pk, role="headteacher", starts_on=last_day + 2 * DAY, by=head, today=today)
    with pytest.raises(Refused, match="no-headteacher"):
        actions.end_person(pk=head.pk, last_day=last_day, by=head, today=today)
    actions.end_person(pk=head.pk, last_day=last_day + DAY, by=head, today=today)


def test_roles_are_given_and_taken(head, today):
    person = make_person()
    held = actions.give_role(person=person.pk, role="dsl", starts_on=today, by=head, today=today)
    with pytest.raises(Refused, match="already-held"):
        actions.give_role(person=person.pk, role="dsl", starts_on=today, by=head, today=today)
    actions.take_role(pk=held.pk, last_day=today - DAY, by=head, today=today)
    assert not person.roles.exists()
    assert acts() == ["role.given", "role.taken"]


def test_a_role_that_was_held_stays_on_record(head, today):
    person = give_role(make_person(), "dsl")
    actions.take_role(pk=person.roles.get().pk, last_day=today - DAY, by=head, today=today)
    assert person.roles.get().ends_on == today - DAY
    assert not RoleHeld.objects.current(today).filter(person=person).exists()


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Łukasz", "lukasz"), ("O’Brien", "o'brien"), ("Núñez", "nunez"), ("Straße", "strasse"), ("Ægir", "aegir")],
)
def test_plain_text_is_what_a_plain_keyboard_types(written, folded):
    assert plain(written) == folded
