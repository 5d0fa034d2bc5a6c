"""Making, wrapping and using key material: bytes in, bytes out, nothing but `cryptography`.

The ladder has two steps: the installation's root key, which never enters the database, wraps the keys of schools.
"""

import os
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import NameOID

Maker = Callable[[], tuple[bytes, bytes]]  # What makes a new key: its private bytes, and its public bytes.

ROOT_KEY_BYTES = 32
SEAL_KEY_BITS = 3072  # RSA, since an elliptic curve would raise a sealed PDF to version 2.0, which PDF/A-2 forbids.
SEAL_YEARS = 10
REVOCATIONS_DAYS = 31  # A list of revoked certificates is made anew for whoever asks; a copy is good for a month.
ROOT_YEARS = 30  # A school that joins in the installation's twentieth year still gets a seal for its full ten.

_FORMAT = b"\x01"
_NONCE_BYTES = 12
_LONGEST_NAME = 64  # Bytes in a part of a certificate's name (RFC 5280, upper bounds).


class WrongKey(ValueError):
    """These bytes were not wrapped with this root key for this use, or they have been changed."""


def new_root_key() -> bytes:
    """A new root key. Whoever loses it loses every school's keys."""
    return os.urandom(ROOT_KEY_BYTES)


def wrap(root_key: bytes, secret: bytes, associated: bytes) -> bytes:
    """`secret` under AES-256-GCM, bound to `associated` (whose it is and what for). Twice gives different bytes."""
    nonce = os.urandom(_NONCE_BYTES)
    return _FORMAT + nonce + _wrapping(root_key, associated).encrypt(nonce, secret, associated)


def unwrap(root_key: bytes, wrapped: bytes, associated: bytes) -> bytes:
    """What `wrap` was given. Raises WrongKey for another root key, another use, or a single changed bit."""
    nonce, sealed = wrapped[1 : 1 + _NONCE_BYTES], wrapped[1 + _NONCE_BYTES :]
    if wrapped[:1] != _FORMAT or len(nonce) < _NONCE_BYTES:
        raise WrongKey("This is not a wrapped key of Accord.")
    try:
        return _wrapping(root_key, associated).decrypt(nonce, sealed, associated)
    except InvalidTag:
        raise WrongKey("The root key does not open this key.") from None


def _wrapping(root_key: bytes, associated: bytes) -> AESGCM:
    """A key of its own for each use, so that random nonces stay far from their limit."""
    assert len(root_key) == ROOT_KEY_BYTES
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=b"accord-wrap/1\n" + associated).derive(root_key))


def make_ed25519() -> tuple[bytes, bytes]:
    """A new key for ledger heads: 32 private and 32 public bytes."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def sign(private: bytes, text: bytes) -> bytes:
    """The Ed25519 signature of `text`: 64 bytes, the same each time."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(text)


def is_signed(public: bytes, text: bytes, signature: bytes) -> bool:
    """Whether `signature` is that of `text` under the Ed25519 key `public`; false for bytes that are no key at all."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """The name of a public key or a certificate on paper: its SHA-256 as 64 hexadecimal digits."""
    return sha256(public).hexdigest()


def make_rsa() -> tuple[bytes, bytes]:
    """A new key for seals: private as PKCS #8 DER, public as SubjectPublicKeyInfo DER. Takes about a second."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=SEAL_KEY_BITS)
    return (
        key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo),
    )


def make_root_certificate(private: bytes, *, name: str, at: datetime) -> bytes:
    """The installation's own root (DER), which vouches for the seals of its schools and for nothing else."""
    key = _private(private)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _shortened(name, _LONGEST_NAME))])
    builder = _certificate(subject, subject, key.public_key(), key.public_key(), at)
    builder = builder.not_valid_after(_years_after(at, ROOT_YEARS))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    return _signed(builder, key)


def make_seal_certificate(
    *, root_private: bytes, root_certificate: bytes, public: bytes, school_name: str, urn: str, at: datetime
) -> bytes:
    """A school's seal certificate (DER), issued by the root. It cannot outlive the root.

    A long school name is cut in the certificate; the paper that is sealed carries it in full.
    """
    issuer_key, issuer = _private(root_private), x509.load_der_x509_certificate(root_certificate)
    seal_key = serialization.load_der_public_key(public)
    assert isinstance(seal_key, rsa.RSAPublicKey)
    suffix = f" (URN {urn})"  # Never cut.
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _shortened(school_name, _LONGEST_NAME)),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, urn),
            x509.NameAttribute(NameOID.COMMON_NAME, _shortened(school_name, _LONGEST_NAME - len(suffix)) + suffix),
        ]
    )
    builder = _certificate(subject, issuer.subject, seal_key, issuer_key.public_key(), at)
    builder = builder.not_valid_after(min(_years_after(at, SEAL_YEARS), issuer.not_valid_after_utc))
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
    return _signed(builder, issuer_key)


def make_revocation_list(
    *, root_private: bytes, root_certificate: bytes, revoked: Iterable[tuple[int, datetime]], at: datetime
) -> bytes:
    """The root's list of certificates (numbers, and since when) that are no longer to be trusted (DER)."""
    key, issuer = _private(root_private), x509.load_der_x509_certificate(root_certificate)
    builder = x509.CertificateRevocationListBuilder(issuer_name=issuer.subject)
    builder = builder.last_update(at).next_update(at + timedelta(days=REVOCATIONS_DAYS))
    builder = builder.add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
    )
    for number, since in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(since)
        reason = x509.CRLReason(x509.ReasonFlags.key_compromise)
        builder = builder.add_revoked_certificate(entry.add_extension(reason, critical=False).build())
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def serial_of(certificate: bytes) -> int:
    """A certificate's own number."""
    return x509.load_der_x509_certificate(certificate).serial_number


def ends_at(certificate: bytes) -> datetime:
    """When a certificate stops being valid."""
    return x509.load_der_x509_certificate(certificate).not_valid_after_utc


def from_pem(text: bytes) -> tuple[bytes, ...]:
    """The certificates (DER) in a text file. Raises ValueError when there is none, or one that cannot be read."""
    found = x509.load_pem_x509_certificates(text)
    return tuple(one.public_bytes(serialization.Encoding.DER) for one in found)


def pem(certificate: bytes) -> str:
    """A certificate as text."""
    loaded = x509.load_der_x509_certificate(certificate)
    return loaded.public_bytes(serialization.Encoding.PEM).decode()


def _private(private: bytes) -> rsa.RSAPrivateKey:
    key = serialization.load_der_private_key(private, password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def _certificate(
    subject: x509.Name, issuer: x509.Name, public: rsa.RSAPublicKey, issuer_public: rsa.RSAPublicKey, at: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public), critical=False)
    )


def _usage(**uses: bool) -> x509.KeyUsage:
    none = dict.fromkeys(
        [
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ],
        False,
    )
    return x509.KeyUsage(**(none | uses))


def _signed(builder: x509.CertificateBuilder, key: rsa.RSAPrivateKey) -> bytes:
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _years_after(at: datetime, years: int) -> datetime:
    return at + timedelta(days=365.25 * years)


def _shortened(text: str, longest: int) -> str:
    """`text` on one line and at most `longest` bytes of UTF-8, with an ellipsis where it was cut."""
    text = " ".join(text.split())
    if len(text.encode()) <= longest:
        return text
    room = longest - len("…".encode())
    return text.encode()[:room].decode(errors="ignore").rstrip() + "…"
