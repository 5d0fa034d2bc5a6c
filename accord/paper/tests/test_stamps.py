"""Seals with a timestamp (PAdES B-LT), from a real authority on this machine that can also misbehave."""

import io
import random
import time
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from accord.kernel import keys_material
from accord.paper.check import Verdict, check_receipt
from accord.paper.seal import NotStamped, Stamping, seal
from accord.paper.seals import PLACE
from accord.paper.tests.authority import Authority

NOW = datetime.fromtimestamp(int(time.time()), UTC)


@pytest.fixture(scope="module")
def authority():
    made = Authority()
    yield made
    made.close()


@pytest.fixture
def stamping(authority, installation):
    authority.mood = "well"
    revocations = keys_material.make_revocation_list(
        root_private=installation._private, root_certificate=installation.root, revoked=[], at=NOW - timedelta(hours=1)
    )
    return Stamping(authority.url, (authority.root,), revocations)


@pytest.fixture(scope="module")
def stamped(authority, installation, unsealed, hopewell):
    authority.mood = "well"
    revocations = keys_material.make_revocation_list(
        root_private=installation._private, root_certificate=installation.root, revoked=[], at=NOW - timedelta(hours=1)
    )
    return seal(
        unsealed, hopewell, reason="x", at=NOW, stamping=Stamping(authority.url, (authority.root,), revocations)
    )


def codes(check):
    return {finding.code for finding in check.findings}


def test_a_stamped_paper_is_genuine_and_says_who_confirms_when(stamped, installation, authority):
    answer = check_receipt(stamped, [installation.root], stamp_roots=[authority.root])
    assert answer.is_genuine
    assert codes(answer) == {"known-seal", "intact", "stamp"}
    assert "Clockmaker of Hopewell, a timestamp authority, confirms" in answer.findings[-1].sentence
    assert abs(answer.sealed_by.stamped_at - NOW) < timedelta(hours=1)


def test_another_validator_checks_it_offline_years_later(stamped, installation, authority):
    """All that is needed lies in the paper: certificates and revocation lists of both, in the sealed revision."""
    [signature] = PdfFileReader(io.BytesIO(stamped)).embedded_signatures
    store = DocumentSecurityStore.read_dss(signature.reader)
    assert len(store.crls) == 2
    roots = [Certificate.load(installation.root), Certificate.load(authority.root)]
    context = store.as_validation_context(
        {
            "trust_roots": roots,
            "moment": NOW + timedelta(hours=1),
            "best_signature_time": NOW,
            "allow_fetching": False,
            "revocation_mode": "require",
        }
    )
    status = validate_pdf_signature(signature, context, ts_validation_context=context)
    assert (status.intact, status.valid, status.trusted, status.docmdp_ok) == (True, True, True, True)
    assert status.timestamp_validity.trusted
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE


def test_an_authority_that_this_service_does_not_know_is_named_and_confirms_nothing(stamped, installation, stranger):
    answer = check_receipt(stamped, [installation.root], stamp_roots=[stranger.chain[0]])
    assert codes(answer) == {"known-seal", "intact", "stamp-unknown"}
    assert answer.sealed_by.stamped_at is None


@pytest.mark.slow
def test_a_flipped_bit_anywhere_is_noticed_or_says_nothing_new(stamped, installation, authority):
    """Parts of an authority's token are covered by no signature; a bit there may be passed over, but changes no word."""
    _, start, end, _ = (int(number) for number in PLACE.search(stamped).groups())
    whole = check_receipt(stamped, [installation.root], stamp_roots=[authority.root])
    step = random.Random(11)
    token_ends = start + len(stamped[start:end].rstrip(b"0>"))
    for at in [*step.sample(range(start, token_ends), 250), *step.sample(range(len(stamped)), 100)]:
        changed = stamped[:at] + bytes([stamped[at] ^ 1 << step.randrange(8)]) + stamped[at + 1 :]
        answer = check_receipt(changed, [installation.root], stamp_roots=[authority.root])
        assert not answer.is_genuine or answer == whole or codes(answer) == {"known-seal", "intact", "stamp-unknown"}


def test_a_timestamp_that_is_taken_off_or_put_on_another_paper_is_noticed(
    stamped, unsealed, hopewell, stamping, installation, authority
):
    other = seal(unsealed, hopewell, reason="y", at=NOW, stamping=stamping)

    def with_token_of(paper, donor):
        from asn1crypto import cms

        def container(pdf):
            _, start, end, _ = (int(number) for number in PLACE.search(pdf).groups())
            return start, end, cms.ContentInfo.load(bytes.fromhex(pdf[start + 1 : end - 1].decode()))

        start, end, ours = container(paper)
        token = container(donor)[2]["content"]["signer_infos"][0]["unsigned_attrs"][0]["values"][0]
        ours["content"]["signer_infos"][0]["unsigned_attrs"][0]["values"] = [token]
        digits = ours.dump(force=True).hex().upper().encode()
        return paper[: start + 1] + digits.ljust(end - start - 2, b"0") + paper[end - 1 :]

    answer = check_receipt(with_token_of(stamped, other), [installation.root], stamp_roots=[authority.root])
    assert answer.verdict is Verdict.CHANGED
    assert not answer.is_genuine


@pytest.mark.parametrize("mood", ["down", "refusing", "rubbish", "another's", "unlisted", "dripping"])
def test_an_authority_that_does_not_do_its_part_is_said_and_not_waited_for(
    mood, authority, stamping, unsealed, hopewell, monkeypatch
):
    monkeypatch.setattr("accord.paper.stamping.SECONDS", 1.0)
    authority.mood, began = mood, time.monotonic()
    with pytest.raises(NotStamped, match="timestamp"):
        seal(unsealed, hopewell, reason="x", at=NOW, stamping=stamping)
    assert time.monotonic() - began < 8


def test_an_authority_that_is_not_there(stamping, unsealed, hopewell):
    gone = Stamping("http://127.0.0.1:9/", stamping.roots, stamping.revocations)
    with pytest.raises(NotStamped, match="could not be reached"):
        seal(unsealed, hopewell, reason="x", at=NOW, stamping=gone)


def test_an_authority_that_nobody_vouches_for_is_not_used(stamping, unsealed, hopewell, stranger):
    doubtful = Stamping(stamping.url, stranger.chain, stamping.revocations)
    with pytest.raises(NotStamped, match="certificate could not be checked"):
        seal(unsealed, hopewell, reason="x", at=NOW, stamping=doubtful)


def test_a_revoked_seal_gets_no_timestamp(stamping, installation, unsealed, hopewell):
    since = NOW - timedelta(days=1)
    revocations = keys_material.make_revocation_list(
        root_private=installation._private,
        root_certificate=installation.root,
        revoked=[(keys_material.serial_of(hopewell.certificate), since)],
        at=NOW - timedelta(minutes=30),
    )
    with pytest.raises(NotStamped):
        seal(unsealed, hopewell, reason="x", at=NOW, stamping=Stamping(stamping.url, stamping.roots, revocations))


def test_a_validator_that_knows_no_root_trusts_nothing(stamped):
    [signature] = PdfFileReader(io.BytesIO(stamped)).embedded_signatures
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[], allow_fetching=False))
    assert not status.trusted
