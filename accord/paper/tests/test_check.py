"""One changed byte, one added byte, one strange file: each is noticed and said in plain words."""

import io
import os
import random
import time

import pytest
from asn1crypto import cms, core
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter

from accord.paper.check import LARGEST_BYTES, Finding, Verdict, check_receipt
from accord.paper.seal import seal
from accord.paper.seals import PLACE
from accord.paper.tests.conftest import AT, a_receipt


@pytest.fixture(scope="session")
def check(installation):
    return lambda pdf, lookup=None: check_receipt(pdf, [installation.root], lookup)


def codes(check):
    return {finding.code for finding in check.findings}


def gap_of(pdf):
    """From where to where the digits of the seal stand."""
    _, start, end, _ = (int(number) for number in PLACE.search(pdf).groups())
    return start, end


def with_byte(pdf, at, byte):
    return pdf[:at] + bytes([byte]) + pdf[at + 1 :]


def test_a_whole_receipt_is_genuine_and_says_its_evidence(check, sealed):
    answer = check(sealed)
    assert answer.is_genuine
    assert codes(answer) == {"known-seal", "intact"}
    assert answer.evidence == a_receipt().evidence
    assert (answer.sealed_by.name, answer.sealed_by.urn) == ("Hopewell Community School (URN 123456)", "123456")
    assert answer.sealed_by.at == AT


def test_the_ledger_can_speak_against_it(check, sealed):
    asked = []

    def lookup(evidence):
        asked.append(evidence.entry)
        return [Finding("not-in-ledger", False, "The ledger does not have this entry.")]

    answer = check(sealed, lookup)
    assert asked == [a_receipt().entry]
    assert not answer.is_genuine
    assert answer.evidence


@pytest.mark.slow
def test_a_flipped_bit_is_noticed_wherever_it_is(check, sealed):
    start, end = gap_of(sealed)
    step = random.Random(6)
    # All of the seal's own bytes and what stands around them, and a sample of the rest, which one hash covers.
    places = {*range(start - 60, len(sealed)), *range(40), *step.sample(range(len(sealed)), 2000)}
    missed = [at for at in places if check(with_byte(sealed, at, sealed[at] ^ 1 << step.randrange(8))).is_genuine]
    assert end - start > 2000
    assert missed == []


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_other_byte_anywhere_is_noticed(check, sealed, data):
    at = data.draw(st.integers(0, len(sealed) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != sealed[at]))
    answer = check(with_byte(sealed, at, byte))
    assert answer.verdict is not Verdict.GENUINE
    assert not answer.is_genuine
    assert answer.evidence is None


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0), inserted=st.binary(max_size=20), removed=st.integers(0, 50))
def test_cutting_out_and_putting_in_is_noticed(check, sealed, cut, inserted, removed):
    cut %= len(sealed)
    changed = sealed[:cut] + inserted + sealed[cut + removed :]
    assert check(changed).is_genuine == (changed == sealed)


def test_the_same_digits_in_small_letters_are_noticed(check, sealed):
    start, end = gap_of(sealed)
    answer = check(sealed[:start] + sealed[start:end].lower() + sealed[end:])
    assert codes(answer) == {"known-seal", "seal-damaged"}


def test_a_container_that_means_the_same_but_is_spelt_otherwise_is_noticed(check, sealed):
    start, end = gap_of(sealed)
    content = cms.ContentInfo.load(bytes.fromhex(sealed[start + 1 : end - 1].decode()))
    signer = content["content"]["signer_infos"][0]
    signer["unsigned_attrs"] = [{"type": "1.2.3.4", "values": [core.Null()]}]
    digits = content.dump(force=True).hex().upper().encode()
    answer = check(sealed[: start + 1] + digits.ljust(end - start - 2, b"0") + sealed[end - 1 :])
    assert codes(answer) == {"known-seal", "seal-damaged"}


@pytest.mark.parametrize("added", [b"\n", b"\x00", b"%%EOF\n", b"x" * 100_000], ids=["newline", "nul", "eof", "much"])
def test_text_after_the_seal_is_noticed_and_counted(check, sealed, added):
    answer = check(sealed + added)
    assert answer.verdict is Verdict.CHANGED
    assert codes(answer) == {"known-seal", "intact", "appended"}
    assert f"{len(added)} bytes were added" in answer.findings[-1].sentence
    assert answer.evidence is None


def test_an_incremental_update_is_noticed(check, sealed):
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.trailer["/Info"].get_object()["/Title"] = generic.TextStringObject("I never signed this")
    writer.mark_update(writer.trailer.raw_get("/Info"))
    changed = io.BytesIO()
    writer.write(changed)
    assert "appended" in codes(check(changed.getvalue()))


def test_a_second_seal_by_a_stranger_does_not_hide_what_was_added(check, sealed, unsealed, stranger):
    strange = seal(unsealed, stranger, reason="x", at=AT)
    assert codes(check(sealed + strange)) == {"known-seal", "intact", "appended"}


def test_the_seal_of_another_paper_does_not_fit(check, sealed, unsealed, hopewell):
    other = seal(unsealed, hopewell, reason="Receipt 7K3M-9Q2P-4E", at=AT)
    start, end = gap_of(sealed)
    assert gap_of(other) == (start, end)
    answer = check(sealed[:start] + other[start:end] + sealed[end:])
    assert codes(answer) == {"known-seal", "changed"}


def test_a_stranger_with_our_names_is_a_stranger(check, unsealed, stranger):
    answer = check(seal(unsealed, stranger, reason="x", at=AT))
    assert answer.verdict is Verdict.UNKNOWN_SEAL
    assert codes(answer) == {"unknown-seal"}
    assert "does not know" in answer.findings[0].sentence


def test_a_seal_with_a_damaged_certificate_is_called_damaged_or_forged(check, sealed):
    start, _ = gap_of(sealed)
    certificate_ends = sealed.index(b"A", start + 1400)
    answer = check(with_byte(sealed, certificate_ends, ord("B")))
    assert answer.verdict is Verdict.CHANGED
    assert codes(answer) <= {"forged", "seal-damaged"}


def test_a_receipt_that_speaks_of_another_school_is_not_genuine(check, installation, unsealed):
    other = installation.issue("Riverside Primary School", "654321")
    answer = check(seal(unsealed, other, reason="x", at=AT))
    assert "other-school" in codes(answer)
    assert not answer.is_genuine


def test_a_sealed_paper_that_is_no_receipt_is_genuine_but_says_so(check, hopewell):
    writer = PdfFileWriter(stream_xrefs=False)
    writer.root["/Metadata"] = writer.add_object(generic.StreamObject(stream_data=b"<x/>"))
    writer.insert_page(_blank(writer))
    paper = io.BytesIO()
    writer.write(paper)
    answer = check(seal(paper.getvalue(), hopewell, reason="A list", at=AT))
    assert answer.is_genuine
    assert "no-receipt" in codes(answer)
    assert answer.evidence is None


def _blank(writer):
    return generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Page"),
            generic.pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
            generic.pdf_name("/Resources"): generic.DictionaryObject(),
        }
    )


def test_no_seal_no_pdf_and_cut_files_each_get_their_own_answer(check, sealed, unsealed):
    assert codes(check(unsealed)) == {"no-seal"}
    assert codes(check(b"")) == {"empty"}
    assert codes(check(b"PK\x03\x04 a Word file")) == {"not-a-pdf"}
    assert codes(check(sealed[:-1])) == {"seal-damaged"}
    assert codes(check(b"%PDF-1.7\n1 0 obj <</Encrypt 2 0 R>>")) == {"locked"}


def test_a_locked_copy_is_said_to_be_locked(check, unsealed):
    writer = PdfFileWriter()
    writer.insert_page(_blank(writer))
    writer.encrypt("owner", "user")
    locked = io.BytesIO()
    writer.write(locked)
    assert codes(check(locked.getvalue())) == {"locked"}


def test_a_file_of_fifty_megabytes_is_answered_at_once(check):
    begin = time.perf_counter()
    assert codes(check(b"%PDF-1.7" + os.urandom(2**20) * 50)) == {"too-big"}
    assert time.perf_counter() - begin < 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "filling",
    [
        b"/ByteRange [0 1 2 3]",
        b"/ByteRange" + b" " * 900,
        b"/ByteRange [0 9 99999 9]<" + b"AB" * 40_000,
        b"/ByteRange [" + b"9" * 900,
        b"/ByteRange [0 8 70000 0]<" + b"30" * 30_000 + b">",
    ],
)
def test_the_largest_file_full_of_false_seals_takes_no_more_than_a_second_or_two(check, filling):
    pdf = b"%PDF-1.7" + filling * ((LARGEST_BYTES - 8) // len(filling))
    begin = time.perf_counter()
    assert check(pdf).verdict is Verdict.CHANGED
    assert time.perf_counter() - begin < 2


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(container=st.binary(min_size=300, max_size=2000))
def test_garbage_where_a_container_should_be_is_answered(check, container):
    digits = b"<" + container.hex().encode() + b">"
    head = b"%PDF-1.7"
    tail = b" /ByteRange [0 8 %d 40]" % (8 + len(digits))
    assert codes(check(head + digits + tail.ljust(40))) == {"seal-damaged"}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_container_changed_in_several_places_is_answered(check, sealed, data):
    start, _ = gap_of(sealed)
    changed = bytearray(sealed)
    for at in data.draw(st.lists(st.integers(start + 1, start + 3700), min_size=1, max_size=8)):
        changed[at] = data.draw(st.sampled_from(b"0123456789ABCDEF"))
    assert check(bytes(changed)).is_genuine == (bytes(changed) == sealed)


def test_the_reader_agrees_on_what_the_evidence_is(sealed):
    assert PdfFileReader(io.BytesIO(sealed)).trailer["/Info"]["/Keywords"] == a_receipt().evidence.keywords()
