"""Somebody who was here before and may be coming back."""

from datetime import date

from accord.people.models import Person, plain
from accord.people.rules import Details


def leaver_like(details: Details, today: date) -> Person | None:
    """A leaver of the same name whose address is the same, or not known on one side. Two queries at most."""
    email = details.email.strip().lower()
    named = Person.objects.on_record().gone(today).named_like(f"{details.surname} {details.forename}")
    for person in named:
        same = {plain(person.forename), plain(person.known_as)} & {plain(details.forename), plain(details.known_as)} - {
            ""
        }
        if same and plain(person.surname) == plain(details.surname) and _may_share(person.email, email):
            return person
    return None


def _may_share(known: str, told: str) -> bool:
    return not known or not told or known == told
