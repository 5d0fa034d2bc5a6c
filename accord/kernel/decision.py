"""A rule's answer: a value that a button, a message and an action all use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something may be done, with a `code` for tests and logs and a `reason` for people."""

    code: str
    reason: str = ""

    def __bool__(self) -> bool:
        return self.code == "ok"

    def require(self) -> None:
        """Go on if allowed, else raise `Refused`."""
        if not self:
            raise Refused(self)


class Refused(Exception):
    """The rules said no. Carries the decision; one middleware turns it into the refusal page."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.code)
        self.decision = decision


ALLOW = Decision("ok")


def refuse(code: str, reason: str) -> Decision:
    """A no. `reason` is a sentence for the person who was refused."""
    assert code != "ok"
    return Decision(code, reason)
