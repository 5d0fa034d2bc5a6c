from datetime import date, timedelta

import pytest

from accord.schools.terms import DayKind, SchoolCalendar, Term, WorkingPattern

# Derbyshire, 2025-26.
TERMS = (
    Term(date(2025, 9, 4), date(2025, 10, 24), "Autumn 1"),
    Term(date(2025, 11, 3), date(2025, 12, 19), "Autumn 2"),
    Term(date(2026, 1, 5), date(2026, 2, 13), "Spring 1"),
    Term(date(2026, 2, 23), date(2026, 3, 27), "Spring 2"),
    Term(date(2026, 4, 13), date(2026, 5, 22), "Summer 1"),
    Term(date(2026, 6, 1), date(2026, 7, 23), "Summer 2"),
)
CALENDAR = SchoolCalendar(
    terms=TERMS, inset_days=frozenset({date(2025, 11, 3)}), closures=frozenset({date(2026, 1, 8)})
)


@pytest.mark.parametrize(
    ("day", "kind", "assumed"),
    [
        pytest.param(date(2025, 9, 4), DayKind.SCHOOL, False, id="first day of term"),
        pytest.param(date(2025, 10, 24), DayKind.SCHOOL, False, id="last day of term"),
        pytest.param(date(2025, 10, 27), DayKind.HOLIDAY, False, id="half-term"),
        pytest.param(date(2025, 11, 3), DayKind.INSET, False, id="INSET"),
        pytest.param(date(2025, 11, 8), DayKind.WEEKEND, False, id="Saturday in term"),
        pytest.param(date(2025, 12, 22), DayKind.HOLIDAY, False, id="Christmas holidays"),
        pytest.param(date(2025, 12, 25), DayKind.BANK_HOLIDAY, False, id="Christmas Day"),
        pytest.param(date(2026, 1, 8), DayKind.CLOSED, False, id="snow"),
        pytest.param(date(2026, 4, 3), DayKind.BANK_HOLIDAY, False, id="Good Friday"),
        pytest.param(date(2026, 4, 7), DayKind.HOLIDAY, False, id="Easter holidays"),
        pytest.param(date(2026, 5, 4), DayKind.BANK_HOLIDAY, False, id="May Day in term"),
        pytest.param(date(2026, 7, 24), DayKind.SCHOOL, True, id="after the last term entered, July"),
        pytest.param(date(2026, 8, 5), DayKind.HOLIDAY, True, id="after the last term entered, August"),
        pytest.param(date(2026, 8, 31), DayKind.BANK_HOLIDAY, False, id="bank holiday, no term entered"),
        pytest.param(date(2026, 9, 1), DayKind.SCHOOL, True, id="next year, not entered"),
        pytest.param(date(2025, 9, 3), DayKind.SCHOOL, True, id="before the first term entered"),
    ],
)
def test_what_a_day_is(day, kind, assumed):
    found = CALENDAR.on(day)
    assert (found.kind, found.assumed) == (kind, assumed)
    assert CALENDAR.is_school_day(day) is (kind is DayKind.SCHOOL)


def test_a_bank_holiday_has_its_name_and_a_school_day_its_term():
    assert CALENDAR.on(date(2026, 4, 3)).name == "Good Friday"
    assert CALENDAR.on(date(2026, 2, 24)).name == "Spring 2"


def test_staff_work_on_inset_days_and_pupils_do_not():
    inset = date(2025, 11, 3)
    assert CALENDAR.is_staff_day(inset)
    assert not CALENDAR.is_school_day(inset)
    assert not CALENDAR.is_staff_day(date(2026, 1, 8))


def test_the_year_has_the_school_days_that_its_dates_give():
    days = (TERMS[0].first_day + timedelta(days=ahead) for ahead in range(323))
    # 37 + 35 + 30 + 25 + 30 + 39 weekdays in the six halves, less May Day, one INSET day and one closure.
    assert sum(CALENDAR.is_school_day(day) for day in days) == 37 + 35 + 30 + 25 + 30 + 39 - 3


def test_summer_between_two_entered_years_is_a_holiday():
    two_years = SchoolCalendar(terms=(*TERMS, Term(date(2026, 9, 3), date(2026, 10, 23))))
    assert two_years.on(date(2026, 7, 24)).kind is DayKind.HOLIDAY
    assert not two_years.on(date(2026, 7, 24)).assumed


def test_a_year_that_was_left_out_is_assumed_and_not_one_long_holiday():
    gap = SchoolCalendar(terms=(TERMS[0], Term(date(2027, 9, 2), date(2027, 10, 22))))
    assert gap.on(date(2026, 11, 23)).kind is DayKind.SCHOOL
    assert gap.on(date(2026, 11, 23)).assumed


def test_a_school_without_terms_still_knows_a_tuesday_from_a_sunday():
    empty = SchoolCalendar()
    assert empty.is_school_day(date(2026, 11, 24))
    assert empty.on(date(2026, 11, 24)).assumed
    assert not empty.is_school_day(date(2026, 11, 22))
    assert not empty.is_school_day(date(2026, 8, 4))
    assert not empty.is_school_day(date(2026, 12, 25))


def test_an_inset_day_holds_before_the_terms_are_entered():
    calendar = SchoolCalendar(inset_days=frozenset({date(2026, 9, 1)}))
    assert calendar.on(date(2026, 9, 1)).kind is DayKind.INSET


@pytest.mark.parametrize(
    ("after", "following"),
    [
        pytest.param(date(2025, 10, 23), date(2025, 10, 24), id="the day after"),
        pytest.param(date(2025, 10, 24), date(2025, 11, 4), id="half-term and INSET"),
        pytest.param(date(2025, 12, 19), date(2026, 1, 5), id="Christmas"),
        pytest.param(date(2026, 3, 27), date(2026, 4, 13), id="Easter"),
    ],
)
def test_the_next_school_day(after, following):
    assert CALENDAR.next_school_day(after) == following


def test_a_strip_of_school_weeks():
    weeks = CALENDAR.weeks(date(2025, 10, 22), date(2025, 11, 12))
    assert [week.monday.day for week in weeks] == [20, 27, 3, 10]
    assert [week.school_days for week in weeks] == [5, 0, 4, 5]
    assert not any(week.is_assumed for week in weeks)
    assert CALENDAR.weeks(date(2026, 9, 9), date(2026, 9, 9))[0].is_assumed


def test_terms_may_be_entered_in_any_order():
    assert SchoolCalendar(terms=TERMS[::-1]).on(date(2025, 10, 28)).kind is DayKind.HOLIDAY


def test_a_term_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends before"):
        Term(date(2026, 9, 3), date(2026, 9, 2))


def test_a_pattern_without_work_is_refused():
    with pytest.raises(ValueError, match="at least one day"):
        WorkingPattern(weeks=(frozenset(), frozenset()))


def test_a_cycle_starts_on_a_monday():
    with pytest.raises(ValueError, match="Monday"):
        WorkingPattern(cycle_starts=date(2026, 11, 3))
