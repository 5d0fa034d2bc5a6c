"""The school's own pages: its details and its calendar, for whoever may change them and for everybody else."""

from datetime import date

import pytest
import time_machine

from accord.kernel.scope import in_school
from accord.schools.models import ClosedDay, School, Term

SUNDAY = "2026-11-22T10:00:00Z"


def address(school: School, rest: str) -> str:
    return f"/s/{school.slug}/{rest}"


def days(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


TERM = {"name": "Autumn", **days("first_day", date(2026, 9, 1)), **days("last_day", date(2026, 12, 18))}


@pytest.fixture
def office(cast, signed_in):
    return signed_in(cast["business-manager"])


@pytest.fixture
def staff(cast, signed_in):
    return signed_in(cast["staff"])


def test_the_details_are_changed_and_show_in_the_header(office, school):
    page = office.post(
        address(school, "settings/details/"),
        {"name": "St Anne’s", "accent": "#7a1f4d", "telephone": "01629 1"},
        follow=True,
    )
    assert page.redirect_chain == [(address(school, "settings/"), 302)]
    assert "<h1>St Anne’s</h1>" in page.content.decode()
    colour = office.get(address(school, "theme.css"))
    assert b"--accent:#7a1f4d" in colour.content


def test_a_colour_that_cannot_be_read_stands_there_with_the_reason(office, school):
    page = office.post(address(school, "settings/details/"), {"name": "Typed", "accent": "#ffee00"})
    assert page.status_code == 422
    assert "White words on this colour cannot be read well" in page.content.decode()
    assert 'value="Typed"' in page.content.decode()


def test_a_short_colour_is_the_long_one(office, school):
    office.post(address(school, "settings/details/"), {"name": "Typed", "accent": "#135"})
    assert School.objects.get(pk=school.pk).accent == "#113355"


def test_staff_see_the_calendar_and_why_they_cannot_change_it(staff, school):
    page = staff.get(address(school, "calendar/")).content.decode()
    assert "is for the Headteacher" in page
    assert "Enter a term" in page
    assert staff.get(address(school, "settings/")).status_code == 403


@time_machine.travel(SUNDAY, tick=False)
def test_the_calendar_answers_first(office, school):
    page = office.get(address(school, "calendar/")).content.decode()
    assert "The next school day is Monday 23 November 2026" in page
    assert "Monday 28 December 2026" in page
    assert "No terms are entered for this year" in page


@pytest.mark.parametrize("year", ["1", "²", "9" * 5000])
def test_a_year_that_is_none_of_ours_is_this_one(office, school, year):
    assert office.get(address(school, f"calendar/?year={year}")).status_code == 200


@time_machine.travel(SUNDAY, tick=False)
def test_a_term_is_entered_changed_and_taken_out(office, school):
    page = office.post(address(school, "settings/terms/add/"), TERM, follow=True).content.decode()
    assert "Tuesday 1 September 2026 – Friday 18 December 2026" in page
    with in_school(school.pk):
        term = Term.objects.get()
    form = office.get(address(school, f"settings/terms/{term.pk}/")).content.decode()
    assert 'value="Autumn"' in form
    office.post(address(school, f"settings/terms/{term.pk}/"), TERM | {"name": "Autumn term"})
    sure = office.get(address(school, f"settings/terms/{term.pk}/remove/")).content.decode()
    assert "Take “Autumn term” out?" in sure
    office.post(address(school, f"settings/terms/{term.pk}/remove/"))
    with in_school(school.pk):
        assert not Term.objects.exists()


@time_machine.travel(SUNDAY, tick=False)
def test_overlapping_terms_keep_what_was_typed(office, school):
    office.post(address(school, "settings/terms/add/"), TERM)
    page = office.post(address(school, "settings/terms/add/"), TERM | {"name": "Typed"})
    assert page.status_code == 422
    assert "“Autumn” has some of these days already." in page.content.decode()
    assert 'value="Typed"' in page.content.decode()


@time_machine.travel(SUNDAY, tick=False)
def test_a_closed_day_is_entered_changed_and_taken_out(office, school):
    inset = {"kind": "inset", **days("day", date(2026, 11, 23))}
    page = office.post(address(school, "settings/days/add/"), inset, follow=True).content.decode()
    assert "The next school day is Tuesday 24 November 2026" in page
    with in_school(school.pk):
        closed = ClosedDay.objects.get()
    office.post(address(school, f"settings/days/{closed.pk}/"), inset | {"kind": "closed"})
    assert "School closed" in office.get(address(school, "calendar/")).content.decode()
    assert office.post(address(school, "settings/days/add/"), inset).status_code == 422
    office.get(address(school, f"settings/days/{closed.pk}/remove/"))
    office.post(address(school, f"settings/days/{closed.pk}/remove/"))
    with in_school(school.pk):
        assert not ClosedDay.objects.exists()


@pytest.mark.parametrize("year", ["2024", "0", "99999", "x", "²"])
def test_any_year_may_be_asked_for(office, school, year):
    assert office.get(address(school, "calendar/"), {"year": year}).status_code == 200


def test_other_years_show_their_own_days(office, school):
    page = office.get(address(school, "calendar/"), {"year": "2027"}).content.decode()
    assert "School year 2027 to 2028" in page
