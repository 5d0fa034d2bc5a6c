"""When keys are due, what a marked key leaves of a seal, and which days had no mail. No database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accord.witnesses.rules import Gap, Worth, gap_since, is_due, may_add_address, may_distrust, worth

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "left", "due"),
    [
        pytest.param(timedelta(days=364, hours=23), None, False, id="not quite a year"),
        pytest.param(timedelta(days=365), None, True, id="a year"),
        pytest.param(timedelta(days=10), timedelta(days=61), False, id="the certificate ends in 61 days"),
        pytest.param(timedelta(days=10), timedelta(days=60), True, id="the certificate ends in 60 days"),
        pytest.param(timedelta(days=10), timedelta(days=-1), True, id="the certificate has ended"),
    ],
)
def test_is_due(age: timedelta, left: timedelta | None, due: bool) -> None:
    assert is_due(NOW - age, NOW + left if left is not None else None, NOW) is due


@pytest.mark.parametrize(
    ("since", "is_marked", "code"),
    [
        pytest.param(NOW, False, "ok", id="since now"),
        pytest.param(NOW + timedelta(seconds=1), False, "not-yet", id="in the future"),
        pytest.param(NOW, True, "marked-already", id="again"),
    ],
)
def test_may_distrust(since: datetime, is_marked: bool, code: str) -> None:
    assert may_distrust(since, is_marked, NOW).code == code


@pytest.mark.parametrize(
    ("sealed", "stamped", "expected"),
    [
        pytest.param(-1, None, Worth.SAYS_BEFORE, id="it says before"),
        pytest.param(-1, -1, Worth.PROVEN_BEFORE, id="an authority says before"),
        pytest.param(-1, 0, Worth.SAYS_BEFORE, id="stamped at the very moment"),
        pytest.param(0, None, Worth.AFTER, id="sealed at the very moment"),
        pytest.param(1, 1, Worth.AFTER, id="after"),
        pytest.param(None, None, Worth.AFTER, id="it does not say"),
    ],
)
def test_worth(sealed: int | None, stamped: int | None, expected: Worth) -> None:
    sealed_at, stamped_at = (NOW + timedelta(hours=h) if h is not None else None for h in (sealed, stamped))
    assert worth(sealed_at, stamped_at, NOW) is expected


@pytest.mark.parametrize(
    ("last", "gap"),
    [
        pytest.param(None, None, id="the first mail"),
        pytest.param(date(2026, 11, 23), None, id="today"),
        pytest.param(date(2026, 11, 22), None, id="yesterday"),
        pytest.param(date(2026, 11, 21), Gap(date(2026, 11, 22), date(2026, 11, 22)), id="one day without"),
        pytest.param(date(2026, 11, 20), Gap(date(2026, 11, 21), date(2026, 11, 22)), id="dead for two days"),
    ],
)
def test_gap_since(last: date | None, gap: Gap | None) -> None:
    assert gap_since(last, date(2026, 11, 23)) == gap


def test_may_add_address() -> None:
    assert may_add_address("chair@example.org", {"office@example.org"})
    assert may_add_address("chair@example.org", {"chair@example.org"}).code == "there-already"
    assert may_add_address("chair@example.org", {f"a{n}@example.org" for n in range(10)}).code == "too-many"
