from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from accord.consultations import actions, jobs
from accord.consultations.actions import Plan, Said
from accord.consultations.links import new_secret
from accord.consultations.models import Comment, Consultation, Invitation
from accord.consultations.voices import voice_of
from accord.kernel import clock
from accord.kernel.clock import LONDON
from accord.kernel.models import Entry
from accord.notices.models import Notice
from accord.people.models import Person
from accord.people.tests.cast import Cast, make_cast
from accord.policies.models import Version
from accord.policies.tests.conftest import Office

ROLES = ("headteacher", "business-manager", "clerk", "governor", "staff")
UNION = "National Education Union (NEU)"


@pytest.fixture(autouse=True)
def vault(settings: Any, tmp_path: Any) -> Any:
    settings.VAULT = tmp_path / "vault"
    settings.DEMONSTRATION = True  # So that a day can be pretended.
    return settings.VAULT


@pytest.fixture
def cast(school: Any) -> Cast:
    """A person for each role that consultations know; the governor holds no other post."""
    made = make_cast(school, ROLES)
    return made


@pytest.fixture
def office(here: Any, cast: Cast) -> Office:
    cast["governor"].appointments.update(category="governor")
    return Office(cast["headteacher"])


@pytest.fixture
def draft(office: Office) -> Version:
    """A draft beside a version in force."""
    version = office.in_force(to=())
    return office.put_in(version.document)


class Desk:
    """Does in consultations what people do, with everything filled in that a test does not care about."""

    def __init__(self, by: Person) -> None:
        self.by = by

    @property
    def when(self) -> dict[str, Any]:
        return {"today": clock.today(), "now": clock.now()}

    def start(self, version: Version, *, days: int = 20, opens_in: int = 0, **plan: Any) -> Consultation:
        first = clock.today() + timedelta(days=opens_in)
        given = {"about": "What do you think?", "opens_on": first, "closes_on": first + timedelta(days=days), **plan}
        made = actions.start(version=version.pk, plan=Plan(**given), by=self.by, **self.when)
        jobs.invite()
        return made

    def say(self, consultation: Consultation, person: Person, words: str = "Clearer, please.", **said: Any) -> Comment:
        voice = voice_of(person, consultation, clock.today())
        assert voice
        said.setdefault("key", new_secret())
        return actions.comment(
            consultation=consultation.pk, voice=voice, person=person, said=Said(words, **said), **self.when
        )

    def respond(self, invitation: Invitation, words: str = "We agree, if people are trained.", **said: Any) -> Comment:
        said = {"key": new_secret(), "is_formal": True, **said}
        return actions.comment(
            consultation=invitation.consultation_id,
            voice=invitation,
            person=None,
            said=Said(words, **said),
            **self.when,
        )

    def feedback(self, version: Version, person: Person, words: str = "Too long.") -> Comment:
        return actions.give_feedback(version=version.pk, person=person, said=Said(words, new_secret()), **self.when)

    def answer(self, comment: Comment, kind: str = "noted", words: str = "Thank you.") -> Comment:
        return actions.answer(comment=comment.pk, kind=kind, words=words, by=self.by, **self.when)

    def conclude(self, consultation: Consultation, recommendation: str = "adapted") -> Any:
        return actions.conclude(
            consultation=consultation.pk, recommendation=recommendation, words="Most agreed.", by=self.by, **self.when
        )

    def after(self, consultation: Consultation) -> Any:
        """The morning after the last day."""
        return clock.pretending(midday(consultation.closes_on + timedelta(days=1)))

    def held(self, version: Version, **plan: Any) -> Consultation:
        """A consultation that is closed and has an outcome."""
        made = self.start(version, **plan)
        with self.after(made):
            self.conclude(made)
        made.refresh_from_db()
        return made


def midday(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON)


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.by)


@pytest.fixture
def acts(here: Any) -> Callable[[], list[str]]:
    return lambda: list(Entry.objects.order_by("recorded_at", "id").values_list("act", flat=True))


@pytest.fixture
def link_of() -> Callable[[Invitation], str]:
    """The personal link that went out, as its mail has it."""

    def found(invitation: Invitation) -> str:
        body = (
            Notice.objects.filter(kind="consultation.link", once__contains=str(invitation.pk)).latest("created_at").body
        )
        return next(word for word in body.split() if "/consulted/" in word).split("://", 1)[-1].partition("/")[2]

    return lambda invitation: "/" + found(invitation)
