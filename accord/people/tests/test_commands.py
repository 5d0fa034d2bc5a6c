"""`accord people import`: what it prints, its exit codes, and that nothing is written where it says so."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accord.kernel.scope import in_school
from accord.people.models import Person
from accord.people.tests import staff_files
from accord.schools.models import School

BAD_ROW = (
    "Surname,Forename,Email,Start Date\r\nLee,Ann,ann@hopewell.example,01/09/2015\r\nFox,Ben,nowhere,31/02/2020\r\n"
)


def run(school: School, content: bytes, folder: Path, *options: str) -> tuple[dict, int]:
    """What was printed as JSON, and the exit code."""
    file = folder / "staff.csv"
    file.write_bytes(content)
    out, code = StringIO(), 0
    try:
        call_command("people_import", str(file), "--school", str(school.urn), "--json", *options, stdout=out)
    except SystemExit as ended:
        code = ended.code
    return json.loads(out.getvalue()), code


def people(school: School) -> int:
    with in_school(school.pk):
        return Person.objects.count()


def counted(told: dict) -> tuple[int, ...]:
    return told["created"], told["updated"], told["left"], told["unchanged"]


def test_an_import_and_the_same_again(school, tmp_path):
    first, code = run(school, staff_files.small_primary_file(), tmp_path)
    assert (counted(first), first["errors"], code) == ((7, 0, 0, 0), [], 0)
    again, code = run(school, staff_files.small_primary_file(), tmp_path)
    assert (counted(again), again["errors"], code) == ((0, 0, 0, 7), [], 0)
    assert people(school) == 7


def test_a_dry_run_says_what_would_be_and_does_nothing(school, tmp_path):
    told, code = run(school, staff_files.small_primary_file(), tmp_path, "--dry-run")
    assert (counted(told), told["applied"], code) == ((7, 0, 0, 0), False, 0)
    assert people(school) == 0


def test_bad_rows_stop_everything_and_are_told(school, tmp_path):
    told, code = run(school, BAD_ROW.encode(), tmp_path)
    assert (counted(told), code, people(school)) == ((0, 0, 0, 0), 2, 0)
    assert {(error["row"], error["column"], error["value"]) for error in told["errors"]} == {
        (3, "Start Date", "31/02/2020"),
        (3, "Email", "nowhere"),
    }
    assert all(error["problem"].endswith(".") for error in told["errors"])


def test_bad_rows_are_left_out_when_that_is_asked_for(school, tmp_path):
    told, code = run(school, BAD_ROW.encode(), tmp_path, "--skip-bad-rows")
    assert (counted(told), told["applied"], code, people(school)) == ((1, 0, 0, 0), True, 0, 1)
    assert told["errors"]


def test_absent_people_leave_only_when_that_is_asked_for(school, tmp_path):
    run(school, staff_files.small_primary_file(), tmp_path)
    fewer = staff_files.small_primary_file().replace(b"George,Okafor,,Volunteer reader\r\n", b"")
    assert counted(run(school, fewer, tmp_path)[0]) == (0, 0, 0, 6)
    assert counted(run(school, fewer, tmp_path, "--absent-have-left")[0]) == (0, 0, 1, 6)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04", staff_files.parents_file()], ids=str)
def test_a_file_that_cannot_be_used_is_an_error_about_the_file(school, tmp_path, content):
    told, code = run(school, content, tmp_path)
    assert (code, told["errors"][0]["row"], people(school)) == (2, None, 0)


TWO_ADDRESSES = "Surname,Forename,Email,Email\r\nLee,Ann,ann@home.example,ann@hopewell.example\r\n"


def test_two_columns_that_say_the_same_are_not_guessed_at(school, tmp_path):
    told, code = run(school, TWO_ADDRESSES.encode(), tmp_path)
    assert (code, people(school)) == (2, 0)
    assert "--column email=NUMBER" in told["errors"][0]["problem"]
    told, code = run(school, TWO_ADDRESSES.encode(), tmp_path, "--column", "email=4")
    assert (code, told["created"]) == (0, 1)
    with in_school(school.pk):
        assert Person.objects.get().email == "ann@hopewell.example"


@pytest.mark.parametrize("column", ["email", "email=x", "email=9", "shoes=1", "email="])
def test_a_column_that_cannot_be_is_said(school, tmp_path, column):
    with pytest.raises(CommandError, match="--column"):
        run(school, TWO_ADDRESSES.encode(), tmp_path, "--column", column)


def test_in_words(school, tmp_path, capsys):
    file = tmp_path / "staff.csv"
    file.write_text(BAD_ROW)
    with pytest.raises(SystemExit):
        call_command("people_import", str(file), "--school", str(school.urn))
    told = capsys.readouterr()
    assert "Nothing was written." in told.out
    assert "Row 3, Email “nowhere”:" in told.err
    assert "--skip-bad-rows" in told.err


@pytest.mark.parametrize(
    ("file", "urn", "reason"), [("none.csv", None, "cannot be read"), (".", 1, "no school with URN 1")]
)
def test_what_cannot_be_found_is_said(school, file, urn, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("people_import", file, "--school", str(urn or school.urn))
