"""When a staff file would end so many people that somebody should be asked whether it is whole."""

import functools
import tomllib
from pathlib import Path

from accord.kernel.decision import ALLOW, Decision, refuse
from accord.people.importing import Plan

_CAUTION = Path(__file__).with_name("caution.toml")


@functools.cache
def most_ended() -> float:
    """The share of the people in post that a file may end without being asked about it."""
    with _CAUTION.open("rb") as file:
        return float(tomllib.load(file)["share"])


def ends_many(plan: Plan) -> bool:
    """Whether the plan ends more people than files usually do."""
    return plan.leaving_share > most_ended()


def may_end(plan: Plan, *, said_whole: bool) -> Decision:
    """Whether a plan may be carried out, as to the people whom it ends; `said_whole` is that somebody looked at it."""
    if said_whole or not ends_many(plan):
        return ALLOW
    return refuse("ends-many", f"{many_leave(plan)} Nothing is written until somebody says that it is.")


def many_leave(plan: Plan) -> str:
    """How many would leave, and the question about it."""
    return f"This file would end {len(plan.leaving)} of {plan.in_post_before} people. Is it the whole list?"
