"""The cast of the tests, the same everywhere: two schools, and a person for each role in each of them."""

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from allauth.account.internal.flows import login
from django.test import Client

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.models import Account, Appointment, Category, Person, RoleHeld, Seat
from accord.schools.models import School

_numbers = itertools.count(1)
LONG_AGO = date(2015, 9, 1)


def make_school(name: str = "Hopewell Community School", **fields: Any) -> School:
    """A school with a reference number and an address of its own."""
    # Tests that commit leave their schools behind, so numbers are drawn from outside the seeded random.
    urn = 100_000 + int.from_bytes(os.urandom(4)) % 900_000
    return School.objects.create(urn=urn, name=name, slug=f"school-{urn}", **fields)


def make_person(
    forename: str = "Priya",
    surname: str = "Patel",
    *,
    category: str = Category.PERMANENT,
    team: str = "",
    job_title: str = "Teacher",
    manager: Person | None = None,
    starts_on: date | None = LONG_AGO,
    ends_on: date | None = None,
    email: str | None = None,
    **fields: Any,
) -> Person:
    """Somebody in the open school, with one appointment. `email=""` makes a person without an address."""
    number = next(_numbers)
    address = f"{forename}.{surname}{number}@example.org".lower().replace(" ", "") if email is None else email
    person = Person(forename=forename, surname=surname, email=address, **fields)
    person.search = person.searchable()
    person.save()
    Appointment.objects.create(
        person=person,
        category=category,
        team=team,
        job_title=job_title,
        line_manager=manager,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return person


def give_role(person: Person, *roles: str) -> Person:
    for role in roles:
        RoleHeld.objects.create(person=person, role=role, starts_on=LONG_AGO)
    return person


def seat(person: Person) -> Account:
    """An account with a seat for `person`; nobody knows its passphrase."""
    account = Account(email=person.email or f"seat{next(_numbers)}@example.org", password="!unusable")
    account.save()
    Seat.objects.create(account=account, school_id=person.school_id, person_id=person.pk)
    return account


@dataclass
class Cast:
    """The people of one school by role code, each able to sign in."""

    school: School
    people: dict[str, Person]

    def __getitem__(self, role: str) -> Person:
        return self.people[role]


def make_cast(school: School, roles: tuple[str, ...] = ("headteacher", "business-manager", "staff")) -> Cast:
    with in_school(school.pk):
        people = {}
        for role in roles:
            person = make_person(role.replace("-", " ").title().split()[0], f"Of {role.title()}")
            people[role] = give_role(person, role)
            seat(person)
    return Cast(school, people)


@pytest.fixture
def school(db: None) -> School:
    return make_school()


@pytest.fixture
def other_school(db: None) -> School:
    return make_school("Millbrook Primary School")


@pytest.fixture
def here(school: School) -> Iterator[School]:
    """The school, with its scope open for the whole test."""
    with in_school(school.pk):
        yield school


@pytest.fixture
def cast(school: School) -> Cast:
    return make_cast(school)


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """`signed_in(person)`: a browser in which that person has just signed in with a passphrase."""

    def sign_in(person: Person, *, minutes_ago: int = 0, **defaults: Any) -> Client:
        account = Seat.objects.select_related("account").get(person_id=person.pk).account
        browser = Client(**defaults)
        browser.force_login(account)
        session = browser.session
        at = clock.now().timestamp() - minutes_ago * 60
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": at, "email": account.email}]
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(account.pk)
        session.save()
        return browser

    return sign_in
