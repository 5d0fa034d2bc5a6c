"""The ledger: what is recorded, in which order, and what is found when somebody meddles with it."""

import threading
from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from accord.kernel.ledger import record, sequencer
from accord.kernel.ledger import verify as ledger_verify
from accord.kernel.ledger.rows import held_tables
from accord.kernel.ledger.verify import Report, Witness, table_checks, verify
from accord.kernel.models import Entry, Head, Leaf, Pending
from accord.kernel.scope import in_school
from accord.people.models import Person
from accord.people.tests.cast import make_person, make_school
from accord.schools.models import School


@pytest.fixture(autouse=True)
def tree_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tree without the tables that it answers for: those have tests of their own."""
    for registry in (held_tables, table_checks):
        monkeypatch.setattr(registry, "_items", [])


@pytest.fixture
def person(here: School) -> Person:
    return make_person()


def record_some(person: Person, count: int) -> None:
    for number in range(count):
        record("thing.done", person, by=person, number=number)


def test_an_act_is_kept_with_its_detail(person: Person) -> None:
    entry = Entry.objects.get(pk=record("thing.done", person, by=person, number=1))
    assert (entry.act, entry.subject_kind, entry.subject_id, entry.actor_id, entry.detail) == (
        "thing.done",
        "people.person",
        person.pk,
        person.pk,
        '{"number":1}',
    )


def test_what_is_undone_was_never_recorded(person: Person) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("thing.done", person, by=person)
        raise ZeroDivisionError
    assert not Entry.objects.exists()
    assert not Pending.objects.filter(school_id=person.school_id).exists()


def test_recording_is_one_query(person: Person, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(1):
        record("thing.done", person, by=person)


def test_positions_follow_without_gaps_and_a_second_run_does_nothing(person: Person) -> None:
    record_some(person, 5)
    assert sequencer.sequence() == 5
    record_some(person, 2)
    assert (sequencer.sequence(), sequencer.sequence()) == (2, 0)
    assert list(Leaf.objects.order_by("position").values_list("position", flat=True)) == list(range(7))
    assert list(Head.objects.order_by("size").values_list("size", flat=True)) == [5, 7]
    assert verify().is_whole


def test_an_empty_ledger_is_whole(here: School) -> None:
    report = verify()
    assert (report.is_whole, report.entries) == (True, 0)


def test_the_serving_role_can_neither_edit_nor_delete(person: Person) -> None:
    record_some(person, 1)
    for statement in [
        "UPDATE kernel_entry SET act = 'x'",
        "DELETE FROM kernel_entry",
        "TRUNCATE kernel_entry",
        "UPDATE kernel_leaf SET position = 9",
        "DELETE FROM kernel_head",
    ]:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_detail_can_be_erased_and_the_tree_stays_whole_but_it_is_said(person: Person) -> None:
    record_some(person, 3)
    sequencer.sequence()
    Entry.objects.filter(detail__contains="1").update(detail=None, salt=None)
    assert [finding.code for finding in verify().findings] == ["detail-erased"]


@pytest.mark.parametrize("count", [3, 4, 5, 8, 9])
def test_a_ledger_is_read_in_parts(count: int, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_verify, "_ROWS", 4)
    record_some(person, count)
    sequencer.sequence()
    report = verify()
    assert (report.is_whole, report.entries) == (True, count)


def test_a_standing_is_given_at_once(person: Person) -> None:
    record_some(person, 2)
    standing = sequencer.standing(record("thing.done", person, by=None))
    assert (standing.position, standing.head.size) == (2, 3)


# What a superuser can do, and what it is called when it is found. `seven` entries were sequenced, a head at 4 and at 7.
TAMPERING = {
    "edit an act": ("UPDATE kernel_entry SET act = 'other.done' WHERE id = {third}", "entry-edited"),
    "edit a time": (
        "UPDATE kernel_entry SET recorded_at = recorded_at - interval '1 day' WHERE id = {third}",
        "entry-edited",
    ),
    "edit who": ("UPDATE kernel_entry SET actor_id = NULL WHERE id = {third}", "entry-edited"),
    "edit a detail": ("UPDATE kernel_entry SET detail = '{{}}' WHERE id = {third}", "detail-edited"),
    "delete an entry": ("DELETE FROM kernel_entry WHERE id = {third}", "entry-deleted"),
    "delete a leaf": ("DELETE FROM kernel_leaf WHERE position = 2 AND {here}", "gap"),
    "swap two": (
        "UPDATE kernel_leaf SET position = position + 1000 WHERE position IN (1, 2) AND {here}; "
        "UPDATE kernel_leaf SET position = CASE position WHEN 1001 THEN 2 ELSE 1 END WHERE position > 1000 AND {here}",
        "head-root",
    ),
    "cut the tail": ("DELETE FROM kernel_leaf WHERE position >= 5 AND {here}", "head-cut"),
    "cut tail and heads": (
        "DELETE FROM kernel_leaf WHERE position >= 4 AND {here}; DELETE FROM kernel_head WHERE size > 4 AND {here}; "
        "DELETE FROM kernel_entry WHERE {here} AND id NOT IN (SELECT entry_id FROM kernel_leaf)",
        "receipt-cut",
    ),
    "drop the whole ledger": (
        "DELETE FROM kernel_leaf WHERE {here}; DELETE FROM kernel_head WHERE {here}; DELETE FROM kernel_entry WHERE {here}",
        "receipt-cut",
    ),
    "forge a head": ("UPDATE kernel_head SET signature = decode(repeat('00', 64), 'hex') WHERE {here}", "head-forged"),
    "delete before its position": ("DELETE FROM kernel_entry WHERE id = {waiting}", "entry-deleted"),
    "drop from the work list": ("DELETE FROM kernel_pending WHERE entry_id = {waiting}", "entry-unplaced"),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_whatever_a_superuser_does_is_found(name: str, committing: None, superuser: psycopg.Connection) -> None:
    statement, code = TAMPERING[name]
    school = make_school().pk
    with in_school(school):
        person = make_person()
        for count in [4, 3]:
            record_some(person, count)
            sequencer.sequence()
        leaves = list(Leaf.objects.order_by("position"))
        head = Head.objects.get(size=7)
        witness = Witness(7, bytes(head.root), leaves[6].entry_id, 6)
        waiting = record("thing.done", person, by=person)
        assert verify([witness]).is_whole
    superuser.execute(
        statement.format(
            third=f"'{leaves[2].entry_id}'",
            waiting=f"'{waiting}'",
            here=f"school_id = {school}",
        )
    )
    with in_school(school):
        report: Report = verify([witness])
    assert code in {finding.code for finding in report.findings}, report.findings


def test_a_gap_says_how_much_stands_before_it(committing: None, superuser: psycopg.Connection) -> None:
    school = make_school().pk
    with in_school(school):
        record_some(make_person(), 4)
        sequencer.sequence()
    superuser.execute(f"DELETE FROM kernel_leaf WHERE position = 2 AND school_id = {school}")
    with in_school(school):
        report = verify()
    assert (report.entries, report.findings[0].sentence) == (2, "Position 2 is missing; 3 follows.")
    assert "only 2 are left" in report.findings[1].sentence


def test_a_rewritten_ledger_is_found_with_one_old_receipt(committing: None, superuser: psycopg.Connection) -> None:
    """Somebody with every key and the database rebuilds a tree that is whole in itself."""
    school = make_school().pk
    with in_school(school):
        person = make_person()
        record_some(person, 4)
        sequencer.sequence()
        old = Head.objects.get()
    for table in ["kernel_leaf", "kernel_head"]:
        superuser.execute(f"DELETE FROM {table} WHERE school_id = {school}")
    superuser.execute(f"UPDATE kernel_entry SET act = 'other.done' WHERE school_id = {school}")
    superuser.execute(
        f"INSERT INTO kernel_pending (school_id, entry_id) SELECT school_id, id FROM kernel_entry WHERE school_id = {school}"
    )
    with in_school(school):
        sequencer.sequence()
        assert verify().is_whole
        assert [f.code for f in verify([Witness(old.size, bytes(old.root))]).findings] == ["receipt-root"]


@pytest.mark.slow
def test_many_writers_and_two_sequencers_make_one_tree(committing: None) -> None:
    school = make_school().pk
    with in_school(school):
        person = make_person()
    stop = threading.Event()

    def write() -> None:
        for number in range(25):
            with in_school(school):
                record("thing.done", person, by=person, number=number)
        connection.close()

    def sequence() -> None:
        while not stop.is_set():
            sequencer.sequence_all()
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(6)]
    sequencers = [threading.Thread(target=sequence) for _ in range(2)]
    for thread in writers + sequencers:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sequencers:
        thread.join()
    sequencer.sequence_all()
    with in_school(school):
        report = verify()
    assert (report.entries, report.findings) == (150, [])
