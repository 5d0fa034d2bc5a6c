"""What may be a school, a term and a closed day: tables of cases."""

from datetime import date

import pytest

from accord.schools import rules
from accord.schools.rules import Days

AUTUMN = ("Autumn", Days(date(2026, 9, 1), date(2026, 10, 23)))
MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 21)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        pytest.param(date(2026, 11, 2), date(2026, 12, 18), "ok", id="after it"),
        pytest.param(date(2026, 10, 23), date(2026, 12, 18), "overlaps", id="from its last day"),
        pytest.param(date(2026, 10, 24), date(2026, 12, 18), "ok", id="from the day after"),
        pytest.param(date(2026, 8, 1), date(2026, 9, 1), "overlaps", id="until its first day"),
        pytest.param(date(2026, 9, 7), date(2026, 9, 8), "overlaps", id="inside it"),
        pytest.param(date(2026, 11, 2), date(2026, 11, 1), "end-before-start", id="backwards"),
        pytest.param(date(2026, 11, 2), date(2026, 11, 2), "ok", id="one day"),
        pytest.param(date(2027, 1, 1), date(2027, 5, 20), "ok", id="140 days"),
        pytest.param(date(2027, 1, 1), date(2027, 5, 21), "too-long", id="141 days"),
    ],
)
def test_a_term(first, last, code):
    assert rules.may_be_term(Days(first, last), [AUTUMN]).code == code


@pytest.mark.parametrize(
    ("day", "facts", "code"),
    [
        pytest.param(MONDAY, {}, "ok", id="a Monday"),
        pytest.param(SATURDAY, {}, "weekend", id="a Saturday"),
        pytest.param(MONDAY, {"taken": True}, "day-taken", id="in the list"),
        pytest.param(MONDAY, {"bank_holiday": "Boxing Day"}, "bank-holiday", id="a bank holiday"),
    ],
)
def test_a_closed_day(day, facts, code):
    assert rules.may_be_closed(day, **{"taken": False, "bank_holiday": None} | facts).code == code


@pytest.mark.parametrize(
    ("urn", "holder", "code"),
    [
        (100_000, None, "ok"),
        (999_999, None, "ok"),
        (99_999, None, "no-urn"),
        (1_000_000, None, "no-urn"),
        (123_456, "Hopewell", "urn-taken"),
    ],
)
def test_a_number(urn, holder, code):
    assert rules.may_have_number(urn, holder).code == code
