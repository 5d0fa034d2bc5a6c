"""How a file lies on disk: segments under AES-256-GCM, each bound to its file, its place, and whether it is the last.

Nothing can be changed, moved to another file, put in another order, or cut off at the end without being noticed.
"""

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEGMENT_BYTES = 64 * 1024
_TAG_BYTES = 16
_SALT_BYTES = 16
_FORMAT = b"AccordV1"


class Damaged(ValueError):
    """These are not the bytes that were sealed for this file under this key."""


def seal(folder_key: bytes, whose: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The sealed form of a file, part by part. `whose` names school, folder and file."""
    salt = os.urandom(_SALT_BYTES)
    cipher = _cipher(folder_key, salt, whose)
    yield _FORMAT + salt
    segments = _segments(pieces)
    index, held = 0, next(segments)
    for following in segments:
        yield _encrypt(cipher, whose, index, False, held)
        index, held = index + 1, following
    yield _encrypt(cipher, whose, index, True, held)


def unseal(folder_key: bytes, whose: bytes, sealed: BinaryIO) -> Iterator[bytes]:
    """The file that `sealed` holds, segment by segment, each one checked before it is given. Raises Damaged."""
    head = sealed.read(len(_FORMAT) + _SALT_BYTES)
    if len(head) < len(_FORMAT) + _SALT_BYTES or not head.startswith(_FORMAT):
        raise Damaged("This is not a file of the vault.")
    cipher = _cipher(folder_key, head[len(_FORMAT) :], whose)
    index, held = 0, sealed.read(SEGMENT_BYTES + _TAG_BYTES)
    while following := sealed.read(SEGMENT_BYTES + _TAG_BYTES):
        yield _decrypt(cipher, whose, index, False, held)
        index, held = index + 1, following
    yield _decrypt(cipher, whose, index, True, held)


def _segments(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """`pieces` cut anew into whole segments; an empty file is one empty segment."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) > SEGMENT_BYTES:
            yield bytes(waiting[:SEGMENT_BYTES])
            del waiting[:SEGMENT_BYTES]
    yield bytes(waiting)


def _cipher(folder_key: bytes, salt: bytes, whose: bytes) -> AESGCM:
    """A key for this one sealing, so that counting nonces can never repeat."""
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=salt, info=b"accord-vault/1\n" + whose).derive(folder_key))


def _encrypt(cipher: AESGCM, whose: bytes, index: int, last: bool, segment: bytes) -> bytes:
    place = _place(index, last)
    return cipher.encrypt(place, segment, whose + place)


def _decrypt(cipher: AESGCM, whose: bytes, index: int, last: bool, segment: bytes) -> bytes:
    place = _place(index, last)
    try:
        return cipher.decrypt(place, segment, whose + place)
    except InvalidTag:
        raise Damaged("The file has been changed, cut off, or belongs elsewhere.") from None


def _place(index: int, last: bool) -> bytes:
    """Where a segment stands, in the twelve bytes of a nonce."""
    return index.to_bytes(11, "big") + bytes([last])
