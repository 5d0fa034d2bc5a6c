"""What was done, by whom, provably. One RFC 9162 Merkle tree for each school.

`record` is one INSERT in the action's own transaction. A sequencer in the worker gives positions afterwards and signs
the head, as the public transparency logs do: a head row locked inside a request would make every signer wait for the
page of the one before.
"""

from accord.kernel.ledger.entries import record

__all__ = ["record"]
