"""What acts say about rows, and how their last words are heard."""

import json
import uuid
from datetime import date, datetime, timedelta, timezone

import pytest

from accord.kernel.ledger import record, sequencer
from accord.kernel.ledger.entries import canonical
from accord.kernel.ledger.rows import HeldTable, LastWords, held_tables, stated
from accord.kernel.ledger.verify import table_checks, verify
from accord.people.models import Person, RoleHeld
from accord.people.tests.cast import make_person
from accord.schools.models import School

ROLES = HeldTable(RoleHeld, "role", ("person_id", "role", "starts_on", "ends_on"))
ENTRY = uuid.uuid4()


@pytest.fixture
def roles_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other table is held."""
    monkeypatch.setattr(held_tables, "_items", [ROLES])
    monkeypatch.setattr(table_checks, "_items", [])


@pytest.fixture
def person(here: School, roles_alone: None) -> Person:
    return make_person()


def codes() -> list[str]:
    return [finding.code for finding in verify().findings]


SAME = {
    "a day of a row and of the database": ([date(2026, 9, 1)], [date(2026, 9, 1)]),
    "a moment in another zone": (
        [datetime(2026, 6, 1, 9, tzinfo=timezone(timedelta(hours=1)))],
        [datetime(2026, 6, 1, 8, tzinfo=timezone.utc)],
    ),
    "nothing and no words": ([None], [""]),
}
OTHER = {
    "another word": (["chair"], ["Chair"]),
    "no and nothing": ([False], [None]),
    "nought and nothing": ([0], [None]),
    "the number and its figures": ([1], ["1"]),
}


@pytest.mark.parametrize("name", SAME)
def test_what_says_the_same_has_one_digest(name: str) -> None:
    one, other = SAME[name]
    table = HeldTable(RoleHeld, "role", ("role",))
    assert table.digest(one) == table.digest(other)


@pytest.mark.parametrize("name", OTHER)
def test_what_says_something_else_has_another(name: str) -> None:
    one, other = OTHER[name]
    table = HeldTable(RoleHeld, "role", ("role",))
    assert table.digest(one) != table.digest(other)


def test_a_value_counts_in_its_column_only() -> None:
    table = HeldTable(RoleHeld, "role", ("role", "person_id"))
    assert table.digest(["chair", None]) != table.digest([None, "chair"])


def test_a_blank_column_that_is_added_later_changes_nothing() -> None:
    before, after = HeldTable(RoleHeld, "role", ("role",)), HeldTable(RoleHeld, "role", ("role", "ends_on"))
    assert before.digest(["chair"]) == after.digest(["chair", None])


def test_the_last_word_counts_placed_or_waiting(person: Person) -> None:
    held = RoleHeld.objects.create(person=person, role="clerk", starts_on=date(2026, 9, 1))
    record("role.given", person, by=person, rows=stated(held))
    sequencer.sequence()
    assert codes() == []
    held.ends_on = date(2026, 12, 31)
    held.save()
    assert codes() == ["role-edited"]
    record("role.taken", person, by=person, rows=stated(held))
    assert codes() == []
    sequencer.sequence()
    assert codes() == []
    record("role.forgotten", person, by=person, rows=stated(gone=[held]))
    assert codes() == ["role-unrecorded"]
    held.delete()
    assert codes() == []


def test_what_people_write_says_nothing_about_rows(person: Person) -> None:
    held = RoleHeld.objects.create(person=person, role="clerk", starts_on=date(2026, 9, 1))
    forged = json.dumps({"rows": stated(held)}, separators=(",", ":"))
    record("declaration.objected", person, by=person, words=forged)
    record("thing.done", person, by=person, about={"rows": stated(held)})
    assert codes() == ["role-unrecorded"]


def test_an_entry_without_rows_is_not_read() -> None:
    heard = LastWords()
    heard.hear(ENTRY, "thing.done", canonical({"words": "rows"}))
    heard.hear(ENTRY, "thing.done", None)
    assert heard._said == {}
