"""How a list lies in the database while it is on its way: sealed, and bound to its row."""

from django.conf import settings

from accord.exports.models import ListCopy
from accord.kernel import keys_material

GIVEN, CONTENT = "given", "content"


def seal(copy: ListCopy, what: str, content: bytes) -> bytes:
    """`content` as the column `what` of this copy holds it."""
    return keys_material.wrap(settings.ROOT_KEY, content, _bound_to(copy, what))


def unseal(copy: ListCopy, what: str) -> bytes:
    """What the column `what` of this copy holds."""
    return keys_material.unwrap(settings.ROOT_KEY, bytes(getattr(copy, what)), _bound_to(copy, what))


def _bound_to(copy: ListCopy, what: str) -> bytes:
    return f"{copy.school_id}/list/{copy.pk}/{what}".encode()
