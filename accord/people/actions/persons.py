"""Adding people and changing what the school has written down about who they are."""

from datetime import date
from uuid import UUID

from django.db import transaction

from accord.kernel import ledger
from accord.kernel.ledger.rows import stated
from accord.people import rules
from accord.people.actions import access
from accord.people.actions.turns import take_turn
from accord.people.models import Appointment, Person
from accord.people.reads import standing
from accord.people.rules import Details, Post

_FIELDS = ("forename", "surname", "known_as", "title", "email", "source_id")


@transaction.atomic
def add_person(*, details: Details, post: Post, by: Person | None, today: date) -> Person:
    """Somebody new with a first appointment, who can sign in if they have an address. Raises Refused."""
    take_turn()
    details = tidied(details)
    _require_alone(details, None)
    rules.may_last(post.starts_on, post.ends_on).require()
    person = Person.objects.create(**_values(details), search=_searchable(details))
    appointment = Appointment.objects.create(person=person, **post_values(post))
    rows = stated(person, appointment)
    ledger.record("person.added", person, by=by, appointment=appointment.pk, category=post.category, rows=rows)
    access.keep_access(today=today, person=person)
    return person


@transaction.atomic
def add_contact(*, details: Details, by: Person) -> Person:
    """Somebody outside whom the school writes to: without a post, so without a seat, and never asked to sign.

    Whoever has the address already is that person. Raises Refused.
    """
    take_turn()
    details = tidied(details)
    known = Person.objects.filter(email=details.email).first() if details.email else None
    if known:
        return known
    _require_alone(details, None)
    person = Person.objects.create(**_values(details), search=_searchable(details))
    ledger.record("contact.added", person, by=by, rows=stated(person))
    return person


@transaction.atomic
def change_person(*, pk: UUID, details: Details, by: Person | None, today: date) -> Person:
    """Write down otherwise who somebody is. Changing nothing is nothing to record. Raises Refused."""
    take_turn()
    person = Person.objects.on_record().select_for_update().get(pk=pk)
    details = tidied(details)
    changed = [name for name in _FIELDS if getattr(person, name) != getattr(details, name)]
    if not changed:
        return person
    _require_alone(details, person)
    if "email" in changed:
        theirs = standing.capabilities(person, today) or frozenset()
        rules.may_touch_access(theirs, standing.capabilities_on(by, today)).require()
    for name, value in _values(details).items():
        setattr(person, name, value)
    person.search = person.searchable()
    person.save()
    ledger.record("person.changed", person, by=by, fields=changed, rows=stated(person))
    access.keep_access(today=today, person=person)
    return person


def tidied(details: Details) -> Details:
    """Without spaces that nobody meant; an address in lower case, as it is compared."""
    values = {name: " ".join(getattr(details, name).split()) for name in _FIELDS}
    return Details(**values | {"email": values["email"].lower()})


def post_values(post: Post) -> dict[str, object]:
    """The columns of an appointment."""
    return {
        "category": post.category,
        "job_title": " ".join(post.job_title.split()),
        "team": " ".join(post.team.split()),
        "line_manager_id": post.line_manager,
        "starts_on": post.starts_on,
        "ends_on": post.ends_on,
    }


def _values(details: Details) -> dict[str, str]:
    return {name: getattr(details, name) for name in _FIELDS}


def _searchable(details: Details) -> str:
    return Person(**_values(details)).searchable()


def _require_alone(details: Details, person: Person | None) -> None:
    """The rules that look at everybody else too."""
    rules.may_be_called(details).require()
    rules.may_have_address(details.email, standing.holder_of(person, email=details.email)).require()
    rules.may_have_code(details.source_id, standing.holder_of(person, source_id=details.source_id)).require()
