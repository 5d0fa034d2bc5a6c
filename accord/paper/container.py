"""The signature container (CMS, RFC 5652) of a seal, in the one spelling that we write and accept.

A container has parts that its signature does not cover: versions, lists, padding. Here each of them is pinned, by
building the container again from what is covered and comparing bytes.
"""

from asn1crypto import x509  # type: ignore[import-untyped]

_SEQUENCE, _SET, _OCTETS, _FIRST_OPTION, _SECOND_OPTION = 0x30, 0x31, 0x04, 0xA0, 0xA1
_ONE = bytes.fromhex("020101")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_TIMESTAMP = bytes.fromhex("060b2a864886f70d010910020e")
_DATA = bytes.fromhex("06092a864886f70d010701")
_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_SHA256_WITH_RSA = bytes.fromhex("300d06092a864886f70d01010b0500")


def rebuilt(certificate: bytes, signed_attributes: bytes, signature: bytes, timestamp: bytes = b"") -> bytes:
    """The DER of the only container that can hold these: one signer, one certificate, SHA-256 with RSA.

    `signed_attributes` are the bytes that stand in the container, with their own tag; `timestamp` is the token of an
    authority, which is judged by itself.
    """
    attribute = _der(_SEQUENCE, _TIMESTAMP, _der(_SET, timestamp)) if timestamp else b""
    subject = x509.Certificate.load(certificate)["tbs_certificate"]
    signer = _der(
        _SEQUENCE,
        _ONE,
        _der(_SEQUENCE, subject["issuer"].dump(), subject["serial_number"].dump()),
        _SHA256,
        signed_attributes,
        _SHA256_WITH_RSA,
        _der(_OCTETS, signature),
        _der(_SECOND_OPTION, attribute) if attribute else b"",
    )
    signed_data = _der(
        _SEQUENCE,
        _ONE,
        _der(_SET, _SHA256),
        _der(_SEQUENCE, _DATA),
        _der(_FIRST_OPTION, certificate),
        _der(_SET, signer),
    )
    return _der(_SEQUENCE, _SIGNED_DATA, _der(_FIRST_OPTION, signed_data))


def _der(tag: int, *parts: bytes) -> bytes:
    """A tag, the length in its shortest form, and the parts."""
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body
