"""Reactions: how a slice acts on what another slice did, without either importing the other.

A reaction is an idempotent job, deferred in the same transaction as the act, and told the school and the ledger entry.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable

_reactions: dict[str, list[Callable[..., object]]] = defaultdict(list)


def on(act: str, defer_job: Callable[..., object]) -> None:
    """After `act`, call `defer_job(school, entry=<id>)`: the `defer` of a job. Declared in a slice's `apps.py`."""
    if defer_job not in _reactions[act]:
        _reactions[act].append(defer_job)


def defer(act: str, *, school: int, entry: uuid.UUID) -> None:
    """Defer whatever was declared for `act`. Called by the ledger only."""
    for defer_job in _reactions.get(act, ()):
        defer_job(school, entry=str(entry))
