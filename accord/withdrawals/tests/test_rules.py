"""Who may confirm, change and close. No database."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from accord.withdrawals import rules

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PRIYA = SimpleNamespace(pk=1, name="Priya Patel")


def place(**changes: Any) -> Any:
    facts = {"confirmed_at": None, "withdrawal": SimpleNamespace(closed_at=None), "person_id": 1, "person": PRIYA}
    return SimpleNamespace(**facts | {"seen": "", "seen_at": None} | changes)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({}, "ok", id="the named person"),
        pytest.param({"person_id": 2}, "not-named", id="somebody else"),
        pytest.param({"confirmed_at": NOW}, "confirmed", id="again"),
        pytest.param({"withdrawal": SimpleNamespace(closed_at=NOW)}, "closed", id="closed"),
        pytest.param({"seen": "same", "seen_at": NOW - timedelta(hours=23)}, "still-there", id="seen there today"),
        pytest.param({"seen": "same", "seen_at": NOW - timedelta(hours=24)}, "ok", id="seen there a day ago"),
        pytest.param({"seen": "answers", "seen_at": NOW}, "ok", id="something is there"),
        pytest.param({"seen": "unknown", "seen_at": NOW}, "ok", id="could not tell"),
    ],
)
def test_may_confirm(changes: dict[str, Any], code: str) -> None:
    assert rules.may_confirm(PRIYA, place(**changes), NOW).code == code  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("places", "because", "code"),
    [
        pytest.param(0, "Only ever read in Accord", "ok", id="with a reason"),
        pytest.param(0, "  ", "no-reason", id="without"),
        pytest.param(1, "Only ever read in Accord", "has-places", id="there are places"),
    ],
)
def test_may_close_empty(places: int, because: str, code: str) -> None:
    assert rules.may_close_empty(places, because).code == code


def test_may_take_out() -> None:
    assert rules.may_take_out(place())
    assert rules.may_take_out(place(confirmed_at=NOW)).code == "confirmed"
    assert rules.may_take_out(place(withdrawal=SimpleNamespace(closed_at=NOW))).code == "closed"


def test_may_name_place() -> None:
    assert rules.may_name_place("Handbook", {"Staff room"})
    assert rules.may_name_place("staff ROOM", {"Staff room"}).code == "there-already"


def test_three_weeks_are_given() -> None:
    assert rules.due_on(date(2026, 11, 23)) == date(2026, 12, 14)
