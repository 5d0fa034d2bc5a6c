"""The board's paper: what a version is, who was consulted, what was said and answered, what is recommended."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.consultations import rules
from accord.consultations.models import BoardPaper, Comment, Consultation, Invitation, Outcome
from accord.kernel.clock import LONDON
from accord.paper.exact import Exact
from accord.paper.receipts import long_day
from accord.policies.models import Version
from accord.schools.models import School
from accord.ui.templatetags.ui import initials

if TYPE_CHECKING:
    from accord.paper.press import Press

TEMPLATE = Path(__file__).parent / "templates" / "consultations" / "board_paper.typ"

_ASKED = {
    "as-it-is": "The governing board is asked to adopt this version as it is.",
    "adapted": "The governing board is asked to adopt this version as adapted after the consultation.",
    "not-adopted": "The governing board is asked not to adopt this version.",
}
_CHOICES = (
    "It can adopt the version as it is, adopt it as adapted, or not adopt it. Whatever it decides is recorded with its "
    "minute reference (clause F.1)."
)
_NO_ANSWER = "No answer yet"


@dataclass(frozen=True)
class Contents:
    """All that a paper is made of, read at one moment."""

    paper: BoardPaper
    invitations: list[Invitation]
    comments: list[Comment]
    feedback: list[Comment]
    outcome: Outcome | None
    in_force: Version | None


def contents(paper: BoardPaper) -> Contents:
    """Everything that was said about the version and, outside consultations, about the one in force. Five queries."""
    consultation = paper.consultation
    in_force = Version.objects.in_force().filter(document=paper.document_id).first()
    said = Comment.objects.standing().select_related("invitation").order_by("page", "paragraph", "id")
    feedback = Comment.objects.none()
    if in_force:
        feedback = said.feedback().filter(document=paper.document_id, version__major=in_force.major)
    return Contents(
        paper=paper,
        invitations=list(consultation.invitations.all()) if consultation else [],
        comments=list(said.filter(consultation=consultation)) if consultation else [],
        feedback=list(feedback),
        outcome=Outcome.objects.filter(consultation=consultation).first() if consultation else None,
        in_force=in_force,
    )


def render(paper: BoardPaper, school: School, press: "Press | None" = None) -> bytes:
    """The paper as PDF/A-2a and PDF/UA-1, not yet sealed. The same rows give the same bytes."""
    # Imported here because typst weighs several megabytes and only the worker makes papers.
    from accord.paper.press import house_press

    return (press or house_press()).set(TEMPLATE, paper_of(contents(paper), school), at=paper.asked_at)


def paper_of(it: Contents, school: School) -> dict[str, Any]:
    """What the template is given. No name of a person who commented is in it."""
    paper, asked = it.paper, it.paper.asked_at.astimezone(LONDON)
    voices = Counter(comment.invitation.group for comment in it.comments if comment.invitation)
    points = [comment for comment in it.comments if not comment.is_formal]
    return {
        "school": {
            "name": school.name,
            "urn": str(school.urn),
            "initials": initials(school.name),
            "accent": Exact(school.accent),
        },
        "reference": f"Paper for the governing board, {asked.day} {asked:%B %Y}",
        "day": long_day(asked),
        "heading": f"{paper.document.title}, {paper.version.label}",
        "asked": _ASKED[paper.recommendation],
        "choices": _CHOICES,
        "because": paper.words,
        "facts": _facts(it, voices),
        "bodies": [_body(invitation, it.comments) for invitation in it.invitations],
        "responses": [_point(comment, voices) for comment in it.comments if comment.is_formal],
        "points": [_point(comment, voices) for comment in points],
        "feedback": [_point(comment, Counter()) for comment in it.feedback],
        "in_force": it.in_force.label if it.in_force else "",
        "sha256": Exact(paper.version.text.sha256),
    }


def _facts(it: Contents, voices: Counter[str]) -> list[tuple[str, str]]:
    paper, consultation = it.paper, it.paper.consultation
    facts = [("Document", f"{paper.document.title}, {paper.version.label}")]
    if paper.version.change_note:
        facts.append(("What changes", paper.version.change_note))
    facts.append(("In force now", it.in_force.label if it.in_force else "No version"))
    if consultation:
        facts += _of_consultation(it, consultation, voices)
    else:
        facts.append(("Consultation", "None was held on this version."))
    facts.append(("Feedback", _number(len(it.feedback), "point") + " from staff on the version in force"))
    facts.append(("Put together by", paper.asked_by.formal_name))
    return facts


def _of_consultation(it: Contents, consultation: Consultation, voices: Counter[str]) -> list[tuple[str, str]]:
    answers = Counter(comment.answer for comment in it.comments)
    people = voices["staff"] + voices["governors"]
    facts = [
        (
            "Consulted",
            f"{short(consultation.opens_on)} to {short(consultation.closes_on)}, about {consultation.version.label}",
        ),
        ("Said", f"{_number(people, 'comment')} by staff and governors, {voices['body'] or 'none'} by bodies"),
        ("Answered", f"{answers['accepted']} accepted, {answers['noted']} noted, {answers['not-taken']} not taken up"),
    ]
    if it.outcome:
        told = "" if it.outcome.words == it.paper.words else f": {it.outcome.words}"
        facts.append(("Outcome", f"{short(it.outcome.reached_on)}{told}"))
    return facts


def _number(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _body(invitation: Invitation, comments: Iterable[Comment]) -> dict[str, str]:
    """One voice that was asked, how, and whether it answered."""
    theirs = [comment for comment in comments if comment.invitation_id == invitation.pk]
    formal = next((comment for comment in theirs if comment.is_formal), None)
    if formal:
        came = formal.received_on or formal.made_on
        answered = f"Response {'by letter ' if formal.received_on else ''}of {short(came)}"
    elif theirs:
        answered = _number(len(theirs), "comment") if invitation.group == Invitation.Group.BODY else "Commented"
    else:
        answered = "No answer"
    asked = f"Told on {short(invitation.told_at)}" if invitation.told_at else "Asked without a message"
    return {"name": invitation.name, "asked": asked, "answered": answered}


def _point(comment: Comment, voices: Counter[str]) -> dict[str, Any]:
    voice = comment.invitation
    by = rules.said_by(voice.group, voice.name, voices) if voice else "A member of staff"
    where = f"Page {comment.page}, paragraph {comment.paragraph}" if comment.page else "The whole text"
    return {
        "by": by,
        "where": where,
        "quotation": comment.quotation,
        "words": comment.words,
        "answer": comment.get_answer_display() or _NO_ANSWER,
        "answer_words": comment.answer_words,
    }


def short(value: date | datetime) -> str:
    """4 December 2026."""
    local = value.astimezone(LONDON) if isinstance(value, datetime) else value
    return f"{local.day} {local:%B %Y}"
