from contextlib import suppress
from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from accord.ui.forms import DateField, problems


class Meeting(forms.Form):
    met_on = DateField(label="Date of the meeting", earliest=date(2026, 1, 1), latest=date(2026, 12, 31))
    until = DateField(label="Until", required=False)


def filled_in(day: str, month: str, year: str) -> Meeting:
    return Meeting({"met_on-day": day, "met_on-month": month, "met_on-year": year})


@pytest.mark.parametrize("month", ["11", "Nov", "november", " 11 "])
def test_a_month_is_a_number_or_a_name(month):
    form = filled_in("27", month, "2026")
    assert form.is_valid()
    assert form.cleaned_data == {"met_on": date(2026, 11, 27), "until": None}


@pytest.mark.parametrize(("typed", "code", "focus", "message"), [
    pytest.param(("", "", ""), "required", "day", "Fill in: Date of the meeting", id="nothing"),
    pytest.param(("27", "", "2026"), "incomplete", "month", "Date of the meeting needs a month", id="no month"),
    pytest.param(("27", "", ""), "incomplete", "month", "Date of the meeting needs a month and a year", id="day only"),
    pytest.param(("27", "13", "2026"), "month", "month", "Date of the meeting: the month must be 1 to 12, or its name",
                 id="month 13"),
    pytest.param(("27", "ma", "2026"), "month", "month", "Date of the meeting: the month must be 1 to 12, or its name",
                 id="March or May"),
    pytest.param(("31", "11", "2026"), "day", "day", "Date of the meeting: the day must be 1 to 30 in November 2026",
                 id="31 November"),
    pytest.param(("29", "2", "2026"), "day", "day", "Date of the meeting: the day must be 1 to 28 in February 2026",
                 id="no leap year"),
    pytest.param(("0", "2", "2026"), "day", "day", "Date of the meeting: the day must be 1 to 28 in February 2026", id="0"),
    pytest.param(("²", "2", "2026"), "day", "day", "Date of the meeting: the day must be 1 to 28 in February 2026",
                 id="not a plain digit"),
    pytest.param(("27", "11", "26"), "year", "year", "Date of the meeting: write the year with four numbers, such as 2026",
                 id="two numbers"),
    pytest.param(("1", "1", "0026"), "year", "year",
                 "Date of the meeting: write the year with four numbers, such as 2026", id="year 26"),
    pytest.param(("31", "12", "2025"), "too-early", "day",
                 "Date of the meeting must be Thursday 1 January 2026 or later", id="a day too early"),
    pytest.param(("1", "1", "2027"), "too-late", "day",
                 "Date of the meeting must be Thursday 31 December 2026 or earlier", id="a day too late"),
])  # fmt: skip
def test_what_is_not_right_is_said_and_the_part_is_found(typed, code, focus, message):
    form = filled_in(*typed)
    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()["met_on"]] == [code]
    assert [(problem.message, problem.field_id) for problem in problems(form)] == [(message, f"id_met_on_{focus}")]


@pytest.mark.parametrize("edge", [("1", "1", "2026"), ("31", "12", "2026")])
def test_both_ends_are_included(edge):
    assert filled_in(*edge).is_valid()


def test_a_29th_of_february_stands_in_a_leap_year():
    form = forms.Form()
    form.fields["day"] = DateField()
    assert form.fields["day"].clean(("29", "2", "2028")) == date(2028, 2, 29)


def test_a_script_may_send_one_text():
    form = Meeting({"met_on": "2026-11-27"})
    assert form.is_valid()
    assert form.cleaned_data["met_on"] == date(2026, 11, 27)


def test_one_text_that_is_no_date_stays_on_the_page():
    form = Meeting({"met_on": "soon"})
    assert not form.is_valid()
    assert 'value="soon"' in str(form["met_on"])


def test_a_day_that_was_set_before_is_shown_in_three_parts_and_is_no_change():
    before = {"met_on": date(2026, 3, 2)}
    form = Meeting({"met_on-day": "02", "met_on-month": "3", "met_on-year": "2026"}, initial=before)
    assert not form.has_changed()
    shown = str(Meeting(initial=before)["met_on"])
    assert all(f'value="{text}"' in shown for text in ("2", "3", "2026"))


def test_a_field_without_a_label_still_makes_a_sentence():
    with pytest.raises(forms.ValidationError, match="The date needs a year"):
        DateField().clean(("1", "2", ""))


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_comes_back_as_it_was_typed(day):
    assert DateField().clean((str(day.day), f"{day:%B}", str(day.year))) == day


@given(st.tuples(st.text(max_size=6), st.text(max_size=12), st.text(max_size=6)).filter(any))
def test_nothing_that_can_be_typed_breaks_it(typed):
    with suppress(forms.ValidationError):
        assert isinstance(DateField().clean(typed), date)
