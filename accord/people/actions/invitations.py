"""Letting somebody in who is not there yet: the first Headteacher of a new school, above all."""

from datetime import date

from django.db import transaction

from accord.people.actions.access import open_seat
from accord.people.actions.persons import add_person, tidied
from accord.people.actions.roles import give_role
from accord.people.actions.turns import take_turn
from accord.people.models import Account, Category, Person
from accord.people.roles import ROLES
from accord.people.rules import Details, Post

_ON_THE_BOARD = {"chair", "governor", "clerk"}


@transaction.atomic
def invite(*, details: Details, role: str, by: Person | None, today: date) -> tuple[Person, Account]:
    """Make sure that somebody with this address is here, holds the role from today on, and can choose a passphrase.

    Safe to repeat: what is there already stays. Raises Refused.
    """
    take_turn()
    details = tidied(details)
    person = Person.objects.filter(email=details.email).first() if details.email else None
    if person is None:
        category = Category.GOVERNOR if role in _ON_THE_BOARD else Category.PERMANENT
        post = Post(category, job_title=ROLES[role].name, starts_on=today)
        person = add_person(details=details, post=post, by=by, today=today)
    if not person.roles.current(today).filter(role=role).exists():
        give_role(person=person.pk, role=role, starts_on=today, by=by, today=today)
    return person, open_seat(person=person.pk, by=by, today=today)
