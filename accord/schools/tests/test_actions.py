"""Schools are made and changed, and their calendars entered."""

import json
from datetime import date

import pytest
from django.db import DatabaseError

from accord.kernel import ledger
from accord.kernel.decision import Refused
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.people.tests.cast import make_person
from accord.schools import actions, reads
from accord.schools.models import Authority, ClosedDay, School, Term
from accord.schools.rules import Days, SchoolDetails

AUTUMN = Days(date(2026, 9, 1), date(2026, 10, 23))


def create(urn: int, name: str = "St Anne’s C of E Primary", **fields) -> School:
    return actions.create_school(urn=urn, details=SchoolDetails(name), phase="primary", **fields)


def test_a_new_school_has_an_address_and_a_ledger(db):
    school = create(910_001, authority="Derbyshire County Council")
    assert (school.slug, school.authority.name) == ("st-annes-c-of-e-primary", "Derbyshire County Council")
    with in_school(school.pk):
        assert json.loads(Entry.objects.get(act="school.created").detail) == {"urn": 910_001}


def test_two_schools_of_one_name_have_two_addresses_and_one_authority(db):
    first, second = create(910_001, authority="Derbyshire"), create(910_002, authority=" derbyshire ")
    assert second.slug == f"{first.slug}-910002"
    assert Authority.objects.get() == second.authority == first.authority


@pytest.mark.parametrize(
    ("urn", "name", "code"), [(910_001, "Other", "urn-taken"), (1, "X", "no-urn"), (910_002, " ", "no-name")]
)
def test_a_school_that_cannot_be_is_not_made(db, urn, name, code):
    create(910_001)
    with pytest.raises(Refused, match=code):
        create(urn, name)
    assert School.objects.count() == 1


def test_a_change_of_details_is_one_act_and_no_change_is_none(here):
    head = make_person()
    details = SchoolDetails(
        here.name, email="Office@Hopewell.example", address=" 1 High Street \n\n Derby ", accent="#7A1F4D"
    )
    actions.change_school(details=details, by=head)
    actions.change_school(details=details, by=head)
    school = School.objects.get(pk=here.pk)
    assert (school.email, school.address, school.accent) == (
        "office@hopewell.example",
        "1 High Street\nDerby",
        "#7a1f4d",
    )
    assert json.loads(Entry.objects.get().detail) == {"fields": ["email", "address", "accent"]}


def test_a_colour_that_cannot_be_read_is_refused(here):
    with pytest.raises(Refused, match="too-pale"):
        actions.change_school(details=SchoolDetails("Hopewell", accent="#ffee00"), by=None)
    assert School.objects.get(pk=here.pk).name == here.name


def test_terms_and_days_make_the_calendar(here):
    term = actions.add_term(name=" Autumn ", days=AUTUMN, by=None)
    actions.add_closed_day(day=date(2026, 9, 1), kind="inset", by=None)
    closed = actions.add_closed_day(day=date(2026, 9, 2), kind="inset", by=None)
    actions.change_closed_day(pk=closed.pk, day=date(2026, 9, 2), kind="closed", by=None)
    calendar = reads.calendar_of_open_school()
    assert [calendar.on(date(2026, 9, day)).kind for day in (1, 2, 3)] == ["inset", "closed", "school"]
    actions.change_term(pk=term.pk, name="Autumn", days=Days(date(2026, 9, 3), AUTUMN.last), by=None)
    actions.remove_closed_day(pk=closed.pk, by=None)
    actions.remove_closed_day(pk=closed.pk, by=None)
    actions.remove_term(pk=term.pk, by=None)
    assert not Term.objects.exists()
    acts = list(Entry.objects.order_by("recorded_at").values_list("act", flat=True))
    assert acts == [
        *("term.added", "closed-day.added", "closed-day.added", "closed-day.changed"),
        *("term.changed", "closed-day.removed", "term.removed"),
    ]


def test_a_refused_term_or_day_changes_nothing(here):
    term = actions.add_term(name="Autumn", days=AUTUMN, by=None)
    other = actions.add_term(name="Later", days=Days(date(2026, 11, 2), date(2026, 12, 18)), by=None)
    closed = actions.add_closed_day(day=date(2026, 9, 1), kind="inset", by=None)
    acts = Entry.objects.count()
    for refused in [
        lambda: actions.add_term(name="Again", days=AUTUMN, by=None),
        lambda: actions.change_term(pk=other.pk, name="Later", days=AUTUMN, by=None),
        lambda: actions.add_closed_day(day=closed.day, kind="closed", by=None),
        lambda: actions.change_closed_day(pk=closed.pk, day=date(2026, 12, 25), kind="closed", by=None),
    ]:
        with pytest.raises(Refused):
            refused()
    assert (Term.objects.count(), ClosedDay.objects.count(), Entry.objects.count()) == (2, 1, acts)
    actions.change_term(pk=term.pk, name="Autumn", days=AUTUMN, by=None)
    assert Entry.objects.count() == acts


def test_an_act_that_cannot_be_recorded_does_not_happen(here, monkeypatch):
    def fails(*args, **kwargs):
        raise DatabaseError("no ledger")

    monkeypatch.setattr(ledger, "record", fails)
    with pytest.raises(DatabaseError, match="no ledger"):
        actions.add_term(name="Autumn", days=AUTUMN, by=None)
    with pytest.raises(DatabaseError, match="no ledger"):
        create(910_001)
    assert not Term.objects.exists()
    assert not School.objects.filter(urn=910_001).exists()
