"""What is alternative guidance, and what that asks of the board (clause F.6)."""

from collections.abc import Collection
from enum import StrEnum

from accord.guidance.named import GUIDANCE
from accord.kernel.decision import ALLOW, Decision, refuse


class Alternative(StrEnum):
    """Why a text is alternative."""

    NOT_THE_COUNCILS = "not-the-councils"
    STARTING_TEXT = "starting-text"


def alternative(*, named: str, sha256: str, started_from: str, council_files: Collection[str]) -> Alternative | None:
    """Whether a text is alternative, and why. None for the council's own file, and for the school's own policies.

    `council_files` are the SHA-256 of the files that the council gave out. One other byte makes a text alternative.
    """
    if started_from:
        return Alternative.STARTING_TEXT
    if named == GUIDANCE and sha256 not in council_files:
        return Alternative.NOT_THE_COUNCILS
    return None


def needs_consultation(found: Alternative | None, *, corrects: Alternative | None) -> bool:
    """Whether a formal consultation of the school's own must be closed before the board adopts the text (clause F.6).

    A minor change of a text that was alternative itself rests on that text's consultation; `corrects` is what the
    version was that it corrects. A minor change of the council's own file makes it an adapted text.
    """
    return found is not None and corrects is None


def may_be_adopted_so(decision: str, found: Alternative | None) -> Decision:
    """Whether the minutes can say this of the text. Nobody adopts "as it is" what is not the council's own."""
    if decision != "as-it-is" or found is None:
        return ALLOW
    if found is Alternative.STARTING_TEXT:
        return refuse(
            "not-as-it-is",
            "This text was made from a starting text of Accord. Record it as adapted by the school, or as not adopted.",
        )
    return refuse(
        "not-as-it-is",
        "This is not the council’s own file. Record it as adapted by the school, or as not adopted.",
    )
