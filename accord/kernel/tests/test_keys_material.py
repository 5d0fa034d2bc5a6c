"""Key material: what one bit, another school or another root key does to it."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st

from accord.kernel import keys_material

AT = datetime(2026, 11, 22, 17, 44, tzinfo=UTC)
ROOT = bytes(range(32))


@given(secret=st.binary(max_size=200), school=st.integers(1, 10**6), purpose=st.sampled_from(["head", "seal"]))
def test_what_is_wrapped_comes_back(secret, school, purpose):
    associated = f"{school}/{purpose}".encode()
    assert keys_material.unwrap(ROOT, keys_material.wrap(ROOT, secret, associated), associated) == secret


def test_wrapping_the_same_secret_twice_gives_different_bytes():
    assert keys_material.wrap(ROOT, b"key", b"1/seal") != keys_material.wrap(ROOT, b"key", b"1/seal")


@pytest.mark.parametrize(
    ("root_key", "associated"),
    [
        pytest.param(ROOT, b"2/seal", id="another school"),
        pytest.param(ROOT, b"1/head", id="another purpose"),
        pytest.param(bytes(32), b"1/seal", id="another root key"),
    ],
)
def test_a_wrapped_key_opens_only_for_its_own_use(root_key, associated):
    wrapped = keys_material.wrap(ROOT, b"key", b"1/seal")
    with pytest.raises(keys_material.WrongKey):
        keys_material.unwrap(root_key, wrapped, associated)


def test_any_flipped_bit_or_cut_of_a_wrapped_key_is_noticed():
    wrapped = keys_material.wrap(ROOT, b"key", b"1/seal")
    flipped = [
        wrapped[:at] + bytes([wrapped[at] ^ 1 << bit]) + wrapped[at + 1 :]
        for at in range(len(wrapped))
        for bit in range(8)
    ]
    for changed in [*flipped, *(wrapped[:size] for size in range(len(wrapped)))]:
        with pytest.raises(keys_material.WrongKey):
            keys_material.unwrap(ROOT, changed, b"1/seal")


def test_a_head_key_signs_and_nothing_else_passes_for_its_signature():
    private, public = keys_material.make_ed25519()
    signature = keys_material.sign(private, b"head")
    assert keys_material.is_signed(public, b"head", signature)
    assert not keys_material.is_signed(public, b"Head", signature)
    assert not keys_material.is_signed(public, b"head", signature[:-1] + bytes([signature[-1] ^ 1]))
    assert not keys_material.is_signed(keys_material.make_ed25519()[1], b"head", signature)
    assert not keys_material.is_signed(b"no key", b"head", b"no signature")


@pytest.fixture(scope="module")
def issued():
    root_private, _ = keys_material.make_rsa()
    root = keys_material.make_root_certificate(root_private, name="Accord at Hopewell", at=AT)

    def issue(name="Hopewell Community School", urn="123456", at=AT):
        _, public = keys_material.make_rsa()
        made = keys_material.make_seal_certificate(
            root_private=root_private, root_certificate=root, public=public, school_name=name, urn=urn, at=at
        )
        return x509.load_der_x509_certificate(made)

    return x509.load_der_x509_certificate(root), issue


def test_the_seal_certificate_names_the_school_and_may_only_seal(issued):
    root, issue = issued
    seal = issue()
    seal.verify_directly_issued_by(root)
    assert seal.subject.rfc4514_string().startswith("CN=Hopewell Community School (URN 123456)")
    usage = seal.extensions.get_extension_for_class(x509.KeyUsage)
    allowed = {
        use
        for use in ("digital_signature", "content_commitment", "key_encipherment", "key_cert_sign", "crl_sign")
        if getattr(usage.value, use)
    }
    assert usage.critical
    assert allowed == {"digital_signature", "content_commitment"}
    assert not seal.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert seal.public_key().key_size == keys_material.SEAL_KEY_BITS
    assert (seal.not_valid_after_utc - AT).days == 3652


def test_the_root_vouches_for_seals_only(issued):
    root, issue = issued
    constraints = root.extensions.get_extension_for_class(x509.BasicConstraints)
    assert constraints.critical
    assert constraints.value == x509.BasicConstraints(ca=True, path_length=0)
    assert root.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    own = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    named = issue().extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    assert named == own


def test_a_name_too_long_for_a_certificate_is_cut_and_keeps_its_urn(issued):
    seal = issued[1](name="Ysgol Gymraeg Llanfairpwllgwyngyll – Ŵyr a Ŷd " * 3)
    [name] = seal.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    assert len(name.value.encode()) <= 64
    assert name.value.endswith("… (URN 123456)")


def test_a_seal_does_not_outlive_the_root(issued):
    root, issue = issued
    late = issue(at=root.not_valid_after_utc - timedelta(days=400))
    assert late.not_valid_after_utc == root.not_valid_after_utc


def test_a_made_key_loads_from_its_own_bytes():
    private, public = keys_material.make_rsa()
    loaded = serialization.load_der_private_key(private, password=None).public_key()
    assert public == loaded.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
