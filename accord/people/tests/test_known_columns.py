"""A correction of the columns is used for the next file with the same headings, said, changed and forgotten."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accord.kernel.scope import in_school
from accord.people.importing import fingerprint
from accord.people.models import KnownColumns, Person, StaffFile
from accord.people.tests import staff_files
from accord.people.tests.test_import_pages import at, columns_of, file_of, office, text, upload  # noqa: F401
from accord.schools.models import School

HEADINGS = ("Name", "Nachname", "Kürzel")
FILE = staff_files.table([HEADINGS, ("Ann", "Lee", "A1")]).encode()
NEXT = staff_files.table([("NAME", "nachname", "Kurzel"), ("Ben", "Fox", "B2")]).encode()
RIGHT = {"column-0": "forename", "column-1": "surname", "column-2": "source_id"}
SAID = "because the headings are the same"


@pytest.mark.parametrize(
    ("headings", "same"),
    [
        (HEADINGS, True),
        (("NAME", " nachname", "kurzel"), True),
        (("Nachname", "Name", "Kürzel"), False),
        (("Name", "Nachname"), False),
        (("NameNachname", "Kürzel"), False),
    ],
)
def test_which_headings_are_the_same(headings: tuple[str, ...], same: bool) -> None:
    assert (fingerprint(headings) == fingerprint(HEADINGS)) is same


def correct(office: Client, at: Any, school: School, raw: bytes, columns: dict[str, str]) -> Any:  # noqa: F811
    """Upload a file, correct its columns, and cancel it."""
    upload(office, at, raw)
    file = file_of(school)
    office.post(at(f"{file.pk}/columns/"), columns)
    return office.post(at(f"{file.pk}/cancel/"))


def test_the_next_file_like_it_is_read_as_corrected_and_says_so(office: Client, at: Any, school: School) -> None:  # noqa: F811
    correct(office, at, school, FILE, RIGHT)
    page = upload(office, at, NEXT)
    assert SAID in text(page)
    assert "corrected it on" in text(page)
    file = file_of(school)
    assert columns_of(office, at, file) == RIGHT
    preview = office.get(at(f"{file.pk}/"))
    assert "<h1>1 new</h1>" in text(preview)
    assert "Ben Fox" in text(preview)


def test_a_file_with_other_headings_is_not(office: Client, at: Any, school: School) -> None:  # noqa: F811
    correct(office, at, school, FILE, RIGHT)
    assert SAID not in text(upload(office, at, staff_files.small_primary_file()))


def test_what_is_changed_holds_from_then_on(office: Client, at: Any, school: School) -> None:  # noqa: F811
    correct(office, at, school, FILE, RIGHT)
    otherwise = {**RIGHT, "column-2": "team"}
    correct(office, at, school, NEXT, otherwise)
    upload(office, at, FILE)
    assert columns_of(office, at, file_of(school)) == otherwise


def test_it_is_forgotten_when_that_is_asked(office: Client, at: Any, school: School) -> None:  # noqa: F811
    correct(office, at, school, FILE, RIGHT)
    upload(office, at, NEXT)
    file = file_of(school)
    page = office.post(at(f"{file.pk}/columns/forget/"), follow=True)
    assert "The correction is forgotten." in text(page)
    assert SAID not in text(page)
    with in_school(school.pk):
        assert not KnownColumns.objects.exists()
        assert StaffFile.objects.get().columns == {}


def test_columns_left_as_they_were_read_leave_nothing_behind(office: Client, at: Any, school: School) -> None:  # noqa: F811
    upload(office, at, staff_files.small_primary_file())
    file = file_of(school)
    office.post(at(f"{file.pk}/columns/"), columns_of(office, at, file))
    with in_school(school.pk):
        assert not KnownColumns.objects.exists()


def test_another_school_knows_nothing_of_it(office: Client, at: Any, school: School, other_school: School) -> None:  # noqa: F811
    correct(office, at, school, FILE, RIGHT)
    with in_school(other_school.pk):
        assert not KnownColumns.objects.exists()


def test_the_command_reads_it_so_too(office: Client, at: Any, school: School, tmp_path: Any) -> None:  # noqa: F811
    correct(office, at, school, FILE, RIGHT)
    file, out = tmp_path / "staff.csv", StringIO()
    file.write_bytes(NEXT)
    call_command("people_import", str(file), "--school", str(school.urn), "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["created"], bool(told["columns_as_corrected_on"])) == (1, True)
    with in_school(school.pk):
        assert Person.objects.get(source_id="B2").name == "Ben Fox"


def test_the_command_follows_what_it_is_told_instead(office: Client, at: Any, school: School, tmp_path: Any) -> None:  # noqa: F811
    correct(office, at, school, FILE, RIGHT)
    file, out = tmp_path / "staff.csv", StringIO()
    file.write_bytes(NEXT)
    chosen = [f"--column={each}" for each in ("surname=1", "forename=2")]
    call_command("people_import", str(file), "--school", str(school.urn), *chosen, stdout=out)
    assert "corrected" not in out.getvalue()
    with in_school(school.pk):
        assert Person.objects.named_like("ben").get().surname == "Ben"
