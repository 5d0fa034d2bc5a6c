"""What may be done with a version on its way into force, and what happens next."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from accord.kernel.decision import ALLOW, Decision, refuse
from accord.schools.clocks import first_day_from

if TYPE_CHECKING:
    from accord.policies.conditions import Unmet
    from accord.policies.models import Version

DAYS_TO_SIGN = 14  # What we propose; whoever publishes chooses.

Number = tuple[int, int]  # Major and minor.


def next_number(taken: Collection[Number], in_force: Number | None, *, minor: bool) -> Number:
    """The number of the version to come: a minor change counts up the one in force, a new version begins a number.

    `taken` are the numbers of all versions that were not discarded.
    """
    if minor:
        assert in_force is not None
        major = in_force[0]
        return major, 1 + max(small for large, small in taken if large == major)
    return 1 + max((large for large, _small in taken), default=0), 0


def may_add_version(coming: "Version | None", *, replacing: bool = False) -> Decision:
    """Whether another version may be put in. One is on its way at most; a draft may be replaced, an adopted one not."""
    if coming is None:
        return ALLOW
    label = coming.label.capitalize()
    if coming.state == "adopted":
        return refuse(
            "adopted-waits", f"{label} has been adopted and waits to be published. Publish or discard it first."
        )
    if not replacing:
        return refuse("draft-waits", f"{label} is a draft already. Change or discard it first.")
    return ALLOW


def may_be_minor(in_force: "Version | None") -> Decision:
    """Whether the next version may keep the signatures: only what is in force can be corrected."""
    if in_force is None:
        return refuse("nothing-to-correct", "A minor change corrects the version in force, and none is in force.")
    return ALLOW


def may_leave_note(change_note: str, *, is_first: bool) -> Decision:
    """Whether enough is said about what changed. The first version of a document changes nothing."""
    if is_first or change_note.strip():
        return ALLOW
    return refuse("no-change-note", "Say in a sentence what has changed. Everyone who reads this version sees it.")


def may_change_draft(version: "Version") -> Decision:
    """Whether the text may still be changed. What a board adopted stays as it was adopted (clause F.1)."""
    if version.state == "draft":
        return ALLOW
    if version.state == "adopted":
        return refuse(
            "adopted", f"The text of {version.label} was adopted as it stands. Put in another version instead."
        )
    return refuse("not-draft", f"{version.label.capitalize()} is no longer a draft.")


def may_discard(version: "Version") -> Decision:
    """Whether a version may be given up before it was ever in force."""
    if version.state in {"draft", "adopted"}:
        return ALLOW
    if version.state == "published":
        return refuse("in-force", f"{version.label.capitalize()} is in force. Withdraw it, or publish another version.")
    return refuse("over", f"{version.label.capitalize()} is not on its way to anything any more.")


def may_be_adopted(version: "Version") -> Decision:
    """Whether an adoption can be recorded for this version at all."""
    if version.state == "draft":
        return ALLOW
    if version.state == "adopted":
        return refuse("adopted-already", f"The adoption of {version.label} has been recorded already.")
    return refuse("not-draft", f"{version.label.capitalize()} is no longer a draft.")


def may_adopt(version: "Version", *, meeting_on: date, minute_reference: str, today: date) -> Decision:
    """Whether the governing board's decision on this version may be recorded so (clause F.1)."""
    state = may_be_adopted(version)
    if not state:
        return state
    if meeting_on > today:
        return refuse("meeting-ahead", "That meeting has not been held yet. Record the decision when it has.")
    if not minute_reference.strip():
        return refuse(
            "no-minute", "Say where the minutes hold the decision. Nothing is in force without it (clause F.1)."
        )
    return ALLOW


def may_depart(unmet: Iterable["Unmet"], reasons: Mapping[str, str]) -> Decision:
    """Whether a version may be adopted although these conditions are unmet. `reasons` go by the conditions' codes."""
    for each in unmet:
        if not each.may_depart:
            return refuse(each.code, each.words)
        if not reasons.get(each.code, "").strip():
            return refuse(
                "no-departure-reason",
                f"Say why the governing board adopts it all the same (clause {each.clause}). The reason stays on record.",
            )
    return ALLOW


def may_be_published(version: "Version", in_force: "Version | None") -> Decision:
    """Whether this version may come into force. Only what the governing board adopted may (clause F.1)."""
    label = version.label.capitalize()
    if version.state == "draft":
        return refuse("not-adopted", f"The governing board has not adopted {version.label} yet (clause F.1).")
    if version.state == "published":
        return refuse("published-already", f"{label} is in force already.")
    if version.state != "adopted":
        return refuse("over", f"{label} is not on its way to anything any more.")
    if version.is_minor and (in_force is None or in_force.major != version.major):
        return refuse(
            "corrects-nothing", f"{label} corrects a version that is no longer in force. Put it in as a new version."
        )
    return ALLOW


def may_publish(version: "Version", in_force: "Version | None", *, due_on: date | None, today: date) -> Decision:
    """Whether this version may come into force, with signatures due on `due_on` (not for a minor change)."""
    state = may_be_published(version, in_force)
    if not state or version.is_minor:
        return state
    if due_on is None:
        return refuse("no-due-day", "Say by when it should be signed.")
    if due_on < today:
        return refuse("due-over", "That day is over. People cannot sign in the past.")
    return ALLOW


def may_be_withdrawn(in_force: "Version | None") -> Decision:
    """Whether there is anything to take out of force."""
    if in_force is None:
        return refuse("not-in-force", "No version of this document is in force.")
    return ALLOW


def may_withdraw(in_force: "Version | None", *, because: str) -> Decision:
    """Whether the document may be taken out of force for this reason."""
    state = may_be_withdrawn(in_force)
    if state and not because.strip():
        return refuse("no-reason", "Say why. The reason stands on the public page in the text’s place.")
    return state


class Step(StrEnum):
    """What happens next with a document."""

    PUT_IN = "put-in"
    ADDRESS = "address"
    ADOPT = "adopt"
    PUBLISH = "publish"
    NOTHING = "nothing"


def next_step(*, coming: "Version | None", in_force: "Version | None", is_addressed: bool) -> Step:
    """The one thing to do now. Nobody need be asked to sign, but before the first version somebody should say so."""
    if coming is None:
        return Step.NOTHING if in_force else Step.PUT_IN
    if coming.state == "adopted":
        return Step.PUBLISH
    return Step.ADOPT if is_addressed or in_force else Step.ADDRESS


def proposed_due_day(today: date, is_school_day: Callable[[date], bool]) -> date:
    """By when we propose that a version published today is signed: the first school day after two weeks."""
    return first_day_from(today + timedelta(days=DAYS_TO_SIGN), is_school_day)
