"""Kinds of folder. Each says how long its folders are kept, and because of what."""

from dataclasses import dataclass
from datetime import date

from accord.kernel.registry import Registry


@dataclass(frozen=True)
class FolderKind:
    """How long folders of one kind are kept.

    `years` counts from the day on which `trigger` happens; None keeps them for as long as `trigger` has not happened.
    `source` and `checked_on` say where the period comes from: periods are dated configuration, not law that we made.
    """

    code: str
    name: str
    trigger: str
    years: int | None
    because: str
    source: str
    checked_on: date

    def kept_until(self, triggered_on: date | None) -> date | None:
        """The last day on which it is kept; None while that is not known."""
        if triggered_on is None or self.years is None:
            return None
        year = triggered_on.year + self.years
        is_leap_day = (triggered_on.month, triggered_on.day) == (2, 29)
        return date(year, 2, 28) if is_leap_day else triggered_on.replace(year=year)

    def sentence(self, triggered_on: date | None) -> str:
        """How long it is kept and why, in a sentence for people."""
        until = self.kept_until(triggered_on)
        if until:
            return f"Kept until {until:%-d %B %Y}, because {self.because}."
        period = f"for {self.years} years after {self.trigger}" if self.years else f"until {self.trigger}"
        return f"Kept {period}, because {self.because}."


folder_kinds: Registry[FolderKind] = Registry("folder kinds")


def kind(code: str) -> FolderKind:
    """The kind with this code."""
    return next(known for known in folder_kinds if known.code == code)
