"""Keys that are replaced or marked: old papers and heads stay good, and the ledger keeps what was done."""

import json
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from django.core.management import CommandError, call_command
from django.test import Client

from accord.kernel import clock, keys, keys_material
from accord.kernel.decision import Refused
from accord.kernel.ledger import record, sequencer
from accord.kernel.ledger.verify import verify
from accord.kernel.models import Entry, Head, SchoolSecret
from accord.kernel.scope import in_school
from accord.paper import seal as paper
from accord.paper.check import Verdict, check_receipt
from accord.people.tests.cast import make_person, make_school
from accord.schools.models import School
from accord.witnesses import reads, seals
from accord.witnesses.actions import keys as actions
from accord.witnesses.models import Distrust
from accord.witnesses.standalone import _endorsed


@pytest.fixture
def pdf() -> bytes:
    from accord.paper.press import HOUSE_FONTS, Press
    from accord.paper.receipts import render
    from accord.paper.tests.conftest import a_receipt

    return render(a_receipt(), Press() if any(HOUSE_FONTS.glob("**/*.ttf")) else Press([]))


def sealed(pdf: bytes, school: School) -> bytes:
    own = seals.seal_of(school)
    return paper.seal(pdf, own, reason="x", at=clock.now().replace(microsecond=0))


def findings() -> set[str]:
    """What speaks against this slice's rows and the heads; the rows that tests make by hand have no entries."""
    return {found.code for found in verify().findings if not found.code.startswith(("person", "appointment"))}


def judge(pdf: bytes) -> tuple[Verdict, set[str]]:
    answer = check_receipt(pdf, seals.trusted_roots(), marks=seals.marks)
    return answer.verdict, {finding.code for finding in answer.findings if not finding.is_good} - {"other-school"}


@pytest.mark.slow
def test_papers_under_a_former_seal_stay_genuine(here: School, pdf: bytes) -> None:
    before = sealed(pdf, here)
    row = actions.replace(what=keys.SEAL, because="test", by=None)
    after = sealed(pdf, here)
    certificates = [check_receipt(one, seals.trusted_roots()).sealed_by for one in (before, after)]
    assert certificates[1] is not None
    assert certificates[1].certificate == keys_material.fingerprint(bytes(row.public))
    assert len({one.certificate for one in certificates if one}) == 2
    assert judge(before)[0] is judge(after)[0] is Verdict.GENUINE
    entry = Entry.objects.get(act="key.replaced")
    assert json.loads(entry.detail or "")["what"] == "seal"


def test_heads_of_a_former_key_still_verify_and_the_new_key_is_signed_for(here: School) -> None:
    person = make_person()
    record("thing.done", person, by=None)
    sequencer.sequence()
    actions.replace(what=keys.HEAD, because="test", by=None)
    sequencer.sequence()
    first, second = Head.objects.order_by("size")
    assert first.key_id != second.key_id
    assert findings() == set()
    listed = {key["fingerprint"]: key for key in reads.published(here)["keys"]}
    assert list(listed) == [first.key_id, second.key_id]
    assert _endorsed(listed, first.key_id, here.pk) == set(listed)
    listed[second.key_id]["endorsement"] = bytes(64).hex()
    assert _endorsed(listed, first.key_id, here.pk) == {first.key_id}


def test_a_key_is_replaced_after_its_year_and_not_before(here: School) -> None:
    record("thing.done", make_person(), by=None)
    sequencer.sequence()
    now = clock.now()
    assert actions.replace_due(now=now + timedelta(days=364)) == 0
    assert actions.replace_due(now=now + timedelta(days=366)) == 1
    assert actions.replace_due(now=now + timedelta(days=300)) == 0


@pytest.mark.slow
def test_a_marked_seal_is_replaced_revoked_and_said(here: School, pdf: bytes) -> None:
    before = sealed(pdf, here)
    row = SchoolSecret.objects.get(purpose=keys.SEAL)
    now = clock.now()
    with pytest.raises(Refused):
        actions.distrust(key=row, since=now + timedelta(days=1), because="?", by=None, now=now)
    actions.distrust(key=row, since=now - timedelta(days=2), because="A stolen backup", by=None, now=now)
    assert judge(before) == (Verdict.DOUBTFUL, {"seal-distrusted"})
    assert judge(sealed(pdf, here)) == (Verdict.GENUINE, set())
    revoked = x509.load_der_x509_crl(seals.revocation_list())
    number = keys_material.serial_of(bytes(row.public))
    assert revoked.get_revoked_certificate_by_serial_number(number) is not None
    root = x509.load_der_x509_certificate(seals.trusted_roots()[0])
    assert revoked.is_signature_valid(root.public_key())  # type: ignore[arg-type]
    assert "A stolen backup" in (Entry.objects.get(act="key.distrusted").detail or "")
    with pytest.raises(Refused):
        actions.distrust(key=row, since=now - timedelta(days=2), because="again", by=None, now=now)


def test_a_marked_head_key_is_replaced_and_listed(here: School) -> None:
    record("thing.done", make_person(), by=None)
    sequencer.sequence()
    row, since = SchoolSecret.objects.get(purpose=keys.HEAD), clock.now() - timedelta(days=1)
    actions.distrust(key=row, since=since, because="x", by=None, now=clock.now())
    old, new = reads.published(here)["keys"]
    assert (old["distrusted_since"] is not None, new["distrusted_since"]) == (True, None)
    assert _endorsed({key["fingerprint"]: key for key in (old, new)}, old["fingerprint"], here.pk) == {
        old["fingerprint"]
    }


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        pytest.param(
            "DELETE FROM kernel_schoolsecret WHERE generation = 2 AND {here}", "key-deleted", id="key deleted"
        ),
        pytest.param(
            "INSERT INTO kernel_schoolsecret (id, school_id, purpose, generation, wrapped, public, created_at) "
            "SELECT gen_random_uuid(), school_id, purpose, 3, wrapped, public, now() FROM kernel_schoolsecret "
            "WHERE generation = 1 AND {here}",
            "key-unrecorded",
            id="a key put in by hand",
        ),
        pytest.param("DELETE FROM witnesses_distrust WHERE ledger = {school}", "key-mark-deleted", id="mark deleted"),
        pytest.param(
            "UPDATE witnesses_distrust SET since = since + interval '1 day' WHERE ledger = {school}",
            "key-mark-edited",
            id="mark moved",
        ),
    ],
)
def test_whoever_meddles_with_keys_is_found(
    statement: str, code: str, committing: None, superuser: psycopg.Connection
) -> None:
    school = make_school().pk
    with in_school(school):
        record("thing.done", make_person(), by=None)
        sequencer.sequence()
        row = SchoolSecret.objects.get()
        actions.distrust(key=row, since=clock.now() - timedelta(days=1), because="x", by=None, now=clock.now())
        sequencer.sequence()
        assert findings() == set()
    superuser.execute(statement.format(here=f"school_id = {school}", school=school))
    with in_school(school):
        assert code in findings()


def test_a_head_that_a_former_key_signed_later_is_found(committing: None, superuser: psycopg.Connection) -> None:
    school = make_school().pk
    with in_school(school):
        record("thing.done", make_person(), by=None)
        sequencer.sequence()
        actions.replace(what=keys.HEAD, because="test", by=None)
        sequencer.sequence()
    superuser.execute(
        f"UPDATE kernel_schoolsecret SET created_at = created_at - interval '1 hour' WHERE school_id = {school} "
        "AND generation = 2"
    )
    with in_school(school):
        assert "head-untimely" in findings()


def test_the_commands_replace_list_and_mark(committing: None, capsys: pytest.CaptureFixture[str]) -> None:
    school = make_school()
    with in_school(school.pk):
        record("thing.done", make_person(), by=None)
        sequencer.sequence()
    call_command("keys_rotate", school=school.urn, what=["head"], json=True)
    made = json.loads(capsys.readouterr().out)
    call_command("keys_list", school=school.urn, json=True)
    [told] = json.loads(capsys.readouterr().out)
    assert [key["fingerprint"] for key in told["keys"]][1] == made["head"]
    said = {"school": school.urn, "since": clock.today(), "because": "x"}
    call_command("keys_distrust", key=told["keys"][0]["fingerprint"], **said)
    assert Distrust.objects.filter(fingerprint=told["keys"][0]["fingerprint"]).exists()
    with pytest.raises(CommandError):
        call_command("keys_distrust", key="0" * 64, **said)
    with pytest.raises(CommandError):
        call_command("keys_rotate", school=99)


def test_anybody_can_fetch_keys_root_and_checker(here: School, pdf: bytes, tmp_path: Path) -> None:
    browser = Client()
    assert browser.get("/receipts/root/").status_code == 404
    assert browser.get("/receipts/root.crl").status_code == 404
    sealed(pdf, here)
    page = browser.get("/receipts/root/").content.decode()
    fingerprint = keys_material.fingerprint(seals.trusted_roots()[0])
    assert fingerprint[:4] in page
    assert browser.get("/receipts/root.cer").content == seals.trusted_roots()[0]
    assert x509.load_pem_x509_certificate(browser.get("/receipts/root.pem").content)
    assert len(x509.load_der_x509_crl(browser.get("/receipts/root.crl").content)) == 0
    listed = browser.get(f"/receipts/keys/{here.slug}/keys.json").json()
    assert listed["seals"][0]["fingerprint"] == keys_material.fingerprint(seals.seal_of(here).certificate)
    assert "Serves now" in browser.get(f"/receipts/keys/{here.slug}/").content.decode()
    checker = browser.get("/receipts/accord-check.py").content
    assert keys_material.fingerprint(checker) in browser.get("/receipts/checker/").content.decode()
