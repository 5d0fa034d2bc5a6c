"""Receipts: made from the evidence, sealed, checked by anyone, held against the ledger."""

import contextlib
import io
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accord.kernel import clock, keys_material
from accord.kernel.scope import in_school
from accord.paper.tests.authority import Authority
from accord.people.models import Person
from accord.people.tests.cast import Cast
from accord.signing import jobs, receipt_views
from accord.signing.models import Declaration, ReceiptCopy, Text
from accord.signing.receipts import Origin, origins
from accord.signing.tests.test_pages import base, deliver_all, sign
from accord.witnesses import sealing, standalone


class Minutes:
    def of(self, texts: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Origin]:
        return {text: Origin(date(2026, 10, 12), "26/41") for text in texts}


@pytest.fixture(autouse=True)
def minutes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(receipt_views, "PATIENCE_SECONDS", 0)
    kept, origins._items[:] = list(origins), [Minutes()]
    yield
    origins._items[:] = kept


@pytest.fixture
def priya(cast: Cast) -> Person:
    return cast["staff"]


@pytest.fixture
def browser(priya: Person, ask: Callable[..., Text], signed_in: Callable[..., Client]) -> Client:
    """A browser in which Priya has just signed."""
    text = ask(priya)
    browser = signed_in(priya)
    deliver_all(browser, priya, text)
    sign(browser, priya)
    return browser


@pytest.fixture
def receipt(priya: Person, browser: Client) -> bytes:
    """Priya's receipt, as she downloads it."""
    with in_school(priya.school_id):
        made = Declaration.objects.get()
    address = f"{base(priya)}/my-record/{made.pk}/receipt/"
    assert "Your receipt is being made" in browser.post(address, follow=True).content.decode()
    with in_school(priya.school_id):
        jobs.make_receipt(copy=str(ReceiptCopy.objects.get().pk))
    answer = browser.get(address)
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def check(paper: bytes) -> str:
    file = io.BytesIO(paper)
    file.name = "receipt.pdf"
    return Client().post("/receipts/check/", {"paper": file}).content.decode()


def test_anyone_can_check_a_receipt(receipt: bytes, priya: Person) -> None:
    page = check(receipt)
    assert "This receipt is genuine and whole" in page
    assert priya.name in page
    assert "stands in the school&#x27;s ledger, at position 0" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(
            lambda paper: paper[:20_000] + bytes([paper[20_000] ^ 1]) + paper[20_001:], "has been changed", id="a bit"
        ),
        pytest.param(lambda paper: paper + b"\n% and one thing more", "not a genuine", id="text appended"),
        pytest.param(lambda paper: b"%PDF-1.7 nothing", "not a genuine", id="another file"),
    ],
)
def test_a_change_is_noticed(change: Callable[[bytes], bytes], words: str, receipt: bytes) -> None:
    page = check(change(receipt))
    assert words in page
    assert "This receipt is genuine and whole" not in page


def test_the_copy_on_its_way_is_encrypted_and_goes_within_the_hour(receipt: bytes, priya: Person) -> None:
    with in_school(priya.school_id):
        copy = ReceiptCopy.objects.get()
        assert b"%PDF" not in bytes(copy.content or b"")
        ReceiptCopy.objects.update(asked_at=clock.now() - timedelta(minutes=59))
        assert jobs.delete_old_copies() == 0
        ReceiptCopy.objects.update(asked_at=clock.now() - timedelta(minutes=61))
        assert jobs.delete_old_copies() == 1


def test_a_receipt_is_for_its_signer(receipt: bytes, cast: Cast, signed_in: Callable[..., Client]) -> None:
    with in_school(cast.school.pk):
        made = Declaration.objects.get()
    head = signed_in(cast["headteacher"])
    assert head.get(f"/s/{cast.school.slug}/my-record/{made.pk}/receipt/").status_code == 404


def test_commands_check_receipt_and_ledger(receipt: bytes, tmp_path: Path) -> None:
    file = tmp_path / "receipt.pdf"
    file.write_bytes(receipt)
    said = io.StringIO()
    call_command("receipt_verify", str(file), stdout=said)
    assert "Genuine and whole" in said.getvalue()
    told = io.StringIO()
    with contextlib.suppress(SystemExit):  # The rows that the test made by hand have no entries.
        call_command("ledger_verify", receipt=[str(file)], stdout=told)
    assert "1 heads" in told.getvalue()
    assert "receipt" not in told.getvalue()
    file.write_bytes(receipt[:-1])
    with pytest.raises(SystemExit) as ended:
        call_command("receipt_verify", str(file), stdout=said)
    assert ended.value.code == 1


def test_an_authority_that_fails_leaves_a_receipt_that_says_so_and_can_be_made_again(
    priya: Person, browser: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, roots = Authority(), tmp_path / "roots.pem"
    roots.write_text(keys_material.pem(authority.root))
    settings.TSA_URL, settings.TSA_ROOTS, authority.mood = authority.url, str(roots), "down"
    monkeypatch.setattr(sealing, "_resting_until", 0.0)
    with in_school(priya.school_id):
        made = Declaration.objects.get()
    address = f"{base(priya)}/my-record/{made.pk}/receipt/"

    def ask() -> None:
        browser.post(address)
        with in_school(priya.school_id):
            jobs.make_receipt(copy=str(ReceiptCopy.objects.get().pk))

    ask()
    page = browser.get(address).content.decode()
    assert "without a timestamp" in page
    assert "could not be reached (it answered with status 503)" in page
    assert "genuine and whole" in check(browser.get(f"{address}?as-it-is=1").content)
    authority.mood, asked = "well", authority.asked
    with in_school(priya.school_id):
        ReceiptCopy.objects.update(asked_at=clock.now() - timedelta(minutes=1))
    ask()
    assert authority.asked == asked  # It is left alone for a while.
    monkeypatch.setattr(sealing, "_resting_until", 0.0)
    with in_school(priya.school_id):
        ReceiptCopy.objects.update(asked_at=clock.now() - timedelta(minutes=1))
    ask()
    answer = browser.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert "Clockmaker of Hopewell, a timestamp authority, confirms" in check(answer.content)
    authority.close()


def test_the_standalone_checker_agrees_in_an_empty_environment(receipt: bytes, tmp_path: Path) -> None:
    file = tmp_path / "receipt.pdf"
    file.write_bytes(receipt)
    answer = alone(str(file))
    assert "All of this holds." in answer.stdout, answer.stdout + answer.stderr
    assert answer.returncode == 0
    file.write_bytes(receipt.replace(b"Staff Of", b"Stuff Of"))
    answer = alone(str(file))
    assert "- The words in the receipt are not those" in answer.stdout, answer.stdout + answer.stderr
    assert answer.returncode == 1


def alone(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The checker as a stranger runs it: no site packages, no environment, no Accord beside it."""
    command = [sys.executable, "-I", "-S", standalone.__file__, *arguments]
    return subprocess.run(command, env={}, cwd="/", capture_output=True, text=True, check=False)


def test_a_file_that_is_missing_is_said_beside_its_field(db: None) -> None:
    answer = Client().post("/receipts/check/", {})
    assert answer.status_code == 422
    assert "The receipt, as a PDF file" in answer.content.decode()
