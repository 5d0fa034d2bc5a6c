"""The head of the day: who gets it, when, once; what the mail can prove; and that a cut ledger is found with it."""

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from accord.kernel import clock, keys
from accord.kernel.ledger import record, sequencer
from accord.kernel.ledger.verify import Witness, verify
from accord.kernel.scope import in_school
from accord.notices.tests.mail_server import MailServer
from accord.people.models import Person
from accord.people.tests.cast import Cast, make_person, make_school
from accord.schools.models import Authority, School
from accord.witnesses import jobs, reads, standalone
from accord.witnesses.actions import addresses, mails
from accord.witnesses.actions import keys as key_actions
from accord.witnesses.models import HeadAddress, HeadMail

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=clock.LONDON)
DAY = timedelta(days=1)


@pytest.fixture
def school(db: None) -> School:
    authority = Authority.objects.create(name="Anyshire", slug="anyshire", email="Ledgers@anyshire.example")
    return make_school(email="office@hopewell.example", authority=authority)


@pytest.fixture
def person(here: School) -> Person:
    return make_person()


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    server = MailServer()
    settings.EMAIL_URL = server.url
    settings.MAIL_FROM = "accord@hopewell.example"
    server.start()
    yield server
    server.stop()


def written(now: datetime) -> int:
    with time_machine.travel(now, tick=False):
        return mails.write_daily(now=clock.now())


def leave() -> None:
    """All that waits leaves."""
    HeadMail.objects.waiting().update(state="sent", sent_at=clock.now(), next_try_at=None)


def body(day: datetime) -> str:
    return HeadMail.objects.get(day=day.date(), kind="daily", address="office@hopewell.example").body


def alone(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", standalone.__file__, *arguments]
    return subprocess.run(command, env={}, cwd="/", capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("now", "number"),
    [
        pytest.param(MONDAY - timedelta(minutes=1), 0, id="05:59"),
        pytest.param(MONDAY, 2, id="06:00"),
        pytest.param(MONDAY + timedelta(hours=15), 2, id="late in the evening"),
        pytest.param(datetime(2026, 12, 25, 6, 0, tzinfo=clock.LONDON), 2, id="Christmas"),
        pytest.param(datetime(2026, 6, 21, 6, 0, tzinfo=clock.LONDON), 2, id="a Sunday in summer time"),
        pytest.param(datetime(2026, 6, 21, 5, 59, tzinfo=clock.LONDON), 0, id="05:59 in summer time"),
    ],
)
def test_it_leaves_every_day_from_six_for_the_school_and_its_authority(
    now: datetime, number: int, here: School
) -> None:
    assert written(now) == number
    assert written(now) == 0
    if number:
        assert set(HeadMail.objects.values_list("address", flat=True)) == {
            "office@hopewell.example",
            "ledgers@anyshire.example",
        }


def test_an_idle_school_says_so_with_a_fresh_signature(person: Person) -> None:
    record("thing.done", person, by=None)
    written(MONDAY)
    leave()
    written(MONDAY + DAY)
    assert "1 entries; none was added since the mail of 23 November 2026" in body(MONDAY + DAY)
    assert "2026-11-24T06:00:00.000000Z" in body(MONDAY + DAY)


def test_a_worker_that_was_dead_for_two_days_sends_one_mail_that_covers_them(person: Person) -> None:
    written(MONDAY)
    leave()
    written(MONDAY + DAY)  # Written, and never sent.
    record("thing.done", person, by=None)
    assert written(MONDAY + 3 * DAY) == 2
    assert set(HeadMail.objects.filter(day="2026-11-24").values_list("state", flat=True)) == {"overtaken"}
    text = body(MONDAY + 3 * DAY)
    assert "No head was sent to you from 24 November 2026 to 25 November 2026" in text
    assert "1 was added since the mail of 23 November 2026" in text


def test_no_line_of_the_head_is_so_long_that_a_mail_program_breaks_it(person: Person) -> None:
    record("thing.done", person, by=None)
    written(MONDAY)
    leave()
    record("thing.done", person, by=None)
    written(MONDAY + DAY)
    block = body(MONDAY + DAY).split("-----BEGIN")[1].split("END ACCORD")[0]
    assert "Step: " in block
    assert max(map(len, block.splitlines())) <= 76


def test_no_personal_data_stands_in_it(person: Person) -> None:
    record("thing.done", person, by=person, name=person.name)
    written(MONDAY)
    assert person.surname not in body(MONDAY)
    assert str(person.pk) not in body(MONDAY)


def test_the_standalone_checker_follows_the_mails_from_day_to_day(person: Person, tmp_path: Path) -> None:
    files = []
    for number in range(4):
        for _ in range(number * 3 + 1):
            record("thing.done", person, by=None)
        written(MONDAY + number * DAY)
        leave()
        file = tmp_path / f"{number}.txt"
        file.write_text("\n".join(f"> {line}" for line in body(MONDAY + number * DAY).splitlines()))  # Passed on.
        files += ["--head", str(file)]
        if number == 1:
            key_actions.replace(what=keys.HEAD, because="test", by=None)
    listed = tmp_path / "keys.json"
    listed.write_text(json.dumps(reads.published(School.objects.get(pk=person.school_id))))
    first_key = standalone.hashlib.sha256(standalone.read_head(files[1]).public).hexdigest()
    answer = alone(*files, "--keys", str(listed), "--key", first_key)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout.count("begin with the") == 3
    assert "one that the key you gave has signed for" in answer.stdout
    answer = alone(*files, "--key", first_key)
    assert answer.returncode == 1
    assert "Another key was used" in answer.stdout


def test_the_checker_finds_a_changed_head_and_refuses_what_is_none(person: Person, tmp_path: Path) -> None:
    written(MONDAY)
    text, file = body(MONDAY), tmp_path / "head.txt"
    file.write_text(text.replace("accord-head/1\n", "accord-head/1\n", 1).replace("\n0\n", "\n7\n", 1))
    answer = alone("--head", str(file))
    assert answer.returncode == 1
    assert "is not signed with the key" in answer.stdout
    for content in ["", "Hello", text[:300], "-----BEGIN ACCORD HEAD-----\nx\n-----END ACCORD HEAD-----", "\x00" * 99]:
        file.write_text(content)
        assert alone("--head", str(file)).returncode == 2
    assert alone("--head", str(tmp_path / "nowhere")).returncode == 2
    assert alone().returncode == 2


def test_a_real_mail_arrives_once_and_can_be_read_as_it_was_saved(
    mail_server: MailServer, committing: None, tmp_path: Path
) -> None:
    school = make_school("Hôpewell Community School", email="office@hopewell.example")
    with in_school(school.pk):
        record("thing.done", make_person(), by=None)
        assert mails.write_daily(now=MONDAY) == 1
        HeadMail.objects.update(next_try_at=clock.now())
    assert jobs.send(school.pk) == 1
    assert jobs.send(school.pk) == 0
    [mail] = mail_server.arrived
    assert (mail["To"], mail["Auto-Submitted"]) == ("office@hopewell.example", "auto-generated")
    file = tmp_path / "mail.eml"
    file.write_bytes(mail.as_bytes())
    assert alone("--head", str(file)).returncode == 0


def test_a_server_that_is_down_is_tried_again(mail_server: MailServer, committing: None) -> None:
    school = make_school(email="office@hopewell.example")
    mail_server.stop()
    with in_school(school.pk):
        mails.write_daily(now=MONDAY)
        HeadMail.objects.update(next_try_at=clock.now())
    assert jobs.send(school.pk) == 0
    with in_school(school.pk):
        mail = HeadMail.objects.get()
        assert (mail.state, mail.tries) == ("waiting", 1)
        assert mail.next_try_at is not None
        assert mail.next_try_at > clock.now()
        assert "could not be reached" in mail.trouble


@pytest.mark.slow
def test_a_cut_ledger_is_found_with_an_old_mail(
    committing: None, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    """Somebody with the whole database cuts the last entries and the head over them; what is left is whole in itself."""
    school = make_school(email="office@hopewell.example")
    with in_school(school.pk):
        person = make_person()
        record("thing.done", person, by=None)
        sequencer.sequence()
        cut = record("thing.done", person, by=None)
        mails.write_daily(now=MONDAY)
        HeadMail.objects.waiting().update(state="sent", sent_at=clock.now(), next_try_at=None)
        file = tmp_path / "monday.txt"
        file.write_text(body(MONDAY))
    told = io.StringIO()
    superuser.execute(f"DELETE FROM kernel_head WHERE size = 2 AND school_id = {school.pk}")
    superuser.execute(f"DELETE FROM kernel_leaf WHERE position = 1 AND school_id = {school.pk}")
    superuser.execute(f"DELETE FROM kernel_entry WHERE id = '{cut}'")
    with in_school(school.pk):
        assert {found.code for found in verify().findings} <= {"person-unrecorded", "appointment-unrecorded"}
    with pytest.raises(SystemExit):
        call_command("ledger_verify", school=school.urn, head=[str(file)], stdout=told)
    assert "mail-cut: The mail speaks of 2 entries; only 1 are left." in told.getvalue()
    with in_school(school.pk):
        record("other.done", person, by=None)
        mails.write_daily(now=MONDAY + DAY)
        assert "WARNING: the ledger no longer holds the 2 entries of the mail of 23 November 2026" in body(MONDAY + DAY)


def test_a_mail_signed_with_a_key_that_the_school_does_not_have_is_found(here: School, person: Person) -> None:
    record("thing.done", person, by=None)
    sequencer.sequence()
    written(MONDAY)
    root = verify().root
    found = verify([Witness(1, bytes.fromhex(root), what="mail", key="0" * 64)]).findings
    assert "mail-key" in {finding.code for finding in found}


# Mailboxes that the school chose


def token_of(address: str) -> str:
    mail = HeadMail.objects.filter(address=address, kind="confirm").latest("created_at")
    return mail.body.split("/receipts/heads/")[1].split("/")[1]


def test_a_mailbox_gets_heads_once_it_has_agreed_and_until_it_is_taken_out(cast: Cast) -> None:
    browser, school = Client(), cast.school
    with in_school(school.pk):
        row = addresses.add(address=" Chair@Example.ORG ", by=cast["headteacher"], now=MONDAY)
        written(MONDAY)
        assert not HeadMail.objects.filter(address="chair@example.org", kind="daily").exists()
        address = f"/receipts/heads/{school.slug}/{token_of('chair@example.org')}/"
    assert "Keep a copy" in browser.get(address).content.decode()
    with in_school(school.pk):
        assert not HeadAddress.objects.confirmed().exists()  # Opening the page did nothing.
    assert "Thank you" in browser.post(address).content.decode()
    with in_school(school.pk):
        assert written(MONDAY + timedelta(hours=3)) == 1
        addresses.remove(pk=row.pk, by=cast["headteacher"], now=MONDAY + timedelta(hours=4))
        assert HeadMail.objects.filter(address="chair@example.org", kind="ended").count() == 1
        assert written(MONDAY + DAY) == 2
    assert browser.get(address).status_code == 404


def test_a_link_of_a_former_mail_or_another_school_does_nothing(cast: Cast, other_school: School) -> None:
    with in_school(cast.school.pk):
        row = addresses.add(address="chair@example.org", by=cast["headteacher"], now=MONDAY)
        first = token_of("chair@example.org")
        addresses.ask_again(pk=row.pk, by=cast["headteacher"], now=MONDAY + timedelta(minutes=1))
        second = token_of("chair@example.org")
    assert Client().post(f"/receipts/heads/{cast.school.slug}/{first}/").status_code == 404
    assert Client().post(f"/receipts/heads/{other_school.slug}/{second}/").status_code == 404
    with in_school(cast.school.pk):
        assert not HeadAddress.objects.confirmed().exists()


def test_whoever_takes_a_witness_out_unseen_is_found(committing: None, superuser: psycopg.Connection) -> None:
    school = make_school()
    with in_school(school.pk):
        head = make_person()
        addresses.add(address="chair@example.org", by=head, now=MONDAY)
        sequencer.sequence()
    for statement, code in [
        ("UPDATE witnesses_headaddress SET address = 'me@example.org'", "head-address-edited"),
        ("UPDATE witnesses_headaddress SET address = 'chair@example.org', ended_at = now()", "head-address-edited"),
        ("DELETE FROM witnesses_headaddress", "head-address-deleted"),
    ]:
        superuser.execute(f"{statement} WHERE school_id = {school.pk}")
        with in_school(school.pk):
            assert code in {found.code for found in verify().findings}


def test_the_pages_of_the_headteacher(cast: Cast, signed_in: Callable[..., Client]) -> None:
    browser, base = signed_in(cast["headteacher"]), f"/s/{cast.school.slug}/ledger"
    page = browser.get(f"{base}/keys/").content.decode()
    assert "The ledger’s head has not left yet" in page
    assert "office@hopewell.example" in page
    answer = browser.post(f"{base}/addresses/add/", {"address": "not an address"})
    assert answer.status_code == 422
    assert "not an address" in answer.content.decode()
    page = browser.post(f"{base}/addresses/add/", {"address": "chair@example.org"}, follow=True).content.decode()
    assert "Has not agreed yet" in page
    answer = browser.post(f"{base}/addresses/add/", {"address": "chair@example.org"})
    assert answer.status_code == 422
    assert "in the list already" in answer.content.decode()
    page = browser.post(f"{base}/addresses/test/", follow=True).content.decode()
    assert "2 test mails are on their way" in page
    assert "Nothing new left" in browser.post(f"{base}/addresses/test/", follow=True).content.decode()
    page = browser.post(f"{base}/keys/replace-head/", follow=True).content.decode()
    assert "Former" in page
    page = browser.get(f"{base}/mails/?q=chair").content.decode()
    assert "chair@example.org" in page
    assert "ledgers@anyshire.example" not in page
    export = b"".join(browser.get(f"{base}/mails/export/")).decode()
    assert "ledgers@anyshire.example" in export
    with in_school(cast.school.pk):
        mail = HeadMail.objects.get(kind="test", address="office@hopewell.example")
        asked = HeadMail.objects.get(kind="confirm")
    assert "BEGIN ACCORD HEAD" in browser.get(f"{base}/mails/{mail.pk}/").content.decode()
    assert "/receipts/heads/" not in browser.get(f"{base}/mails/{asked.pk}/").content.decode()


def test_the_business_manager_sees_and_does_not_change(cast: Cast, signed_in: Callable[..., Client]) -> None:
    browser, base = signed_in(cast["business-manager"]), f"/s/{cast.school.slug}/ledger"
    assert "Replace the sealing key" not in browser.get(f"{base}/keys/").content.decode()
    assert browser.post(f"{base}/addresses/add/", {"address": "chair@example.org"}).status_code == 403
