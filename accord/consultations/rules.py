"""What may be done in a consultation and when, and what counts as one. Plain Python over facts that are handed in.

A consultation closes by itself at the end of its last day in London. Answers may be given while it runs and afterwards;
its outcome can be recorded once it is closed and nothing is left without an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from accord.kernel.decision import ALLOW, Decision, refuse

PROPOSED = timedelta(days=28)
LONGEST = timedelta(days=366)
FEW = 5  # Where fewer of a group commented, the board's paper does not say which points were theirs.


class Stage(StrEnum):
    """Where a consultation stands."""

    PLANNED = "planned"
    OPEN = "open"
    ANSWERING = "answering"
    CONCLUDED = "concluded"
    CALLED_OFF = "called-off"


def stage(opens_on: date, closes_on: date, *, is_running: bool, is_called_off: bool, today: date) -> Stage:
    """Where it stands on `today`, a date in London: both its days are included (clause F.8)."""
    if is_called_off:
        return Stage.CALLED_OFF
    if not is_running:
        return Stage.CONCLUDED
    if today < opens_on:
        return Stage.PLANNED
    return Stage.OPEN if today <= closes_on else Stage.ANSWERING


def may_consult(state: str, *, is_running: bool) -> Decision:
    """Whether a consultation may be started on a version in this state, while another of its document may be running."""
    if is_running:
        return refuse("running", "A consultation on this document is running already. Bring it to its outcome first.")
    if state == "adopted":
        return refuse("adopted", "The governing board has adopted this version already.")
    if state != "draft":
        return refuse("not-draft", "A consultation is about a draft. Put the text in as a draft first.")
    return ALLOW


def may_run(opens_on: date, closes_on: date, *, today: date) -> Decision:
    """Whether a consultation may run on these days."""
    if opens_on < today:
        return refuse("opens-in-past", "It cannot open in the past.")
    if closes_on <= opens_on:
        return refuse("closes-too-soon", "It must close after the day on which it opens.")
    if closes_on - opens_on > LONGEST:
        return refuse("closes-too-late", "That is more than a year. Choose an earlier day.")
    return ALLOW


_NOT_OPEN = {
    Stage.PLANNED: ("not-yet", "This consultation is not open yet."),
    Stage.ANSWERING: ("closed", "This consultation has closed. What was said before is being answered."),
    Stage.CONCLUDED: ("closed", "This consultation has closed and has an outcome."),
    Stage.CALLED_OFF: ("called-off", "This consultation was called off."),
}


def may_comment(now: Stage, *, is_invited: bool = True) -> Decision:
    """Whether somebody may say something, and change or take back what they said."""
    if now is not Stage.OPEN:
        return refuse(*_NOT_OPEN[now])
    if not is_invited:
        return refuse(
            "not-invited", "This consultation does not ask you. You can say something about the document itself."
        )
    return ALLOW


def may_be_anonymous(*, is_allowed: bool, is_anonymous: bool) -> Decision:
    """Whether this comment may come without a name."""
    if is_anonymous and not is_allowed:
        return refuse("named-only", "The school does not take anonymous comments in this consultation.")
    return ALLOW


def may_respond(now: Stage, *, has_responded: bool, by_letter: bool = False) -> Decision:
    """Whether a body's formal response may be recorded. A letter may be entered after closing, before the outcome."""
    late = now is Stage.ANSWERING and by_letter
    if now is not Stage.OPEN and not late:
        return refuse(*_NOT_OPEN[now])
    if has_responded:
        return refuse("responded", "This body's response is on record already. Change that one.")
    return ALLOW


def may_have_come(received_on: date, opens_on: date, *, today: date) -> Decision:
    """Whether a letter may have come on this day."""
    if received_on > today:
        return refuse("received-ahead", "That day has not come yet.")
    if received_on < opens_on:
        return refuse("received-before", "That was before the consultation opened.")
    return ALLOW


def may_move_closing(now: Stage, closes_on: date, new: date, *, today: date) -> Decision:
    """Whether the last day may become `new`: later only, so that nobody who trusted the first one is too late."""
    if now in (Stage.CONCLUDED, Stage.CALLED_OFF):
        return refuse(*_NOT_OPEN[now])
    if new <= closes_on:
        return refuse("not-later", "The closing day can be moved later only: people rely on the one they were told.")
    if new < today:
        return refuse("over", "That day is over.")
    if new - today > LONGEST:
        return refuse("closes-too-late", "That is more than a year. Choose an earlier day.")
    return ALLOW


def may_call_off(now: Stage) -> Decision:
    """Whether it may still be called off."""
    return refuse(*_NOT_OPEN[now]) if now in (Stage.CONCLUDED, Stage.CALLED_OFF) else ALLOW


def may_answer(now: Stage | None, *, is_withdrawn: bool = False) -> Decision:
    """Whether the school may answer a comment, or answer it otherwise. `now` is None for feedback."""
    if is_withdrawn:
        return refuse("withdrawn", "This comment was taken back.")
    if now is Stage.CONCLUDED:
        return refuse("concluded", "The outcome is recorded, and the answers with it. They stay as they are.")
    if now is Stage.CALLED_OFF:
        return refuse("called-off", "This consultation was called off.")
    return ALLOW


def may_conclude(now: Stage, *, unanswered: int) -> Decision:
    """Whether the outcome may be recorded: after closing, and with an answer to everything that was said."""
    if now is Stage.PLANNED or now is Stage.OPEN:
        return refuse("still-open", "People can still comment. The outcome is recorded after the closing day.")
    if now is not Stage.ANSWERING:
        return refuse(*_NOT_OPEN[now])
    if unanswered:
        left = "One comment has" if unanswered == 1 else f"{unanswered} comments have"
        return refuse("unanswered", f"{left} no answer yet. Everybody who said something gets one.")
    return ALLOW


def may_make_paper(state: str, *, is_running: bool) -> Decision:
    """Whether the board's paper on a version may be made."""
    if is_running:
        return refuse("running", "The consultation has no outcome yet. The paper for the board is made from it.")
    if state != "draft":
        return refuse("decided", "The governing board has decided on this version already, or it was given up.")
    return ALLOW


@dataclass(frozen=True)
class Consulted:
    """A version as the question needs it whether a consultation on one covers another."""

    id: UUID
    document: UUID
    number: tuple[int, int]
    state: str


def covers(consulted: Consulted, adopted: Consulted) -> bool:
    """Whether a concluded consultation on one version stands for another that is to be adopted (clause F.6).

    It does for that version itself, and for the draft that took its place under the same number: a text that was
    changed because of what people said is what they were consulted about.
    """
    if consulted.document != adopted.document or consulted.number != adopted.number:
        return False
    return consulted.id == adopted.id or consulted.state == "discarded"


def may_change_feedback(*, is_answered: bool) -> Decision:
    """Whether somebody may change what they said outside a consultation."""
    if is_answered:
        return refuse("answered", "It has been answered, and stays beside its answer. You can say something new.")
    return ALLOW


LINK_OUTLIVES = timedelta(days=60)  # For reading the answers; nothing can be said any more.


def link_works(closes_on: date, *, is_called_off: bool, today: date) -> bool:
    """Whether a personal link still leads anywhere: while the consultation takes comments, and some weeks for its answers."""
    return not is_called_off and today <= closes_on + LINK_OUTLIVES


def said_by(group: str, name: str, numbers: Mapping[str, int]) -> str:
    """Who made a point, as the board's paper says it: a body by name, people never.

    `numbers` is how many comments each group made. Where one of them made only a few, no group is named at all: who is
    left out would be found by counting. Named and anonymous comments look alike.
    """
    if group == "body":
        return name
    if any(0 < number < FEW for each, number in numbers.items() if each != "body"):
        return "Somebody at the school"
    return "A governor" if group == "governors" else "A member of staff"
