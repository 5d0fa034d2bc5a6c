"""The seal as others see it: pyHanko's own validator and poppler are second and third opinions."""

import io
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from accord.paper.seal import NotSealable, Seal, seal
from accord.paper.tests.conftest import AT


def embedded(pdf):
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return signature


def test_pyhanko_finds_it_intact_trusted_and_allowing_no_change(sealed, installation):
    context = ValidationContext(
        trust_roots=[Certificate.load(installation.root)], moment=AT, best_signature_time=AT, allow_fetching=False
    )
    status = validate_pdf_signature(embedded(sealed), signer_validation_context=context)
    assert (status.intact, status.valid, status.trusted, status.docmdp_ok) == (True, True, True, True)
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert embedded(sealed).docmdp_level == MDPPerm.NO_CHANGES


def test_poppler_finds_it_valid(sealed, tmp_path):
    if not shutil.which("pdfsig"):
        pytest.skip("poppler is not installed")
    file = tmp_path / "receipt.pdf"
    file.write_bytes(sealed)
    said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_it_states_its_reason_its_moment_and_its_school(sealed):
    signature = embedded(sealed)
    assert signature.sig_object["/Reason"] == "Receipt 7K3M-9Q2P-4D"
    assert signature.self_reported_timestamp == AT
    assert signature.signer_cert.subject.native["common_name"] == "Hopewell Community School (URN 123456)"


def test_the_standards_still_hold_after_sealing(sealed, unsealed):
    before, after = PdfFileReader(io.BytesIO(unsealed)), PdfFileReader(io.BytesIO(sealed))
    assert after.input_version == (1, 7)
    assert after.root["/Metadata"].data == before.root["/Metadata"].data
    assert dict(after.trailer["/Info"]) == dict(before.trailer["/Info"])
    page = after.root["/Pages"]["/Kids"][0]
    widget = page["/Annots"][len(page["/Annots"]) - 1]
    assert page["/Tabs"] == "/S"
    assert widget["/F"] == 4 | 128  # Printed and locked; not hidden, which PDF/A-2 forbids.
    assert widget["/Rect"] == [-9999] * 4  # Off the page, where PDF/UA-1 wants no tag for it.
    assert widget["/TU"]


def test_sealing_twice_with_the_same_evidence_gives_the_same_bytes(unsealed, sealed, hopewell):
    assert seal(unsealed, hopewell, reason="Receipt 7K3M-9Q2P-4D", at=AT) == sealed


def test_a_moment_with_another_offset_is_written_in_utc(unsealed, hopewell):
    summer = datetime.fromisoformat("2026-11-23T01:30:00+02:00")
    made = seal(unsealed, hopewell, reason="x", at=summer)
    assert embedded(made).self_reported_timestamp == datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("at", [AT - timedelta(days=31), AT + timedelta(days=3653)], ids=["too early", "too late"])
def test_a_seal_is_not_used_outside_its_time(unsealed, hopewell, at):
    with pytest.raises(NotSealable, match="not valid on"):
        seal(unsealed, hopewell, reason="x", at=at)


def test_a_sealed_paper_is_not_sealed_again(sealed, hopewell):
    with pytest.raises(NotSealable, match="already"):
        seal(sealed, hopewell, reason="x", at=AT)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"\x00" * 1000])
def test_what_is_no_pdf_is_not_sealed(hopewell, pdf):
    with pytest.raises(NotSealable):
        seal(pdf, hopewell, reason="x", at=AT)


def test_a_key_that_does_not_fit_its_certificate_is_found_at_once(unsealed, hopewell, stranger):
    with pytest.raises(NotSealable, match="our own check"):
        seal(unsealed, Seal(stranger.key, hopewell.certificate, hopewell.chain), reason="x", at=AT)


def test_a_seal_does_not_show_its_key(hopewell):
    assert repr(hopewell) == "Seal(…)"
