from datetime import date

import pytest

from accord.schools.bank_holidays import bank_holidays, extras, is_bank_holiday, is_working_day

# From GOV.UK's list and, beyond it, by the rule for substitutes. Weekdays only: a weekend is no working day anyway.
ON_WEEKDAYS = {
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
    2028: ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"],
}


@pytest.mark.parametrize("year", ON_WEEKDAYS)
def test_england_has_these_bank_holidays_and_no_others(year):
    weekdays = {day for day in bank_holidays(year) if day.weekday() < 5}
    assert weekdays == {date.fromisoformat(f"{year}-{day}") for day in ON_WEEKDAYS[year]}


def test_scotland_and_northern_ireland_do_not_count():
    assert not is_bank_holiday(date(2027, 1, 4))
    assert not is_bank_holiday(date(2026, 11, 30))
    assert not is_bank_holiday(date(2026, 3, 17))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param(date(2026, 11, 20), True, id="Friday"),
        pytest.param(date(2026, 11, 21), False, id="Saturday"),
        pytest.param(date(2026, 11, 22), False, id="Sunday"),
        pytest.param(date(2026, 12, 28), False, id="substitute for Boxing Day"),
        pytest.param(date(2026, 8, 3), True, id="first Monday in August, a holiday in Scotland"),
    ],
)
def test_working_days(day, works):
    assert is_working_day(day) is works


def test_an_extra_bank_holiday_is_read_from_a_file(tmp_path):
    listed = tmp_path / "extra.toml"
    listed.write_text('[[extra]]\nday = 2027-06-04\nname = "Royal wedding"\nsource = "GOV.UK"\n')
    assert extras(listed) == {date(2027, 6, 4): "Royal wedding"}


def test_an_extra_bank_holiday_without_its_source_is_refused(tmp_path):
    listed = tmp_path / "extra.toml"
    listed.write_text('[[extra]]\nday = 2027-06-04\nname = "Royal wedding"\n')
    with pytest.raises(ValueError, match="a source"):
        extras(listed)
