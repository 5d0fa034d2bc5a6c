"""How the named documents stand, and what may be recorded of those that are kept elsewhere (clauses F.2, F.9, F.10)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accord.guidance.named import GUIDANCE, Named
from accord.kernel.decision import ALLOW, Decision, refuse


class Held(StrEnum):
    """Whether the school holds a named document."""

    IN_FORCE = "in-force"
    ELSEWHERE = "elsewhere"
    COMING = "coming"
    MISSING = "missing"

    @property
    def is_held(self) -> bool:
        return self in {Held.IN_FORCE, Held.ELSEWHERE}


def held(*, in_force: bool, elsewhere: bool, coming: bool) -> Held:
    """What is in force here outweighs a copy elsewhere, and that outweighs a draft."""
    if in_force:
        return Held.IN_FORCE
    if elsewhere:
        return Held.ELSEWHERE
    return Held.COMING if coming else Held.MISSING


@dataclass(frozen=True)
class Adopted:
    """A board's adoption of a document that is kept elsewhere, as the minutes have it."""

    body: str = ""
    meeting_on: date | None = None
    minute_reference: str = ""

    @property
    def is_whole(self) -> bool:
        return bool(self.body.strip() and self.meeting_on and self.minute_reference.strip())


def may_be_elsewhere(named: Named, adopted: Adopted, *, in_force_here: bool, today: date) -> Decision:
    """Whether it may be recorded that a document is held outside Accord.

    One of the four policies counts only as in force, so its adoption must be on record (clauses F.1, F.2).
    """
    if named.code == GUIDANCE:
        return refuse(
            "guidance-is-here", "The guidance itself is adopted and published in Accord. Put its file in (clause F.3)."
        )
    if in_force_here:
        return refuse("held-here", f"“{named.title}” is in force in Accord already.")
    if named.one_of_four and not adopted.is_whole:
        return refuse(
            "no-adoption",
            "One of the four policies counts only if the governing board adopted it. Say who decided, when, and where "
            "the minutes hold it (clause F.2).",
        )
    if adopted.meeting_on and adopted.meeting_on > today:
        return refuse("meeting-ahead", "That meeting has not been held yet. Record the decision when it has.")
    return ALLOW


def four_missing(four: Sequence[Named], in_force: Collection[str], adopted: Collection[str]) -> str:
    """What to say of those of the four policies that are not in force; empty where all are (clause F.9).

    `adopted` are those that have been adopted and only wait to be published.
    """
    waiting = [each.title for each in four if each.code in adopted and each.code not in in_force]
    missing = [each.title for each in four if each.code not in in_force and each.code not in adopted]
    said = []
    if missing:
        said.append(f"The guidance stands only together with the four policies. Not in force: {_listed(missing)}.")
    if waiting:
        said.append(f"Adopted and not yet published: {_listed(waiting)}. Publish first.")
    return " ".join(said)


def _listed(titles: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(titles[:-1]), titles[-1]]))


def may_look_after(*, is_owner: bool, may_manage: bool) -> Decision:
    """Whether somebody may say that a document has been reviewed (clause 17.3)."""
    if is_owner or may_manage:
        return ALLOW
    return refuse("not-owner", "Only whoever looks after this document, or the office, can record its review.")


def may_review(*, reviewed_on: date, next_on: date, today: date) -> Decision:
    """Whether a review can be recorded so (clause 17.3)."""
    if reviewed_on > today:
        return refuse("review-ahead", "That day has not come yet. Record the review when it has been done.")
    if next_on <= today:
        return refuse("next-review-over", "The next review must lie ahead.")
    return ALLOW
