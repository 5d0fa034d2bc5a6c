"""Finds seals in a file and judges them, byte by byte, without reading the file as a PDF.

Verify before parse: a stranger's file is only searched for the place of a seal and hashed. A seal of ours covers every
byte but its own digits, which have one spelling, so nothing can be said by the rest of the file that was not sealed.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from hashlib import sha256

# Importing `tsp` is what teaches `cms` to read which certificate signed.
from asn1crypto import cms, core, tsp  # type: ignore[import-untyped]  # noqa: F401
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.oid import NameOID

from accord.paper.container import rebuilt

_MOST_SEALS = 8  # Looked at in one file, the last ones. A paper of ours has one.
_NUMBER = rb"\s{1,9}(\d{1,10})"
PLACE = re.compile(rb"/ByteRange\s{0,9}\[" + _NUMBER.replace(b"{1,9}", b"{0,9}", 1) + 3 * _NUMBER + rb"\s{0,9}\]")
_DIGITS = re.compile(rb"<([0-9A-Fa-f]{512,65536})>")
_SEALED_AT = re.compile(rb"/M \(D(?::|\\072)(\d{14})Z")
_SET = b"\x31"  # Signed attributes are signed as a SET, but stand in the container under another tag (RFC 5652, 5.4).


class Fault(Enum):
    """What can be wrong with a seal of ours."""

    CHANGED = auto()  # The bytes that it covers are not those that were sealed.
    DAMAGED = auto()  # Its own bytes are not what they were.
    UNTIMELY = auto()  # Its certificate was not valid when it says it was made.


@dataclass(frozen=True)
class Stamp:
    """What an authority confirms. `is_whole`: it is about this very seal, and unchanged. `is_trusted`: and our authority's."""

    is_whole: bool
    is_trusted: bool = False
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class FoundSeal:
    """A seal in a file. It covers `pdf[:start]` and `pdf[end:stop]`; between them stand its digits.

    `attributes` are what is signed, as they stand in the file; `digest` and `certificate_digest` are read from them,
    empty where they do not say. `timestamp` is the token of a timestamp authority, if it carries one.
    """

    pdf: bytes
    start: int
    end: int
    stop: int
    certificate: x509.Certificate
    certificate_bytes: bytes
    attributes: bytes
    signature: bytes
    digest: bytes
    certificate_digest: bytes
    timestamp: bytes

    @property
    def bytes_after(self) -> int:
        """How many bytes follow what it covers."""
        return len(self.pdf) - self.stop

    @property
    def name(self) -> str:
        """Whom the certificate names. A claim, until a root of ours is found to have issued it."""
        return _named(self.certificate, NameOID.COMMON_NAME) or _named(self.certificate, NameOID.ORGANIZATION_NAME)

    @property
    def urn(self) -> str:
        return _named(self.certificate, NameOID.SERIAL_NUMBER)

    @property
    def fingerprint(self) -> str:
        return sha256(self.certificate_bytes).hexdigest()

    @property
    def sealed_at(self) -> datetime | None:
        """The moment that the seal itself states."""
        stated = _SEALED_AT.search(self.pdf, self.end, self.stop)
        if stated is None:
            return None
        try:
            return datetime.strptime(stated[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            return None

    def is_issued_by(self, roots: Iterable[x509.Certificate]) -> bool:
        return any(_is_issued(self.certificate, root) for root in roots)

    def claims_issuer(self, roots: Iterable[x509.Certificate]) -> bool:
        """Whether the certificate names one of `roots` as its issuer, truly or not."""
        return any(self.certificate.issuer == root.subject for root in roots)

    def faults(self) -> set[Fault]:
        """What is wrong with it, given that its certificate is trusted. What follows it is not its own fault."""
        faults = set()
        covered = sha256(self.pdf[: self.start])
        covered.update(memoryview(self.pdf)[self.end : self.stop])
        if self.digest != covered.digest():
            faults.add(Fault.CHANGED)
        if not (self._is_signed() and self._has_our_spelling()):
            faults.add(Fault.DAMAGED)
        at = self.sealed_at
        if at is None or not self.certificate.not_valid_before_utc <= at <= self.certificate.not_valid_after_utc:
            faults.add(Fault.UNTIMELY)
        return faults

    def _is_signed(self) -> bool:
        """Whether the certificate's key signed the attributes, and the attributes name the certificate."""
        key = self.certificate.public_key()
        if not isinstance(key, RSAPublicKey) or self.certificate_digest != sha256(self.certificate_bytes).digest():
            return False
        try:
            key.verify(self.signature, _SET + self.attributes[1:], PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        return True

    def _has_our_spelling(self) -> bool:
        spelt = rebuilt(self.certificate_bytes, self.attributes, self.signature, self.timestamp)
        digits = spelt.hex().upper().encode()
        return self.pdf[self.start : self.end] == b"<" + digits.ljust(self.end - self.start - 2, b"0") + b">"


def find_seals(pdf: bytes) -> Iterator[FoundSeal]:
    """The seals and signatures in `pdf` that say whom they are from, the last first. Never raises."""
    for place in reversed(deque(PLACE.finditer(pdf), maxlen=_MOST_SEALS)):
        first, start, end, after = (int(number) for number in place.groups())
        if first == 0 and end + after <= len(pdf) and _DIGITS.fullmatch(pdf, start, max(start, end)):
            seal = _read(pdf, start, end, end + after)
            if seal is not None:
                yield seal


def _read(pdf: bytes, start: int, end: int, stop: int) -> FoundSeal | None:
    """All that a stranger's container is asked for, at once; None when it cannot be read."""
    try:
        container = cms.ContentInfo.load(bytes.fromhex(pdf[start + 1 : end - 1].decode()))["content"]
        [signer] = container["signer_infos"]
        # Before any of them is read: asn1crypto may spell anew what has been read.
        attributes = signer["signed_attrs"].dump()
        said = {each["type"].native: each["values"][0] for each in signer["signed_attrs"]}
        certificate_bytes = container["certificates"][0].chosen.dump()
        certificate = x509.load_der_x509_certificate(certificate_bytes)
        seal = FoundSeal(
            pdf=pdf,
            start=start,
            end=end,
            stop=stop,
            certificate=certificate,
            certificate_bytes=certificate_bytes,
            attributes=attributes,
            signature=signer["signature"].native,
            digest=said["message_digest"].native,
            certificate_digest=_certificate_digest(said),
            timestamp=_timestamp(signer),
        )
        # These are read from the certificate's bytes only when they are asked for, and may be nonsense as well.
        return seal if seal.name and certificate.issuer and certificate.public_key() else None
    except Exception:  # Two libraries, each with errors of its own, read bytes that anybody may have written.
        return None


def _timestamp(signer: cms.SignerInfo) -> bytes:
    """The token as it stands there. Another attribute beside it would not be our spelling."""
    for attribute in signer["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            return bytes(attribute["values"][0].dump())
    return b""


def _certificate_digest(said: dict[str, core.Asn1Value]) -> bytes:
    if "signing_certificate_v2" not in said:
        return b""  # A signature of another kind than ours.
    [named] = said["signing_certificate_v2"]["certs"]
    return bytes(named["cert_hash"].native)


def _named(certificate: x509.Certificate, part: x509.ObjectIdentifier) -> str:
    values = certificate.subject.get_attributes_for_oid(part)
    return str(values[0].value) if values else ""


def _is_issued(certificate: x509.Certificate, root: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def loaded(roots: Sequence[bytes]) -> list[x509.Certificate]:
    """Root certificates (DER)."""
    return [x509.load_der_x509_certificate(root) for root in roots]
