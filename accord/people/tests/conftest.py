"""Browsers of the cast, and somebody to look at."""

from datetime import date

import pytest
from django.test import Client

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.models import Person
from accord.people.tests.cast import Cast, make_person


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def head(cast: Cast, signed_in) -> Client:
    return signed_in(cast["headteacher"])


@pytest.fixture
def office(cast: Cast, signed_in) -> Client:
    return signed_in(cast["business-manager"])


@pytest.fixture
def staff(cast: Cast, signed_in) -> Client:
    return signed_in(cast["staff"])


@pytest.fixture
def at(school):
    return lambda rest="": f"/s/{school.slug}/people/{rest}"


@pytest.fixture
def person(school) -> Person:
    with in_school(school.pk):
        return make_person(
            "Łukasz",
            "Nowak",
            team="Maths",
            job_title="Teacher of Maths",
            source_id="NOW1",
            email="l.nowak@hopewell.example",
        )
