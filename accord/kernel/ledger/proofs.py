"""Proofs for whoever holds a head: that an entry stands under it, and that one head grew out of an earlier one."""

from accord.kernel.ledger.heads import Standing
from accord.kernel.ledger.merkle import Frontier, Grown
from accord.kernel.models import Head, Leaf


def inclusion(place: Standing) -> list[bytes]:
    """The path from an entry's leaf to the root of the head that covers it. Reads the leaves of one batch."""
    before = Head.objects.filter(size__lte=place.position).order_by("-size").first()
    return _grown(before, place.head.size).inclusion(place.position)


def consistency(before: Head, now: Head) -> list[bytes]:
    """What shows that nothing under `before` was changed on the way to `now`. Reads the leaves between them."""
    return _grown(before, now.size).consistency()


def _grown(before: Head | None, size: int) -> Grown:
    frontier = Frontier.from_bytes(before.size, bytes(before.frontier)) if before else Frontier()
    since = Leaf.objects.filter(position__gte=frontier.size, position__lt=size).order_by("position")
    return Grown(frontier, [bytes(leaf) for leaf in since.values_list("hash", flat=True)])
