from datetime import date, datetime

import pytest

from accord.kernel.clock import LONDON
from accord.notices import rules
from accord.schools.terms import SchoolCalendar, Term

AUTUMN = SchoolCalendar(terms=(Term(date(2026, 9, 2), date(2026, 10, 23)), Term(date(2026, 11, 2), date(2026, 12, 18))))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("queued", "leaves"),
    [
        pytest.param("2026-11-24T10:00", "2026-11-24T10:00", id="in school hours at once"),
        pytest.param("2026-11-24T08:00", "2026-11-24T08:00", id="eight sharp"),
        pytest.param("2026-11-24T07:59", "2026-11-24T08:00", id="a minute early"),
        pytest.param("2026-11-24T16:59", "2026-11-24T16:59", id="the last minute"),
        pytest.param("2026-11-24T17:00", "2026-11-25T08:00", id="five sharp is too late"),
        pytest.param("2026-11-27T17:30", "2026-11-30T08:00", id="Friday evening to Monday"),
        pytest.param("2026-10-23T18:00", "2026-11-02T08:00", id="over half-term, and the clocks"),
        pytest.param("2026-10-25T01:30", "2026-11-02T08:00", id="in the hour that comes twice"),
    ],
)
def test_a_message_waits_for_the_schools_hours(queued: str, leaves: str) -> None:
    assert rules.MayLeave(AUTUMN).from_(at(queued)) == at(leaves)


def test_an_urgent_message_leaves_at_night() -> None:
    night = at("2026-10-25T03:00")
    assert rules.MayLeave(AUTUMN, urgent=True).from_(night) == night


@pytest.mark.parametrize(
    ("tries", "minutes"),
    [(1, 1), (2, 2), (3, 5), (4, 15), (5, 30), (6, 60), (7, 60), (rules.LAST_TRY - 1, 60)],
)
def test_pauses_grow_to_an_hour(tries: int, minutes: int) -> None:
    now = at("2026-11-24T10:00")
    again = rules.next_try(tries, now, rules.MayLeave(AUTUMN))
    assert again is not None
    assert (again - now).total_seconds() == minutes * 60


def test_after_three_days_of_hours_it_is_given_up() -> None:
    assert rules.next_try(rules.LAST_TRY, at("2026-11-24T10:00"), rules.MayLeave(AUTUMN)) is None


def test_trying_again_keeps_to_the_schools_hours() -> None:
    again = rules.next_try(6, at("2026-11-27T16:30"), rules.MayLeave(AUTUMN))
    assert again == at("2026-11-30T08:00")


@pytest.mark.parametrize(
    ("code", "answer", "final"),
    [
        pytest.param(550, "5.1.1 No such user", True, id="no such mailbox"),
        pytest.param(550, "No such user", True, id="in an old server's words"),
        pytest.param(552, "5.2.2 Mailbox full", True, id="full for good, it says"),
        pytest.param(553, "5.1.3 Bad address", True, id="no address"),
        pytest.param(450, "4.2.1 Try later", False, id="greylisted"),
        pytest.param(452, "4.2.2 Mailbox full", False, id="full for now"),
        pytest.param(554, "5.7.1 Relay access denied", False, id="we may not send here"),
        pytest.param(550, "5.7.26 Unauthenticated sender", False, id="our domain is not set up"),
        pytest.param(530, "5.7.0 Authentication required", False, id="we have to sign in"),
        pytest.param(535, "Bad password", False, id="our password is wrong"),
        pytest.param(599, "Whatever", True, id="the last of its hundred"),
        pytest.param(600, "Nonsense", False, id="no such code"),
    ],
)
def test_which_answers_are_final(code: int, answer: str, final: bool) -> None:
    assert rules.is_final(code, answer) is final


@pytest.mark.parametrize(
    ("is_stuck", "address", "code"),
    [(True, "a@example.org", "ok"), (True, "", "no-address"), (False, "a@example.org", "not-stuck")],
)
def test_what_may_be_tried_again(is_stuck: bool, address: str, code: str) -> None:
    assert rules.may_try_again(is_stuck, address).code == code
