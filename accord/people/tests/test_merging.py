"""Two records of one person become one and two again: what moves, what stays, what is refused, and what the ledger says."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.ledger import sequencer
from accord.kernel.ledger.verify import verify
from accord.kernel.models import Entry
from accord.people import actions, merge_rules
from accord.people.actions import Kept
from accord.people.models import Appointment, Merge, Person, RoleHeld, Seat
from accord.people.reads import standing
from accord.people.rules import Details, Post
from accord.schools.models import School

DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def now() -> datetime:
    return clock.now()


@pytest.fixture
def by(here: School, today: date) -> Person:
    return added("Henry", "Wójcik", "head@hopewell.example", today, roles=("headteacher",))


@pytest.fixture
def one(by: Person, today: date) -> Person:
    return added("Ada", "Byron", "a.byron@hopewell.example", today, code="B1")


@pytest.fixture
def other(by: Person, today: date) -> Person:
    return added("Ada", "Byron", "ada@hopewell.example", today, code="B2", roles=("dsl",), title="Designated lead")


def added(
    forename: str,
    surname: str,
    email: str,
    today: date,
    *,
    code: str = "",
    roles: tuple = (),
    title: str = "Teacher",
    manager: Any = None,
) -> Person:
    details = Details(forename, surname, email=email, source_id=code)
    post = Post("permanent", job_title=title, starts_on=date(2020, 9, 1), line_manager=manager)
    made = actions.add_person(details=details, post=post, by=None, today=today)
    for role in roles:
        actions.give_role(person=made.pk, role=role, starts_on=today, by=None, today=today)
    return made


def merge(one: Person, other: Person, by: Person, keep: Kept = Kept()) -> Merge:  # noqa: B008
    asked = {"keep": keep, "by": by, "today": clock.today(), "now": clock.now()}
    return actions.merge_people(survivor=one.pk, duplicate=other.pk, **asked)


def undo(merged: Merge, by: Person) -> Merge:
    return actions.undo_merge(pk=merged.pk, by=by, today=clock.today(), now=clock.now())


def rows() -> dict[str, list[Any]]:
    """Everything that a merge may touch, as it stands."""
    return {
        model.__name__: sorted(map(str, model.objects.values_list(*(field.attname for field in model._meta.fields))))
        for model in (Person, Appointment, RoleHeld, Seat)
    }


def is_whole() -> bool:
    sequencer.sequence()
    return verify().findings == []


def test_everything_goes_over_to_the_one_that_stands_for_both(by, one, other, today):
    report = added("Tom", "Hall", "tom@hopewell.example", today, manager=other.pk)
    merge(one, other, by)
    one.refresh_from_db()
    other.refresh_from_db()
    assert other.merged_into_id == one.pk
    assert (one.email, one.source_id, other.email, other.source_id) == ("a.byron@hopewell.example", "B1", "", "")
    assert {each.job_title for each in one.appointments.all()} == {"Teacher", "Designated lead"}
    assert [each.role for each in one.roles.current(today)] == ["dsl"]
    assert not other.appointments.exists()
    assert not other.roles.exists()
    assert [each.pk for each in standing.reports_of(one, today)] == [report.pk]
    assert not Person.objects.in_post(today).filter(pk=other.pk).exists()


def test_one_way_in_stays_the_one_with_the_address_that_was_kept(by, one, other):
    merge(one, other, by, Kept(address_of_duplicate=True, code_of_duplicate=True))
    one.refresh_from_db()
    assert (one.email, one.source_id) == ("ada@hopewell.example", "B2")
    assert one.search.endswith("ada@hopewell.example b2")
    open_seats = Seat.objects.filter(person_id__in=[one.pk, other.pk], closed_at=None)
    assert [(seat.person_id, seat.account.email) for seat in open_seats] == [(one.pk, "ada@hopewell.example")]
    closed = Seat.objects.get(person_id=other.pk)
    assert (closed.account.email, closed.closed_by_hand) == ("a.byron@hopewell.example", True)


def test_who_had_no_way_in_gets_the_duplicates(by, today, other):
    one = added("Ada", "Byron", "", today)
    merge(one, other, by)
    [seat] = Seat.objects.filter(person_id__in=[one.pk, other.pk])
    assert (seat.person_id, seat.account.email, seat.closed_at) == (one.pk, "ada@hopewell.example", None)
    one.refresh_from_db()
    assert one.email == "ada@hopewell.example"


def test_an_appointment_that_is_there_already_comes_once(by, one, today):
    other = added("Ada", "Byron", "", today)
    merge(one, other, by)
    assert one.appointments.count() == 1


def test_a_role_that_both_hold_lasts_as_long_as_the_two_together(by, one, other, today):
    actions.give_role(person=one.pk, role="dsl", starts_on=today, ends_on=today + 9 * DAY, by=None, today=today)
    merge(one, other, by)
    [held] = one.roles.all()
    assert (held.role, held.starts_on, held.ends_on) == ("dsl", today, None)


def test_nobody_becomes_their_own_line_manager(by, one, today):
    other = added("Ada", "Byron", "", today, title="Head of Maths", manager=one.pk)
    merge(one, other, by)
    assert set(one.appointments.values_list("line_manager", flat=True)) == {None}


def test_nor_through_others(by, one, today):
    tom = added("Tom", "Hall", "", today, manager=one.pk)
    other = added("Ada", "Byron", "", today, title="Head of Maths", manager=tom.pk)
    before = rows()
    with pytest.raises(Refused, match="manager-circle"):
        merge(one, other, by)
    assert rows() == before


def test_a_chain_is_flattened(by, one, other, today):
    third = added("A.", "Byron", "", today, title="Governor")
    merge(one, other, by)
    merge(third, one, by)
    assert set(Person.objects.exclude(merged_into=None).values_list("pk", "merged_into")) == {
        (one.pk, third.pk),
        (other.pk, third.pk),
    }


def test_undone_everything_stands_as_before(by, one, other, today):
    added("Tom", "Hall", "tom@hopewell.example", today, manager=other.pk)
    actions.give_role(person=one.pk, role="dsl", starts_on=today, ends_on=today + 9 * DAY, by=None, today=today)
    before = rows()
    for keep in (Kept(), Kept(address_of_duplicate=True, code_of_duplicate=True)):
        merged = merge(one, other, by, keep)
        assert rows() != before
        undo(merged, by)
        assert rows() == before


def test_chains_are_undone_from_the_end(by, one, other, today):
    third = added("A.", "Byron", "", today, title="Governor")
    before = rows()
    first, second = merge(one, other, by), merge(third, one, by)
    with pytest.raises(Refused, match="changed-since"):
        undo(first, by)
    undo(second, by)
    undo(first, by)
    assert rows() == before


def test_what_changed_since_is_not_overwritten(by, one, other, today):
    merged = merge(one, other, by)
    details = Details("Ada", "Lovelace", email="a.byron@hopewell.example", source_id="B1")
    actions.change_person(pk=one.pk, details=details, by=by, today=today)
    with pytest.raises(Refused, match="changed-since"):
        undo(merged, by)
    one.refresh_from_db()
    assert one.surname == "Lovelace"


def test_an_address_that_somebody_else_has_by_now_cannot_go_back(by, one, other, today):
    merged = merge(one, other, by)
    added("Ada", "Other", "ada@hopewell.example", today)
    with pytest.raises(Refused, match="taken-since"):
        undo(merged, by)


@pytest.mark.parametrize(
    ("survivor", "duplicate", "by", "merged", "code"),
    [
        (1, 2, 3, False, "ok"),
        (1, 1, 3, False, "one-record"),
        (1, 2, 3, True, "merged-already"),
        (1, 2, 1, False, "own-record"),
        (1, 2, 2, False, "own-record"),
    ],
)
def test_who_may_be_merged(survivor, duplicate, by, merged, code):
    decision = merge_rules.may_merge(survivor, duplicate, by, is_merged=merged)
    assert (decision.code, bool(decision)) == (code, code == "ok")


def test_nobody_merges_somebody_who_may_do_more(by, one, other, today):
    office = added("Tom", "Taylor", "tom@hopewell.example", today, roles=("business-manager",))
    head = added("Henry", "Wojcik", "", today)
    for pair in ((head, by), (by, head)):
        with pytest.raises(Refused, match="may-do-more"):
            merge(*pair, office)


def test_a_merged_record_takes_nothing_more(by, one, other, today):
    merge(one, other, by)
    post = Post("permanent", job_title="Teacher", starts_on=today)
    with pytest.raises(Person.DoesNotExist):
        actions.add_appointment(person=other.pk, post=post, by=by, today=today)
    with pytest.raises(Person.DoesNotExist):
        actions.give_role(person=other.pk, role="dpo", starts_on=today, by=by, today=today)
    with pytest.raises(Refused, match="merged-already"):
        merge(other, one, by)


def test_the_ledger_answers_for_it(by, one, other):
    merged = merge(one, other, by, Kept(address_of_duplicate=True))
    assert is_whole()
    undo(merged, by)
    assert is_whole()
    assert set(Entry.objects.filter(subject_id=one.pk).values_list("act", flat=True)) >= {
        "people.merged",
        "merge.undone",
    }
