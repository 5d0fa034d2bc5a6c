"""After an upgrade the ledger answers for rows that it never spoke of, and for no others."""

import json

import pytest

from accord.kernel.ledger.verify import verify
from accord.kernel.models import Entry
from accord.people.models import Person
from accord.people.tests.cast import make_person
from accord.policies.models import Document
from accord.policies.tests.conftest import Office
from accord.schools.actions import state_rows

pytestmark = pytest.mark.usefixtures("here")


def unrecorded() -> set[str]:
    return {finding.about for finding in verify().findings if finding.code.endswith("-unrecorded")}


def test_rows_from_before_are_stated_once_and_then_held() -> None:
    """People who stand in the tables without an act, as those of a former release do."""
    priya = make_person()
    assert f"person {priya.pk}" in unrecorded()
    assert state_rows() == 2  # She and her appointment.
    [entry] = Entry.objects.filter(act="rows.stated")
    assert json.loads(entry.detail)["rows"]["people.person"].keys() == {str(priya.pk)}
    assert unrecorded() == set()
    Person.objects.filter(pk=priya.pk).update(surname="Else")
    assert {finding.code for finding in verify().findings} >= {"person-edited"}


def test_what_a_stranger_adds_later_is_not_stated() -> None:
    make_person()
    state_rows()
    stranger = make_person()
    assert state_rows() == 0
    assert f"person {stranger.pk}" in unrecorded()


def test_a_table_that_was_spoken_of_is_left_alone() -> None:
    head = make_person()
    Office(head).add()
    assert Document.objects.exists()
    state_rows()
    told = json.loads(Entry.objects.get(act="rows.stated").detail)["rows"]
    assert set(told) == {"people.person", "people.appointment"}
