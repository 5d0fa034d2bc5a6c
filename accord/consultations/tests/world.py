"""Something of every kind for the tests of all routes."""

import uuid
from typing import Any

from accord.consultations import actions
from accord.consultations.actions import Said
from accord.consultations.links import new_secret
from accord.consultations.models import Consultation, Invitation
from accord.consultations.tests.conftest import UNION, Desk
from accord.kernel import clock
from accord.people.models import Person
from accord.policies.models import Version
from accord.policies.tests.conftest import Office


def furnish(office: Office, person: Person) -> dict[str, Any]:
    """An open consultation in which `person` said something, and a paper; the rows by the nouns of the routes."""
    desk = Desk(office.by)
    draft = office.put_in(office.add("Consulted on", to=()))
    paper = actions.make_paper(
        version=draft.pk,
        consultation=None,
        recommendation="as-it-is",
        words="Please.",
        once=uuid.uuid4(),
        by=office.by,
        now=clock.now(),
    )
    actions.keep_paper(paper, b"%PDF-", name="paper.pdf", now=clock.now())
    made = desk.start(draft, bodies=[UNION], is_anonymous_allowed=True)
    comment, key = desk.say(made, person), new_secret()
    desk.say(made, person, key=key, is_anonymous=True)
    desk.feedback(Version.objects.in_force().first(), person)
    return {
        "consultation": made.pk,
        "invitation": Invitation.objects.get(consultation=made, name=UNION).pk,
        "comment": comment.pk,
        "paper": paper.pk,
        "link": key,
    }


def say_much(consultation: uuid.UUID, person: Person, number: int) -> None:
    """Many comments in it, and as much feedback."""
    desk, found = Desk(person), Consultation.objects.get(pk=consultation)
    in_force = Version.objects.in_force().first()
    assert in_force
    for each in range(number):
        desk.say(found, person, f"Point {each}", page=1, paragraph=1 + each % 3)
        actions.give_feedback(version=in_force.pk, person=person, said=Said("Well.", new_secret()), **desk.when)
