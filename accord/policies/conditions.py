"""What must hold before a governing board's adoption can be recorded, as the slices that know have it."""

from dataclasses import dataclass
from typing import Protocol

from accord.kernel.registry import Registry
from accord.policies.models import Version


@dataclass(frozen=True)
class Unmet:
    """Something that stands against adopting a version.

    With `may_depart` the board may adopt all the same and say why; the reason stays on record. Without, it is refused.
    """

    code: str
    words: str  # A sentence for the clerk, shown beforehand and kept with a departure.
    clause: str
    may_depart: bool


class Condition(Protocol):
    """Looks at a version that is to be adopted."""

    def unmet(self, version: Version) -> list[Unmet]: ...


conditions: Registry[Condition] = Registry("conditions of adoption")


def unmet(version: Version) -> list[Unmet]:
    """Everything that stands against adopting this version now."""
    return [each for condition in conditions for each in condition.unmet(version)]
