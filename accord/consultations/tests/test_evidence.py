"""Whatever somebody with the whole database in hand changes about a consultation is found and named."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from accord.consultations import actions
from accord.consultations.evidence import ConsultationsMatchTheLedger
from accord.consultations.models import Invitation
from accord.consultations.tests.conftest import UNION, Desk
from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.tests.cast import Cast, make_cast, make_school
from accord.policies.tests.conftest import Office


def findings() -> list[str]:
    return sorted(finding.code for finding in ConsultationsMatchTheLedger().check())


def everything(cast: Cast) -> None:
    """Every kind of act has happened."""
    office = Office(cast["headteacher"])
    desk, in_force = Desk(office.by), office.in_force(to=())
    draft = office.put_in(in_force.document)
    off = desk.start(draft)
    actions.call_off(consultation=off.pk, because="Wrong.", by=office.by, **desk.when)
    made = desk.start(draft, bodies=[UNION], is_anonymous_allowed=True)
    actions.move_closing(consultation=made.pk, closes_on=made.closes_on + timedelta(days=9), by=office.by, **desk.when)
    made.refresh_from_db()
    staff = cast["staff"]
    first = desk.say(made, staff, page=1, paragraph=2)
    actions.change(comment=first.pk, words="Otherwise.", by=staff, **desk.when)
    taken = desk.say(made, staff, is_anonymous=True)
    actions.withdraw(comment=taken.pk, by=None, **desk.when)
    desk.respond(Invitation.objects.get(consultation=made, name=UNION))
    desk.answer(desk.feedback(in_force, staff))
    with desk.after(made):
        for comment in made.comments.standing():
            desk.answer(comment)
        desk.conclude(made)
        paper = actions.make_paper(
            version=draft.pk,
            consultation=made,
            recommendation="adapted",
            words="Please.",
            once=uuid.uuid4(),
            by=office.by,
            now=clock.now(),
        )
        actions.keep_paper(paper, b"%PDF-", name="paper.pdf", now=clock.now())


def test_an_honest_consultation_has_no_findings(here: Any) -> None:
    everything(make_cast(here))
    assert findings() == []


ATTACKS = {
    "the last day": ("UPDATE consultations_consultation SET closes_on = closes_on + 9", "consultation-edited"),
    "an end without an outcome": (
        "UPDATE consultations_consultation SET called_off_because = '' WHERE called_off_because <> ''",
        "consultation-edited",
    ),
    "what somebody said": ("UPDATE consultations_comment SET words = 'I agree.' WHERE words <> ''", "comment-edited"),
    "the passage": ("UPDATE consultations_comment SET paragraph = 1 WHERE paragraph = 2", "comment-edited"),
    "whose it was": (
        "UPDATE consultations_comment SET is_formal = false WHERE is_formal",
        "comment-edited",
    ),
    "an answer": ("UPDATE consultations_comment SET answer = 'accepted' WHERE answer = 'noted'", "comment-edited"),
    "a comment taken back by another": (
        "UPDATE consultations_comment SET words = '', withdrawn_at = now() WHERE is_formal",
        "comment-edited",
    ),
    "a comment deleted": ("DELETE FROM consultations_comment WHERE is_formal", "comment-deleted"),
    "what was recommended": ("UPDATE consultations_outcome SET recommendation = 'as-it-is'", "outcome-edited"),
    "an outcome deleted": ("DELETE FROM consultations_outcome WHERE true", "outcome-deleted"),
    "the paper's file": ("UPDATE vault_storedfile SET sha256 = repeat('a', 64)", "board-paper-edited"),
    "what the paper asks": ("UPDATE consultations_boardpaper SET words = 'No.'", "board-paper-edited"),
    "an answer, and the detail that tells on it": (
        "UPDATE consultations_comment SET answer_words = 'No.' WHERE answer <> ''; "
        "UPDATE kernel_entry SET detail = NULL, salt = NULL",
        "comment-unproven",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_what_a_superuser_changes_is_named(committing: Any, superuser: Any, name: str) -> None:
    statement, code = ATTACKS[name]
    school = make_school()
    cast = make_cast(school)
    with in_school(school.pk):
        everything(cast)
    for part in statement.split("; "):
        superuser.execute(f"{part} {'AND' if 'WHERE' in part else 'WHERE'} school_id = {school.pk}")
    with in_school(school.pk):
        assert code in findings()
