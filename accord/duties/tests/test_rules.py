"""On which days somebody is reminded, and what reconciling makes of what it finds. No database."""

import uuid
from dataclasses import dataclass, replace
from datetime import date

import pytest

from accord.duties import rules
from accord.duties.cadences import default_cadence
from accord.duties.rules import Cadence, OpenDuty
from accord.duties.sources import Owed, counted
from accord.schools.terms import SchoolCalendar, Term

CADENCE = Cadence(before_days=(7, 2), on_the_day=True, after_days=(3, 7), every_days=7, cap=8)
BEGUN_WITH = replace(CADENCE, manager_after_days=5, head_after_days=14)
AUTUMN = SchoolCalendar(terms=(Term(date(2026, 9, 2), date(2026, 10, 23)), Term(date(2026, 11, 2), date(2026, 12, 18))))


@dataclass(frozen=True)
class Facts:
    due_on: date
    heard_on: date | None
    reminders: int = 0


def test_a_school_begins_with_our_rhythm() -> None:
    assert default_cadence() == BEGUN_WITH


@pytest.mark.parametrize(
    ("day", "last"),
    [
        pytest.param("2026-11-10", None, id="eight days before"),
        pytest.param("2026-11-11", "2026-11-11", id="seven days before"),
        pytest.param("2026-11-15", "2026-11-11", id="three days before"),
        pytest.param("2026-11-16", "2026-11-16", id="two days before"),
        pytest.param("2026-11-18", "2026-11-18", id="the day itself"),
        pytest.param("2026-11-20", "2026-11-18", id="two days late"),
        pytest.param("2026-11-21", "2026-11-21", id="three days late"),
        pytest.param("2026-11-25", "2026-11-25", id="a week late"),
        pytest.param("2026-12-01", "2026-11-25", id="nearly two weeks late"),
        pytest.param("2026-12-02", "2026-12-02", id="two weeks late"),
        pytest.param("2027-11-18", "2027-11-17", id="a year late, on the same weekday"),
    ],
)
def test_the_days_of_reminding(day: str, last: str | None) -> None:
    found = CADENCE.last_day(date(2026, 11, 18), date.fromisoformat(day))
    assert found == (date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    ("changes", "last"),
    [
        ({"every_days": 0}, "2026-11-25"),
        ({"after_days": (), "every_days": 0}, "2026-11-18"),
        ({"after_days": (), "on_the_day": False, "every_days": 0}, "2026-11-16"),
        ({"before_days": (), "after_days": (), "on_the_day": False, "every_days": 10}, "2026-12-18"),
        ({"before_days": (), "after_days": (), "on_the_day": False, "every_days": 0}, None),
    ],
)
def test_a_school_may_want_less(changes: dict, last: str | None) -> None:
    found = replace(CADENCE, **changes).last_day(date(2026, 11, 18), date(2026, 12, 24))
    assert found == (date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    ("facts", "today", "due"),
    [
        pytest.param(Facts(date(2026, 11, 18), date(2026, 11, 3)), "2026-11-11", True, id="a week before"),
        pytest.param(Facts(date(2026, 11, 18), date(2026, 11, 3)), "2026-11-10", False, id="too early"),
        pytest.param(Facts(date(2026, 11, 18), date(2026, 11, 11)), "2026-11-11", False, id="heard today"),
        pytest.param(Facts(date(2026, 11, 18), date(2026, 11, 12)), "2026-11-13", False, id="asked after that day"),
        pytest.param(Facts(date(2026, 11, 18), date(2026, 11, 3)), "2026-11-13", True, id="made up for two days later"),
        pytest.param(
            Facts(date(2026, 11, 15), date(2026, 11, 8)), "2026-11-13", True, id="two days before is a Friday"
        ),
        pytest.param(Facts(date(2026, 11, 15), date(2026, 11, 13)), "2026-11-15", False, id="not on a Sunday"),
        pytest.param(Facts(date(2026, 11, 15), date(2026, 11, 13)), "2026-11-16", True, id="but on the Monday"),
        pytest.param(Facts(date(2026, 10, 28), date(2026, 10, 8)), "2026-10-26", False, id="not at half-term"),
        pytest.param(Facts(date(2026, 10, 28), date(2026, 10, 21)), "2026-11-02", True, id="once, after half-term"),
        pytest.param(Facts(date(2026, 10, 28), date(2026, 11, 2)), "2026-11-03", False, id="and not again"),
        pytest.param(Facts(date(2026, 11, 18), date(2026, 11, 3), 7), "2026-11-18", True, id="the eighth"),
        pytest.param(Facts(date(2026, 11, 18), date(2026, 11, 3), 8), "2026-11-18", False, id="no ninth"),
        pytest.param(Facts(date(2026, 11, 18), None), "2026-11-18", False, id="nobody has asked yet"),
    ],
)
def test_reminder_due(facts: Facts, today: str, due: bool) -> None:
    found = rules.reminder_due(facts, CADENCE, date.fromisoformat(today), AUTUMN.is_school_day)
    assert found is due


@pytest.mark.parametrize(
    ("owes", "address", "heard_on", "code"),
    [
        (1, "a@example.org", [None], "ok"),
        (1, "a@example.org", [date(2026, 11, 23), None], "ok"),
        (2, "a@example.org", [date(2026, 11, 20), date(2026, 11, 24)], "already-today"),
        (1, "", [None], "no-address"),
        (0, "a@example.org", [], "nothing-owed"),
    ],
)
def test_may_remind(owes: int, address: str, heard_on: list, code: str) -> None:
    decision = rules.may_remind(owes=owes, address=address, heard_on=heard_on, today=date(2026, 11, 24))
    assert decision.code == code


SUBJECT, PERSON, DUTY = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
KEY = ("papers", SUBJECT, PERSON)
OWED = Owed(PERSON, SUBJECT, "Acceptable use", "18.1", date(2026, 11, 27), 4)
OPEN = OpenDuty(DUTY, "papers", SUBJECT, PERSON, "Acceptable use", "18.1", date(2026, 11, 27), 4)


def test_what_is_new_is_opened() -> None:
    found = rules.difference({KEY: OWED}, {})
    assert (found.opened, found.asked, found.is_empty) == ([("papers", OWED)], {PERSON}, False)


def test_what_is_owed_no_longer_is_ended() -> None:
    assert rules.difference({}, {KEY: OPEN}).ended == [OPEN]


def test_what_stands_is_left_alone() -> None:
    found = rules.difference({KEY: OWED}, {KEY: OPEN})
    assert (found.kept, found.is_empty) == (1, True)


@pytest.mark.parametrize(
    "change", [{"title": "Social media"}, {"due_on": date(2026, 12, 1)}, {"clause": "2.1"}, {"minutes": 0}]
)
def test_what_says_something_else_is_changed(change: dict) -> None:
    owed = replace(OWED, **change)
    found = rules.difference({KEY: owed}, {KEY: OPEN})
    assert (found.changed, found.kept) == ([(OPEN, owed)], 0)


def test_numbers_are_counted_as_people_do() -> None:
    assert counted("document to sign", 1) == "1 document to sign"
    assert counted("document to sign", 3) == "3 documents to sign"
    assert counted("briefing", 0) == "0 briefings"
