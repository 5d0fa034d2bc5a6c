"""Who may sign what, when: every code of every rule, and both edges of every limit."""

import uuid
from datetime import date, datetime, timedelta, timezone

import pytest

from accord.signing.rules import (
    Facts,
    Shown,
    State,
    ToSign,
    due_on,
    is_own_name,
    may_declare,
    may_read,
    parted,
    reading_minutes,
    state,
    what_changed,
)

NOW = datetime(2026, 11, 20, 16, 0, tzinfo=timezone.utc)
ID = uuid.UUID(int=1)


def to_sign(**change: object) -> ToSign:
    facts: dict = {
        "id": ID,
        "series": ID,
        "line": ID,
        "title": "Social media policy",
        "label": "version 4",
        "sha256": "0" * 64,
        "clause": "18.1",
        "minutes": 3,
        "pages": 3,
        "delivered": 3,
        "folder_id": ID,
    }
    return ToSign(**(facts | change))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({}, "ok", id="all is there"),
        pytest.param({"signed_in_at": NOW - timedelta(minutes=15)}, "ok", id="signed in 15 minutes ago"),
        pytest.param({"signed_in_at": NOW - timedelta(minutes=15, seconds=1)}, "sign-in-old", id="a second too old"),
        pytest.param({"texts": [to_sign(delivered=2)]}, "unread", id="one page not delivered"),
        pytest.param({"shown": {uuid.UUID(int=2)}}, "changed", id="another version meanwhile"),
        pytest.param({"shown": {ID, uuid.UUID(int=2)}}, "changed", id="one was withdrawn meanwhile"),
        pytest.param({"typed_name": ""}, "name", id="no name"),
        pytest.param({"typed_name": "Priya"}, "name", id="half a name"),
        pytest.param({"typed_name": "Somebody Else"}, "name", id="another name"),
        pytest.param({"kind": "objected"}, "no-words", id="objection without words"),
        pytest.param({"kind": "objected", "words": "Not the cameras."}, "ok", id="objection"),
        pytest.param({"kind": "declined", "words": "  "}, "no-words", id="decline without a reason"),
        pytest.param(
            {"kind": "declined", "words": "I was never trained.", "training": "", "texts": [to_sign(delivered=0)]},
            "ok",
            id="decline without reading or training",
        ),
        pytest.param({"training": " "}, "no-training", id="trained by nothing"),
    ],
)
def test_may_declare(change: dict, code: str) -> None:
    facts: dict = {
        "kind": "signed",
        "typed_name": "Priya Anjali Patel",
        "words": "",
        "training": "INSET, 1 September 2026",
        "names": {"forename": "Priya", "known_as": "", "surname": "Patel"},
        "texts": [to_sign()],
        "shown": {ID},
        "signed_in_at": NOW,
        "now": NOW,
    }
    assert may_declare(**(facts | change)).code == code


ONE, TWO, THREE = (uuid.UUID(int=number) for number in (1, 2, 3))
ALL = frozenset({ONE, TWO, THREE})


@pytest.mark.parametrize(
    ("kind", "ticked", "later", "expected"),
    [
        pytest.param("signed", set(), False, [("signed", ALL)], id="all signed"),
        pytest.param("objected", set(), False, [("objected", ALL)], id="all with an objection"),
        pytest.param("declined", {TWO}, False, [("declined", {TWO}), ("signed", {ONE, THREE})], id="all but one"),
        pytest.param("declined", {TWO}, True, [("declined", {TWO})], id="one, the others later"),
        pytest.param("declined", ALL, False, [("declined", ALL)], id="all of them"),
        pytest.param("declined", set(), False, [("declined", ALL)], id="nothing to tick"),
    ],
)
def test_parted(kind: str, ticked: set, later: bool, expected: list) -> None:
    assert parted(kind, ALL, frozenset(ticked), rest_later=later) == expected


def was_shown(number: int = 1, **change: object) -> Shown:
    facts: dict = {"title": f"Policy {number}", "is_in_force": True, "is_answered": False}
    return Shown(**({"id": uuid.UUID(int=number), "series": uuid.UUID(int=number)} | facts | change))


def owed_now(number: int = 1, **change: object) -> ToSign:
    place = uuid.UUID(int=number)
    return to_sign(**({"id": place, "series": place, "title": f"Policy {number}"} | change))


@pytest.mark.parametrize(
    ("shown", "owed", "codes"),
    [
        pytest.param([was_shown()], [owed_now()], [], id="nothing"),
        pytest.param([was_shown()], [owed_now(id=TWO)], ["other-version"], id="another version"),
        pytest.param([was_shown(is_in_force=False)], [], ["withdrawn"], id="withdrawn"),
        pytest.param([was_shown()], [], ["not-asked"], id="in force, but not for this person"),
        pytest.param([was_shown(is_answered=True)], [], ["answered"], id="signed elsewhere"),
        pytest.param(
            [was_shown(is_answered=True, is_in_force=False)], [], ["answered"], id="signed elsewhere, then withdrawn"
        ),
        pytest.param([was_shown()], [owed_now(), owed_now(2)], ["also-owed"], id="one more"),
        pytest.param(
            [was_shown(), was_shown(2, is_in_force=False), was_shown(3)],
            [owed_now(id=uuid.UUID(int=9)), owed_now(4)],
            ["other-version", "withdrawn", "not-asked", "also-owed"],
            id="everything at once",
        ),
    ],
)
def test_what_changed(shown: list[Shown], owed: list[ToSign], codes: list[str]) -> None:
    reasons = what_changed(shown, owed)
    assert [reason.code for reason in reasons] == codes
    assert all("“Policy" in reason.reason for reason in reasons)


@pytest.mark.parametrize(
    ("typed", "names", "own"),
    [
        pytest.param("Priya Patel", ("Priya", "", "Patel"), True, id="plain"),
        pytest.param("  priya   PATEL ", ("Priya", "", "Patel"), True, id="case and spaces"),
        pytest.param("Priya Anjali Patel", ("Priya", "", "Patel"), True, id="a middle name"),
        pytest.param("Siobhan O'Brien", ("Siobhán", "", "O’Brien"), True, id="accent and apostrophe"),
        pytest.param("Bob Smith-Jones", ("Robert", "Bob", "Smith-Jones"), True, id="known as, hyphen"),
        pytest.param("Robert Smith Jones", ("Robert", "Bob", "Smith-Jones"), True, id="hyphen left out"),
        pytest.param("Ana Maria Van der Berg", ("Ana María", "", "Van der Berg"), True, id="two forenames"),
        pytest.param("Cher", ("Cher", "", ""), True, id="one name only"),
        pytest.param("Patel", ("Priya", "", "Patel"), False, id="surname only"),
        pytest.param("Patel Priya", ("Priya", "", "Patel"), False, id="the wrong way round"),
        pytest.param("Priya Patel Jones", ("Priya", "", "Patel"), False, id="another surname"),
        pytest.param("x", ("Priya", "", "Patel"), False, id="a letter"),
    ],
)
def test_own_name(typed: str, names: tuple[str, str, str], own: bool) -> None:
    forename, known_as, surname = names
    assert is_own_name(typed, forename=forename, known_as=known_as, surname=surname) is own


@pytest.mark.parametrize(
    ("typed", "own"),
    [
        pytest.param("Ms. Priya Patel", True, id="as the page shows it"),
        pytest.param("Priya Patel", True, id="without the title"),
        pytest.param("Dr Priya Patel", False, id="another title"),
        pytest.param("Ms Patel", False, id="title and surname only"),
    ],
)
def test_own_name_with_title(typed: str, own: bool) -> None:
    assert is_own_name(typed, forename="Priya", known_as="", surname="Patel", title="Ms") is own


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(Facts(), State.NOT_ASKED, id="not asked"),
        pytest.param(Facts(was_asked=True), State.ASKED, id="asked"),
        pytest.param(Facts(was_asked=True, has_viewed=True), State.VIEWED, id="viewed"),
        pytest.param(Facts(was_asked=True, signed_before=True), State.OUTDATED, id="signed an older version"),
        pytest.param(Facts(was_asked=True, is_exempt=True), State.EXEMPT, id="exempt"),
        pytest.param(Facts(answer="signed", is_exempt=True), State.SIGNED, id="signed though exempt"),
        pytest.param(Facts(answer="objected"), State.OBJECTED, id="objected"),
        pytest.param(Facts(answer="declined", signed_before=True), State.DECLINED, id="declined the new one"),
    ],
)
def test_state(facts: Facts, expected: State) -> None:
    assert state(facts) is expected


@pytest.mark.parametrize(
    ("number", "delivered", "code"),
    [
        pytest.param(1, set(), "ok", id="first page"),
        pytest.param(2, {1}, "ok", id="next page"),
        pytest.param(1, {1, 2}, "ok", id="once more"),
        pytest.param(3, {1}, "page-before", id="a page left out"),
        pytest.param(0, {1}, "no-page", id="before the first"),
        pytest.param(4, {1, 2, 3}, "no-page", id="after the last"),
    ],
)
def test_may_read(number: int, delivered: set[int], code: str) -> None:
    assert may_read(number, 3, delivered).code == code


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        pytest.param(None, date(2026, 11, 27), id="always there"),
        pytest.param(date(2026, 11, 13), date(2026, 11, 27), id="two weeks before"),
        pytest.param(date(2026, 11, 14), date(2026, 11, 28), id="a day later"),
    ],
)
def test_due_on(since: date | None, expected: date) -> None:
    assert due_on(date(2026, 11, 27), since) == expected


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (200, 1), (299, 1), (301, 2), (2000, 10)])
def test_reading_minutes(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes
