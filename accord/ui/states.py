"""States as people see them: a word, a meaning that has a colour, and a shape. Never colour alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Meanings. Green done, blue yours, amber due within the week, red overdue or danger, grey ended; violet: look closer.
DONE = "done"
YOURS = "yours"
DUE = "due"
LATE = "late"
ENDED = "ended"
HEED = "heed"

# Each meaning's colours on paper and in drawings: strong and pale. The pages' CSS holds the same (tested).
COLOURS = {
    DONE: ("#1c6b45", "#e2f2e9"),
    YOURS: ("#1d5aa8", "#e3edfa"),
    DUE: ("#855000", "#fdefd2"),
    LATE: ("#b02217", "#fde9e7"),
    ENDED: ("#505a65", "#eceef0"),
    HEED: ("#653a94", "#f1e9fa"),
}

# Each meaning's shape, as the path of a 12 × 12 drawing: tick, ring, clock, bang, dash, question.
SHAPES = {
    DONE: "M1.5 6.5 4.5 9.5 10.5 2.5",
    YOURS: "M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9",
    DUE: "M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M6 3.8V6.2L7.6 7.4",
    LATE: "M6 1.5V7M6 10.3v.1",
    ENDED: "M2 6H10",
    HEED: "M3.6 3.8C3.8 2.3 4.8 1.5 6.1 1.5c1.4 0 2.4.9 2.4 2.2C8.5 5.4 6.1 5.5 6.1 7.3M6.1 10.3v.1",
}


@dataclass(frozen=True)
class State:
    """What a state is called, and which of the meanings above it has. Slices keep theirs in `words.py`."""

    word: str | Promise
    meaning: str = ENDED

    @property
    def shape(self) -> str:
        """The path of its shape."""
        return SHAPES[self.meaning]


# The states that every slice shares. A code that is not here is shown in its own words, in grey.
COMMON = {
    "not-asked": State(_("Not asked"), ENDED),
    "asked": State(_("Asked"), YOURS),
    "viewed": State(_("Viewed"), YOURS),
    "signed": State(_("Signed"), DONE),
    "objected": State(_("Signed with an objection"), HEED),
    "declined": State(_("Declined"), LATE),
    "outdated": State(_("Signed an older version"), DUE),
    "exempt": State(_("Exempt"), ENDED),
    "due": State(_("Due"), DUE),
    "overdue": State(_("Overdue"), LATE),
    "done": State(_("Done"), DONE),
    "draft": State(_("Draft"), ENDED),
    "in-force": State(_("In force"), DONE),
    "superseded": State(_("Superseded"), ENDED),
    "in-tension": State(_("In tension"), HEED),
    "waiting": State(_("Waiting"), YOURS),
    "ended": State(_("Ended"), ENDED),
}


def state_of(value: State | str) -> State:
    """`value` as a State: a code is looked up, an unknown code becomes its own words in grey."""
    if isinstance(value, State):
        return value
    code = str(value).replace("_", "-")
    return COMMON.get(code) or State(code.replace("-", " ").capitalize())
