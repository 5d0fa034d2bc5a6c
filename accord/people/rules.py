"""What people may do, by the roles that they hold."""

from collections.abc import Set

from accord.kernel.decision import ALLOW, Decision, refuse
from accord.people.roles import CAPABILITIES, who_may


def may(capability: str, held: Set[str]) -> Decision:
    """Whether somebody whose roles give the capabilities `held` may use `capability`."""
    assert capability in CAPABILITIES, capability
    if capability in held:
        return ALLOW
    allowed = who_may(capability)
    names = f"{', '.join(allowed[:-1])} or {allowed[-1]}" if len(allowed) > 1 else "".join(allowed)
    what = CAPABILITIES[capability]
    return refuse("no-capability", f"“{what}” is for the {names}. Ask one of them.")
