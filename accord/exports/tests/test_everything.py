"""Everything of a school: whole, of that school alone, without secrets, and checked by its own list of sums."""

import csv
import io
import json
import subprocess
import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client

from accord.exports import actions, everything, jobs, rows, rules
from accord.exports.models import SchoolCopy
from accord.exports.rows import plain
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.people.tests.cast import Cast, make_person
from accord.policies.tests.conftest import TEXT, Office
from accord.schools.models import School
from accord.vault import places
from accord.vault.models import StoredFile

NASTY = '=1+1, "quoted"\nand a line; ŵyn’s 漢字'


@pytest.fixture(autouse=True)
def vault(settings: Any, tmp_path: Path) -> Path:
    settings.VAULT = tmp_path / "vault"
    return settings.VAULT


@pytest.fixture
def lived_in(cast: Cast, other_school: School) -> Cast:
    """A school with a document in force, beside one whose data must not come along."""
    with in_school(cast.school.pk):
        Office(cast["headteacher"]).in_force("Phones")
        make_person("Ada", "Lovelace", team=NASTY)
    with in_school(other_school.pk):
        make_person("Somebody", "Elsewhere")
    return cast


def made(cast: Cast) -> SchoolCopy:
    with in_school(cast.school.pk):
        copy = actions.ask_for_everything(by=cast["headteacher"], now=clock.now())
    jobs.make_school_copy(cast.school.pk, copy=str(copy.pk))
    return copy


def fetch(browser: Client, cast: Cast, copy: SchoolCopy) -> Any:
    return browser.post(f"/s/{cast.school.slug}/take-out/{copy.pk}/")


@pytest.fixture
def archive(lived_in: Cast, signed_in: Callable[..., Client]) -> Iterator[ZipFile]:
    answer = fetch(signed_in(lived_in["headteacher"]), lived_in, made(lived_in))
    assert answer["Content-Type"] == "application/zip"
    content = b"".join(answer)
    assert int(answer["Content-Length"]) == len(content)
    with ZipFile(io.BytesIO(content)) as opened:
        yield opened


def table(archive: ZipFile, name: str) -> list[dict[str, Any]]:
    return json.loads(archive.read(f"tables/{name}.json"))


def test_every_file_is_in_the_list_with_its_sum(archive: ZipFile) -> None:
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    listed = {file["path"]: (file["bytes"], file["sha256"]) for file in manifest["files"]}
    there = {name: archive.read(name) for name in archive.namelist()}
    sums = there.pop("SHA256SUMS").decode()
    assert {path: (len(content), sha256(content).hexdigest()) for path, content in there.items()} == listed | {
        "manifest.json": (len(there["manifest.json"]), sha256(there["manifest.json"]).hexdigest())
    }
    assert sums.count("\n") == len(there)
    assert "Hopewell" in there["README.txt"].decode()


def test_tables_say_the_same_as_json_and_csv_and_lose_nothing(archive: ZipFile, lived_in: Cast) -> None:
    with in_school(lived_in.school.pk):
        for each in rows.tables():
            told = table(archive, each.name)
            text = archive.read(f"tables/{each.name}.csv").decode("utf-8-sig")
            lines = list(csv.DictReader(io.StringIO(text, newline="")))
            number = each.model._default_manager.filter(**{each.of_school: lived_in.school.pk}).count()
            number -= each.name in ("kernel.entry", "vault.storedfile")  # That it was made and fetched came afterwards.
            assert len(told) == len(lines) == number, each.name
    [post] = [row for row in table(archive, "people.appointment") if row["team"] == NASTY]
    text = archive.read("tables/people.appointment.csv").decode("utf-8-sig")
    cells = {row["id"]: row["team"] for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert cells[post["id"]] == "'" + NASTY


def test_files_are_as_they_were_handed_in(archive: ZipFile, lived_in: Cast) -> None:
    with in_school(lived_in.school.pk):
        files = list(StoredFile.objects.exclude(folder__kind="school-copy"))
    assert files
    contents = [archive.read(f"files/{file.pk}/{file.name}") for file in files]
    assert [sha256(content).hexdigest() for content in contents] == [file.sha256 for file in files]
    assert TEXT.encode() in contents


def test_nobody_of_another_school_is_in_it(archive: ZipFile) -> None:
    everybody = {row["surname"] for row in table(archive, "people.person")}
    assert "Lovelace" in everybody
    assert not any(b"Elsewhere" in archive.read(name) for name in archive.namelist())
    assert len(table(archive, "schools.school")) == 1


def test_no_secret_is_in_it(archive: ZipFile) -> None:
    for name in archive.namelist():
        if name.endswith(".json") and name.startswith("tables/"):
            told = json.loads(archive.read(name))
            columns = set(told[0]) if told else set()
            assert not columns & rows.SECRET_COLUMNS, name
            assert "password" not in columns, name


# Bytes that are no secret: what the ledger consists of, and public keys.
OPEN_BYTES = {
    ("kernel.entry", "commitment"), ("kernel.entry", "salt"), ("kernel.leaf", "hash"), ("kernel.head", "root"),
    ("kernel.head", "frontier"), ("kernel.head", "signature"), ("kernel.schoolsecret", "public"),
    ("witnesses.headmail", "root"),
}  # fmt: skip


def test_every_table_and_every_column_of_bytes_was_decided() -> None:
    taken = {(each.name, column) for each in rows.tables() for column in each.columns}
    of_bytes = {
        (model._meta.label_lower, field.attname)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
    }
    assert taken & of_bytes == OPEN_BYTES & of_bytes
    suspicious = ("hash", "secret", "token", "password", "digest", "key")
    assert {pair for pair in taken if pair[1].endswith(suspicious)} <= {("kernel.leaf", "hash")}
    names = {model._meta.label_lower for model in apps.get_models()}
    assert set(rows.LEFT_OUT) <= names


def test_an_old_sign_in_confirms_first_and_a_fetch_is_on_record(
    lived_in: Cast, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, browser = made(lived_in), signed_in(lived_in["headteacher"])
    monkeypatch.setattr(rules, "FRESH_FOR", timedelta(seconds=-1))
    answer = fetch(browser, lived_in, copy)
    assert answer["Location"].startswith("/accounts/confirm/?next=")
    with in_school(lived_in.school.pk):
        assert not Entry.objects.filter(act="school-copy.fetched").exists()
    monkeypatch.undo()
    assert fetch(browser, lived_in, copy).status_code == 200
    with in_school(lived_in.school.pk):
        acts = list(
            Entry.objects.filter(act__startswith="school-copy").order_by("recorded_at").values_list("act", flat=True)
        )
    assert acts == ["school-copy.asked", "school-copy.fetched"]


@pytest.mark.parametrize(("role", "status"), [("business-manager", 403), ("staff", 403)])
def test_only_the_headteacher_takes_everything_out(
    role: str, status: int, lived_in: Cast, signed_in: Callable[..., Client]
) -> None:
    copy, browser = made(lived_in), signed_in(lived_in[role])
    assert fetch(browser, lived_in, copy).status_code == status
    assert browser.post(f"/s/{lived_in.school.slug}/take-out/").status_code == status


def test_it_is_destroyed_with_its_key_after_three_days(
    lived_in: Cast, signed_in: Callable[..., Client], django_capture_on_commit_callbacks: Any
) -> None:
    copy = made(lived_in)
    with in_school(lived_in.school.pk):
        file = SchoolCopy.objects.get(pk=copy.pk).file
        assert file is not None
        path = places.path_of(file)
        assert b"Lovelace" not in path.read_bytes()
        SchoolCopy.objects.update(asked_at=clock.now() - rules.KEPT_FOR - timedelta(seconds=1))
        with django_capture_on_commit_callbacks(execute=True):
            assert jobs.forget() == 1
        assert not SchoolCopy.objects.exists()
        assert not StoredFile.objects.filter(pk=file.pk).exists()
        assert Entry.objects.filter(act="school-copy.destroyed").exists()
    assert not path.exists()
    assert fetch(signed_in(lived_in["headteacher"]), lived_in, copy).status_code == 404


def test_the_page_says_what_is_there(lived_in: Cast, signed_in: Callable[..., Client]) -> None:
    browser, page = signed_in(lived_in["headteacher"]), f"/s/{lived_in.school.slug}/take-out/"
    assert "Put everything into one file" in browser.get(page).content.decode()
    assert "being put together" in browser.post(page, follow=True).content.decode()
    waiting = browser.get(page).content.decode()
    assert "It is being made" in waiting
    assert "A copy is being made. Wait for it." in waiting
    assert browser.post(page).status_code == 403
    with in_school(lived_in.school.pk):
        copy = SchoolCopy.objects.get()
    jobs.make_school_copy(lived_in.school.pk, copy=str(copy.pk))
    jobs.make_school_copy(lived_in.school.pk, copy=str(copy.pk))  # A job may run twice.
    there = browser.get(page).content.decode()
    assert "Download it" in there
    assert "It is destroyed on" in there


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        pytest.param({}, "ok", id="allowed"),
        pytest.param({"is_made": False}, "not-made", id="still being made"),
        pytest.param({"asked": timedelta(days=3)}, "ok", id="three days old"),
        pytest.param({"asked": timedelta(days=3, seconds=1)}, "over", id="older"),
        pytest.param({"signed_in": timedelta(minutes=15)}, "ok", id="signed in 15 minutes ago"),
        pytest.param({"signed_in": timedelta(minutes=15, seconds=1)}, "sign-in-old", id="longer ago"),
    ],
)
def test_may_fetch(facts: dict[str, Any], code: str) -> None:
    now = clock.now()
    decision = rules.may_fetch(
        is_made=facts.get("is_made", True),
        asked_at=now - facts.get("asked", timedelta()),
        signed_in_at=now - facts.get("signed_in", timedelta()),
        now=now,
    )
    assert decision.code == code


@pytest.mark.usefixtures("here")
def test_two_copies_are_not_made_at_once(cast: Cast) -> None:
    actions.ask_for_everything(by=cast["headteacher"], now=clock.now())
    with pytest.raises(Refused) as refused:
        actions.ask_for_everything(by=cast["headteacher"], now=clock.now())
    assert refused.value.decision.code == "one-waits"
    SchoolCopy.objects.update(asked_at=clock.now() - rules.PATIENCE - timedelta(seconds=1))
    actions.ask_for_everything(by=cast["headteacher"], now=clock.now())  # The first one will not come any more.


def test_the_command_writes_a_folder_that_its_own_list_proves(lived_in: Cast, tmp_path: Path) -> None:
    out, folder = io.StringIO(), tmp_path / "out"
    call_command("school_export", "--urn", str(lived_in.school.urn), "--to", str(folder), "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["files"] == sum(path.is_file() for path in folder.rglob("*"))
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=folder, check=True)
    assert {
        path.stat().st_mode & 0o077 for path in [folder, *folder.rglob("*")] if path == folder or path.is_file()
    } == {0}
    with in_school(lived_in.school.pk):
        assert Entry.objects.filter(act="school.exported").exists()
    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("school_export", "--urn", str(lived_in.school.urn), "--to", str(folder))
    with pytest.raises(CommandError, match="no school with URN"):
        call_command("school_export", "--urn", "1", "--to", str(tmp_path / "other"))


def test_a_zip_is_made_piece_by_piece() -> None:
    pieces = (bytes([number % 251]) * 100_000 for number in range(400))
    held = [len(piece) for piece in everything.zipped([everything.Member("large", pieces)], now=clock.now())]
    assert max(held) < 200_000
    assert len(held) > 300


@pytest.mark.parametrize(
    ("value", "json_has"),
    [
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ([uuid.UUID(int=1)], ["00000000-0000-0000-0000-000000000001"]),
        ([7, 2], [7, 2]),
        ([], []),
        ({"a": 1}, {"a": 1}),
        (b"\x00\xff", "00ff"),
        (date(2026, 11, 23), "2026-11-23"),
        (None, None),
        (True, True),
    ],
)
def test_every_kind_of_column_has_its_json(value: Any, json_has: Any) -> None:
    assert plain(value) == json_has
