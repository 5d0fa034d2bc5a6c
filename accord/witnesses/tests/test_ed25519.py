"""The checker's own Ed25519 against the library's, on good signatures and on every kind of bad one."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.witnesses.standalone import ORDER, P, is_signed

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
TEXT = b"accord-head/1\n17\n"
SIGNATURE = KEY.sign(TEXT)


def by_the_library(public: bytes, text: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


@settings(max_examples=60, deadline=None)
@given(private=st.binary(min_size=32, max_size=32), text=st.binary(max_size=200))
def test_what_the_library_signs_is_signed(private: bytes, text: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(private)
    public = key.public_key().public_bytes_raw()
    assert is_signed(public, text, key.sign(text))
    assert not is_signed(public, text + b"x", key.sign(text))


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 95), bit=st.integers(0, 7))
def test_a_flipped_bit_is_refused_by_both(at: int, bit: int) -> None:
    changed = bytearray(PUBLIC + SIGNATURE)
    changed[at] ^= 1 << bit
    public, signature = bytes(changed[:32]), bytes(changed[32:])
    assert not is_signed(public, TEXT, signature)
    assert not by_the_library(public, TEXT, signature)


@settings(max_examples=100, deadline=None)
@given(public=st.binary(max_size=40), text=st.binary(max_size=20), signature=st.binary(max_size=70))
def test_any_bytes_get_the_same_answer(public: bytes, text: bytes, signature: bytes) -> None:
    assert is_signed(public, text, signature) == by_the_library(public, text, signature)


@pytest.mark.parametrize(
    ("public", "signature"),
    [
        pytest.param(
            PUBLIC,
            SIGNATURE[:32] + (int.from_bytes(SIGNATURE[32:], "little") + ORDER).to_bytes(32, "little"),
            id="the same number, one order higher",
        ),
        pytest.param((P + 1).to_bytes(32, "little"), SIGNATURE, id="a point beyond the field"),
        pytest.param(b"\x01" + bytes(31), SIGNATURE, id="the neutral point"),
        pytest.param(PUBLIC, SIGNATURE[:-1], id="too short"),
        pytest.param(PUBLIC[:-1], SIGNATURE, id="a short key"),
        pytest.param(PUBLIC, bytes(64), id="zeros"),
    ],
)
def test_odd_spellings_are_refused(public: bytes, signature: bytes) -> None:
    assert not is_signed(public, TEXT, signature)


@pytest.mark.parametrize(
    ("public", "text", "signature"),
    [
        pytest.param(
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            id="RFC 8032, 7.1, test 1",
        ),
        pytest.param(
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
            id="RFC 8032, 7.1, test 3",
        ),
    ],
)
def test_the_standards_own_examples(public: str, text: str, signature: str) -> None:
    assert is_signed(bytes.fromhex(public), bytes.fromhex(text), bytes.fromhex(signature))
