"""A leaver who comes back keeps their record: by hand, by file, and offered where somebody would add them anew."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accord.kernel.scope import in_school
from accord.people import actions
from accord.people.models import Person
from accord.people.reads.leavers import leaver_like
from accord.people.rules import Details
from accord.people.tests.browsing import NEW, text
from accord.people.tests.cast import make_person
from accord.people.tests.test_imports import ANN, bring_in, content, with_cell
from accord.schools.models import School

DAY = timedelta(days=1)


@pytest.fixture
def leaver(school: School, today: date) -> Person:
    with in_school(school.pk):
        return make_person("Zoë", "O’Brien", email="zoe@hopewell.example", ends_on=today - 90 * DAY)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, True),
        ({"forename": "Zoe", "surname": "O'Brien"}, True),
        ({"email": ""}, True),
        ({"email": "other@hopewell.example"}, False),
        ({"forename": "Zara"}, False),
        ({"surname": "Brien"}, False),
    ],
)
def test_who_may_be_coming_back(leaver: Person, school: School, today: date, said: dict, found: bool) -> None:
    details = Details(**{"forename": "Zoë", "surname": "O’Brien", "email": "zoe@hopewell.example", **said})
    with in_school(school.pk):
        assert leaver_like(details, today) == (leaver if found else None)


def test_somebody_who_is_here_is_not_coming_back(school: School, today: date) -> None:
    with in_school(school.pk):
        make_person("Zoë", "O’Brien", email="zoe@hopewell.example")
        assert leaver_like(Details("Zoë", "O’Brien", email="zoe@hopewell.example"), today) is None


def test_the_page_offers_their_record(office: Client, at: Any, leaver: Person, school: School, today: date) -> None:
    answer = office.post(at("add/"), NEW)
    assert answer.status_code == 409
    assert "Zoë O’Brien was here before." in text(answer)
    assert at(f"{leaver.pk}/appointments/add/") in text(answer)
    assert 'value="Teacher of Art"' in text(answer)
    office.post(at(f"{leaver.pk}/appointments/add/"), {"category": "permanent", "job_title": "Teacher of Art"})
    page = text(office.get(at(f"{leaver.pk}/")))
    assert "Ended" in page
    assert "Teacher of Art" in page
    with in_school(school.pk):
        assert Person.objects.in_post(today).filter(pk=leaver.pk).exists()
        assert leaver.appointments.count() == 2


def test_somebody_else_of_the_same_name_is_added_all_the_same(
    office: Client, at: Any, leaver: Person, school: School
) -> None:
    given = {**NEW, "email": ""}
    assert office.post(at("add/"), given).status_code == 409
    page = office.post(at("add/"), {**given, "another": "on"}, follow=True)
    assert "Zoë O’Brien is here now." in text(page)
    with in_school(school.pk):
        assert Person.objects.named_like("zoe brien").count() == 2


def test_a_file_brings_them_back_to_the_same_record(here: School, today: date) -> None:
    by = make_person("Henry", "Wójcik")
    bring_in(content(with_cell(ANN, end=f"{today - 90 * DAY:%d/%m/%Y}")), by, today - 100 * DAY)
    bring_in(content(with_cell(ANN, end=f"{today - 90 * DAY:%d/%m/%Y}")), by, today)
    ann = Person.objects.named_like("ann lee").get()
    assert Person.objects.gone(today).filter(pk=ann.pk).exists()
    bring_in(content(with_cell(ANN, start=f"{today:%d/%m/%Y}")), by, today)
    assert Person.objects.named_like("ann lee").get() == ann
    assert sorted(ann.appointments.values_list("starts_on", "ends_on")) == [
        (date(2015, 9, 1), today - 90 * DAY),
        (today, None),
    ]
    actions.keep_access(today=today)
