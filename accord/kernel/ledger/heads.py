"""Signed heads: what leaves the building on receipts, so that a rewritten ledger can be shown to be one."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from accord.kernel import keys, keys_material
from accord.kernel.ledger.entries import moment
from accord.kernel.models import Head, SchoolSecret


def statement(school_id: int, size: int, root: bytes, signed_at: datetime) -> bytes:
    """The exact bytes that are signed."""
    return f"accord-head/1\n{school_id}\n{size}\n{root.hex()}\n{moment(signed_at)}".encode()


def sign(school_id: int, size: int, root: bytes, signed_at: datetime) -> tuple[str, bytes]:
    """The key's fingerprint and its Ed25519 signature."""
    row, private = keys.secret(keys.HEAD, keys_material.make_ed25519)
    text = statement(school_id, size, root, signed_at)
    return keys_material.fingerprint(bytes(row.public)), keys_material.sign(private, text)


def public_of(key_id: str) -> bytes:
    """The public half of the open school's key with this fingerprint; empty when there is none."""
    publics = SchoolSecret.objects.filter(purpose=keys.HEAD).values_list("public", flat=True)
    return next((bytes(public) for public in publics if keys_material.fingerprint(bytes(public)) == key_id), b"")


def is_genuine(head: Head, public: bytes) -> bool:
    """Whether `head` was signed with the key whose public half is `public`."""
    text = statement(head.school_id, head.size, bytes(head.root), head.signed_at)
    return keys_material.is_signed(public, text, bytes(head.signature))


@dataclass(frozen=True)
class Standing:
    """Where an entry stands: its position and a head that covers it."""

    entry_id: uuid.UUID
    position: int
    leaf_hash: bytes
    head: Head
