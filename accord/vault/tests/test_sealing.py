"""What the sealed form withstands. No database."""

import os
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.vault import sealing
from accord.vault.sealing import SEGMENT_BYTES, Damaged

KEY = bytes(range(32))
WHOSE = b"1/folder/file"
SEALED_SEGMENT = SEGMENT_BYTES + 16
HEAD = 24


def sealed(content: bytes, whose: bytes = WHOSE) -> bytes:
    return b"".join(sealing.seal(KEY, whose, [content]))


def opened(raw: bytes, whose: bytes = WHOSE, key: bytes = KEY) -> bytes:
    return b"".join(sealing.unseal(key, whose, BytesIO(raw)))


@pytest.mark.parametrize(
    "size", [0, 1, SEGMENT_BYTES - 1, SEGMENT_BYTES, SEGMENT_BYTES + 1, 3 * SEGMENT_BYTES, 200_000]
)
def test_what_goes_in_comes_out(size):
    content = os.urandom(size)
    assert opened(sealed(content)) == content


@given(st.lists(st.binary(max_size=3 * SEGMENT_BYTES), max_size=4))
def test_the_pieces_it_came_in_do_not_matter(pieces):
    raw = b"".join(sealing.seal(KEY, WHOSE, pieces))
    assert opened(raw) == b"".join(pieces)


def test_the_same_content_is_sealed_differently_each_time():
    assert sealed(b"same") != sealed(b"same")


def test_nothing_of_the_content_shows():
    assert b"Hopewell" not in sealed(b"Hopewell" * 10_000)


def test_every_flipped_byte_is_noticed():
    raw = sealed(b"Acceptable use" * 10)
    for place in range(len(raw)):
        broken = bytearray(raw)
        broken[place] ^= 1
        with pytest.raises(Damaged):
            opened(bytes(broken))


@pytest.mark.parametrize(
    "cut",
    [0, 7, HEAD, HEAD + 5, HEAD + SEALED_SEGMENT, HEAD + 2 * SEALED_SEGMENT, HEAD + 2 * SEALED_SEGMENT + 20, -1],
)
def test_a_file_that_was_cut_off_is_noticed(cut):
    raw = sealed(os.urandom(2 * SEGMENT_BYTES + 500))
    with pytest.raises(Damaged):
        opened(raw[:cut])


def test_segments_cannot_change_places():
    raw = sealed(os.urandom(3 * SEGMENT_BYTES))
    first, second = raw[HEAD : HEAD + SEALED_SEGMENT], raw[HEAD + SEALED_SEGMENT : HEAD + 2 * SEALED_SEGMENT]
    with pytest.raises(Damaged):
        opened(raw[:HEAD] + second + first + raw[HEAD + 2 * SEALED_SEGMENT :])


def test_a_last_segment_cannot_become_the_end_of_a_shorter_file():
    raw = sealed(os.urandom(SEGMENT_BYTES + 1))
    with pytest.raises(Damaged):
        opened(raw[:HEAD] + raw[HEAD + SEALED_SEGMENT :])


def test_bytes_after_the_end_are_noticed():
    with pytest.raises(Damaged):
        opened(sealed(b"whole") + b"more")


def test_another_files_name_does_not_open_it():
    with pytest.raises(Damaged):
        opened(sealed(b"text"), whose=b"1/folder/other")


def test_another_folders_key_does_not_open_it():
    with pytest.raises(Damaged):
        opened(sealed(b"text"), key=bytes(32))
