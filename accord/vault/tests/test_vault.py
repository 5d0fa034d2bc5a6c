import json
import os
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.tests.cast import make_school
from accord.vault import actions, places, reads
from accord.vault.models import StoredFile
from accord.vault.tests.conftest import make_folder

CONTENT = b"# Acceptable use\n\nCanary-in-the-clear.\n" * 5_000
LONG_AGO = (0, 0)


def keep(folder, content: bytes = CONTENT, name: str = "policy.md") -> StoredFile:
    return actions.keep(folder=folder, name=name, media_type="text/markdown", content=content, by=None, now=clock.now())


def test_a_file_comes_back_as_it_was_handed_in(folder):
    file = StoredFile.objects.select_related("folder").get(pk=keep(folder).pk)
    assert reads.content(file) == CONTENT
    assert (file.size, file.sha256) == (len(CONTENT), sha256(CONTENT).hexdigest())


def test_nothing_lies_in_the_clear_and_only_we_may_read_it(folder, vault):
    file = keep(folder)
    (path,) = [found for found in vault.rglob("*") if found.is_file()]
    assert path == places.path_of(file)
    assert b"Canary" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_flipped_byte_is_noticed(folder):
    file = keep(folder)
    path = places.path_of(file)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    with pytest.raises(reads.Damaged):
        reads.content(file)


def test_a_file_in_pieces_is_the_same_file(folder, vault):
    pieces = (CONTENT[at : at + 1_000] for at in range(0, len(CONTENT), 1_000))
    made = actions.keep_pieces(
        folder=folder, name="all.zip", media_type="application/zip", pieces=pieces, by=None, now=clock.now()
    )
    file = StoredFile.objects.select_related("folder").get(pk=made.pk)
    assert reads.content(file) == CONTENT
    assert (file.size, file.sha256) == (len(CONTENT), sha256(CONTENT).hexdigest())


def test_pieces_that_break_off_leave_nothing(folder, vault):
    def pieces():
        yield CONTENT
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        actions.keep_pieces(
            folder=folder, name="all.zip", media_type="application/zip", pieces=pieces(), by=None, now=clock.now()
        )
    assert not StoredFile.objects.exists()
    assert [found for found in vault.rglob("*") if found.is_file()] == []


def test_a_folder_that_is_destroyed_takes_its_files_with_it(here, folder, vault, django_capture_on_commit_callbacks):
    other = keep(make_folder())
    paths = [places.path_of(keep(folder, name=name)) for name in ("one.md", "two.md")]
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.destroy(folder) == 2
        assert all(path.exists() for path in paths), "Undone, nothing is lost."
    assert not any(path.exists() for path in paths)
    assert list(StoredFile.objects.all()) == [other]
    assert places.path_of(other).exists()


def test_two_files_that_changed_places_are_noticed(folder):
    one, two = keep(folder, b"one"), keep(folder, b"two")
    a, b = places.path_of(one), places.path_of(two)
    first = a.read_bytes()
    a.write_bytes(b.read_bytes())
    b.write_bytes(first)
    for file in (one, two):
        with pytest.raises(reads.Damaged):
            reads.content(file)


def test_a_row_whose_hash_was_changed_is_noticed(folder):
    file = keep(folder)
    file.sha256 = sha256(b"another").hexdigest()
    with pytest.raises(reads.Damaged):
        reads.content(file)


def test_a_lost_file_is_said_to_be_missing(folder):
    file = keep(folder)
    places.path_of(file).unlink()
    with pytest.raises(reads.Missing):
        reads.content(file)


def test_an_undone_transaction_leaves_no_file(folder, vault):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        keep(folder)
        raise ZeroDivisionError
    assert not [found for found in vault.rglob("*") if found.is_file()]


def test_a_row_that_cannot_be_made_leaves_no_file(folder, vault):
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(folder).__class__.objects.create(id=keep(folder).pk, folder=folder, size=1, stored_at=clock.now())
    assert not [found for found in vault.rglob("*") if found.is_file()]


def test_a_full_disk_leaves_no_half_file(folder, vault, monkeypatch):
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        keep(folder)
    assert not [found for found in vault.rglob("*") if found.is_file()]
    assert not StoredFile.objects.exists()


def test_a_commit_keeps_the_file(committing, vault):
    school = make_school()
    with in_school(school.pk):
        file = keep(make_folder())
    assert places.path_of(file).exists()


def test_a_commit_that_nobody_can_speak_for_keeps_the_file(committing, vault):
    school = make_school()
    with pytest.raises(ZeroDivisionError), in_school(school.pk):
        file = keep(make_folder())
        connection.connection.close()
        raise ZeroDivisionError
    connection.close()
    assert places.path_of(file).exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("policy.pdf", "policy.pdf"),
        ("..\\..\\C:\\boot.ini", "boot.ini"),
        ("../../etc/passwd", "passwd"),
        ("in\r\nX-Evil: 1.pdf", "inX-Evil: 1.pdf"),
        ("harmless\u202efdp.exe", "harmlessfdp.exe"),
        ("\x00", "file"),
        ("", "file"),
        ("  two   words .md", "two words .md"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("y" * 300, "y" * 200),
    ],
)
def test_names_are_plain(given, kept):
    assert actions.plain_name(given) == kept


# The reconciler


@pytest.fixture
def troubled(committing, vault):
    """A school with one file of each kind: sound, missing, damaged, nobody's; and one that is being written."""
    school = make_school()
    with in_school(school.pk):
        folder = make_folder()
        files = {name: keep(folder, name.encode()) for name in ("sound", "missing", "damaged")}
    places.path_of(files["missing"]).unlink()
    places.path_of(files["damaged"]).write_bytes(b"AccordV1" + bytes(100))
    home = places.school_folder(school.pk)
    (home / "nobodys").write_bytes(b"x")
    os.utime(home / "nobodys", LONG_AGO)
    (home / ".being-written.new").write_bytes(b"x")
    os.utime(places.path_of(files["sound"]), LONG_AGO)
    return school, files


def check(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("vault_check", *arguments, stdout=out, stderr=StringIO())
    except SystemExit as left:
        return left.code, out.getvalue()
    return 0, out.getvalue()


def test_check_names_every_trouble(troubled):
    school, files = troubled
    code, printed = check("--school", str(school.urn), "--json")
    assert code == 1
    assert json.loads(printed) == [
        {
            "school": school.urn,
            "files": 3,
            "missing": [str(files["missing"].pk)],
            "damaged": [str(files["damaged"].pk)],
            "orphans": ["nobodys"],
            "sound": False,
        }
    ]
    assert "nobody's: nobodys" in check("--school", str(school.urn))[1]


def test_tidy_deletes_only_what_is_nobodys(troubled):
    school, files = troubled
    code, printed = check("--school", str(school.urn), "--json", "--tidy")
    assert code == 1  # Missing and damaged files do not heal.
    assert json.loads(printed)[0]["orphans"] == []
    left = {found.name for found in places.school_folder(school.pk).iterdir()}
    assert left == {str(files["sound"].pk), str(files["damaged"].pk), ".being-written.new"}


def test_check_of_a_sound_school_says_so(committing, vault):
    school = make_school()
    with in_school(school.pk):
        keep(make_folder())
    assert check("--school", str(school.urn))[0] == 0
