"""A staff file on its way through the pages: upload, columns, preview, done; twice, by two people, and in vain."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accord.kernel import clock
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.people.models import Person, StaffFile
from accord.people.tests import staff_files
from accord.people.tests.cast import Cast, make_cast, make_person
from accord.people.tests.test_imports import ANN, BEN, content, with_cell


@pytest.fixture
def office(cast: Cast, signed_in) -> Client:
    return signed_in(cast["business-manager"])


@pytest.fixture
def at(school):
    return lambda rest="": f"/s/{school.slug}/people/import/{rest}"


def text(response) -> str:
    return unescape(response.content.decode())


def upload(browser: Client, at, raw: bytes, name: str = "staff.csv"):
    return browser.post(at(), {"file": SimpleUploadedFile(name, raw)}, follow=True)


def file_of(school) -> StaffFile:
    with in_school(school.pk):
        return StaffFile.objects.get()


def columns_of(browser: Client, at, file: StaffFile) -> dict[str, str]:
    """What the columns page would send back unchanged."""
    form = browser.get(at(f"{file.pk}/columns/")).context["form"]
    return {field.html_name: field.value() for field in form}


def look(browser: Client, at, school, raw: bytes):
    """Upload, accept the columns, and see the preview."""
    upload(browser, at, raw)
    file = file_of(school)
    page = browser.post(at(f"{file.pk}/columns/"), columns_of(browser, at, file), follow=True)
    return file, page


def confirm(browser: Client, at, file: StaffFile, page, **more: str):
    return browser.post(at(f"{file.pk}/"), {"fingerprint": page.context["preview"].fingerprint, **more}, follow=True)


def test_a_secondarys_file_all_the_way(office, at, school):
    file, page = look(office, at, school, staff_files.secondary_file())
    assert "<h1>168 new" in text(page)
    done = confirm(office, at, file, page)
    assert done.redirect_chain[-1][0] == at(f"{file.pk}/done/")
    assert "<h1>Done: 168 new" in text(done)
    assert "posts show a role that nobody has given yet" in text(done)
    with in_school(school.pk):
        assert Person.objects.count() == 168 + 3
        assert not StaffFile.objects.exists()


def test_the_same_file_again_says_that_nothing_would_change(office, at, school):
    file, page = look(office, at, school, staff_files.small_primary_file())
    confirm(office, at, file, page)
    file, page = look(office, at, school, staff_files.small_primary_file())
    assert "<h1>Nothing would change</h1>" in text(page)
    assert "7 unchanged." in text(page)
    assert "The file says nothing that is not here already." in text(page)


def test_the_columns_show_what_they_were_taken_for_with_examples(office, at, school):
    page = upload(office, at, content(ANN, BEN))
    assert "<h1>Is this what the columns hold?</h1>" in text(page)
    assert "2 rows in staff.csv." in text(page)
    assert "Lee · O’Brien" in text(page)
    assert columns_of(office, at, file_of(school))["column-1"] == "surname"


def test_a_wrong_guess_is_put_right_and_stays_right(office, at, school):
    upload(office, at, staff_files.table([("Name", "Nachname", "Email"), ("Ann", "Lee", "")]).encode())
    file = file_of(school)
    page = office.post(at(f"{file.pk}/columns/"), {"column-0": "forename", "column-1": "surname"}, follow=True)
    assert "<h1>1 new</h1>" in text(page)
    assert columns_of(office, at, file) == {"column-0": "forename", "column-1": "surname", "column-2": ""}


def test_two_columns_cannot_hold_one_thing(office, at, school):
    upload(office, at, content(ANN))
    file = file_of(school)
    page = office.post(at(f"{file.pk}/columns/"), {"column-1": "surname", "column-2": "surname"})
    assert page.status_code == 422
    assert "Two columns cannot hold the same thing." in text(page)


def test_without_names_it_goes_no_further(office, at, school):
    upload(office, at, staff_files.table([("Staff Code", "Email"), ("A1", "a@b.example")]).encode())
    file = file_of(school)
    assert "<h1>Which column holds the names?</h1>" in text(office.get(at(f"{file.pk}/columns/")))
    page = office.post(at(f"{file.pk}/columns/"), {"column-0": "source_id"})
    assert page.status_code == 422
    assert "No column was found for" in text(page)
    assert office.get(at(f"{file.pk}/"), follow=True).redirect_chain == [(at(f"{file.pk}/columns/"), 302)]
    assert office.get(at(f"{file.pk}/export/")).status_code == 302


def test_changes_stand_with_before_and_after_and_managers_by_name(office, at, school):
    file, page = look(office, at, school, content(ANN, BEN))
    confirm(office, at, file, page)
    changed = content(with_cell(ANN, post="Head of Art", email="new@hopewell.example"), with_cell(BEN, line=""))
    page = look(office, at, school, changed)[1]
    assert "<h1>1 changed</h1>" in text(page)
    told = text(page)
    assert "<del>Teacher of Art</del> <ins>Head of Art</ins>" in told
    assert "<del>ann@hopewell.example</del> <ins>new@hopewell.example</ins>" in told
    other = look_again(office, at, school, content(ANN, BEN, with_cell(BEN, staff="C3", surname="Fox", line="B2")))
    assert "Fox" in text(other)


def look_again(browser: Client, at, school, raw: bytes):
    with in_school(school.pk):
        StaffFile.objects.all().delete()
    return look(browser, at, school, raw)[1]


def test_bad_rows_are_told_and_left_out_only_when_that_is_chosen(office, at, school):
    raw = content(ANN, with_cell(BEN, start="31/02/2020"))
    file, page = look(office, at, school, raw)
    assert "<h1>1 new, 1 row needs a look</h1>" in text(page)
    assert "31/02/2020" in text(page)
    refused = confirm(office, at, file, page)
    assert refused.status_code == 409
    assert "Some rows need a look." in text(refused)
    done = confirm(office, at, file, refused, skip="yes")
    assert "One row was left out." in text(done)
    with in_school(school.pk):
        assert Person.objects.named_like("ann lee").exists()


def test_absent_people_leave_only_when_it_is_ticked(office, at, school):
    file, page = look(office, at, school, content(ANN, BEN))
    confirm(office, at, file, page)
    file, page = look(office, at, school, content(ANN))
    assert "Nothing would change" in text(page)
    page = office.post(at(f"{file.pk}/"), {"look": "yes", "absent": "yes"}, follow=True)
    assert "<h1>1 leaving</h1>" in text(page)
    assert "not in the file" in text(page)
    page = office.post(at(f"{file.pk}/"), {"look": "yes"}, follow=True)
    assert "Nothing would change" in text(page)


def test_two_clicks_are_one_import(office, at, school):
    file, page = look(office, at, school, content(ANN))
    first = confirm(office, at, file, page)
    second = confirm(office, at, file, page)
    assert first.redirect_chain[-1] == second.redirect_chain[-1]
    with in_school(school.pk):
        assert Entry.objects.filter(act="staff-file.imported").count() == 1
        assert Person.objects.named_like("ann lee").count() == 1


def test_what_changed_meanwhile_is_shown_before_it_is_confirmed(office, at, school):
    file, page = look(office, at, school, content(ANN))
    with in_school(school.pk):
        make_person("Ann", "Lee", source_id="A1", email="ann@hopewell.example")
    stale = confirm(office, at, file, page)
    assert stale.status_code == 409
    assert "Somebody changed people while you looked at this." in text(stale)
    assert "<h1>1 changed</h1>" in text(stale)
    assert "Done: 1 changed" in text(confirm(office, at, file, stale))


def test_a_file_is_its_uploaders_alone(office, at, school, signed_in):
    file, page = look(office, at, school, content(ANN))
    colleague = signed_in(make_cast(school, ("deputy",))["deputy"])
    for rest in ["", "columns/", "export/", "done/"]:
        assert colleague.get(at(f"{file.pk}/{rest}")).status_code == 404
    assert colleague.post(at(f"{file.pk}/cancel/")).status_code == 404
    assert confirm(colleague, at, file, page).status_code == 404
    assert "Waiting for you to look at" not in text(colleague.get(at()))
    assert "staff.csv" in text(office.get(at()))


def test_a_cancelled_file_is_forgotten(office, at, school):
    file, _page = look(office, at, school, content(ANN))
    page = office.post(at(f"{file.pk}/cancel/"), follow=True)
    assert "The file is forgotten." in text(page)
    with in_school(school.pk):
        assert not StaffFile.objects.exists()
        assert not Person.objects.named_like("ann lee").exists()


def test_the_whole_preview_is_a_spreadsheet_file(office, at, school):
    file, _page = look(office, at, school, content(ANN, with_cell(BEN, start="31/02/2020", surname="=1+1")))
    lines = b"".join(office.get(at(f"{file.pk}/export/")).streaming_content).decode()
    assert "Teacher of Art, Arts, Permanent staff" in lines
    assert "31/02/2020" in lines
    assert "\n=" not in lines


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04whatever", "This workbook is damaged or needs a password."),
        (b"Surname,Forename\r\n", "no rows under them"),
        (staff_files.parents_file(), "This looks like a list of pupils or parents"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_why(office, at, school, raw, problem):
    page = upload(office, at, raw)
    assert page.status_code == 422
    assert problem in text(page)
    with in_school(school.pk):
        assert not StaffFile.objects.exists()


def test_no_file_is_asked_for(office, at):
    assert "Choose a file: Staff file" in text(office.post(at(), {"csrfmiddlewaretoken": "x"}))


def test_the_sample_can_be_imported(office, at, school):
    sample = b"".join(office.get(at("sample/")).streaming_content)
    page = look(office, at, school, sample)[1]
    assert "<h1>3 new</h1>" in text(page)


def test_a_big_preview_shows_some_and_says_how_many_more(office, at, school):
    page = look(office, at, school, staff_files.secondary_file())[1]
    assert "68 more are in the spreadsheet file." in text(page)


def test_names_are_shown_as_text(office, at, school):
    page = look(office, at, school, content(with_cell(ANN, post="<script>alert(1)</script>")))[1]
    assert "<script>alert(1)" not in page.content.decode()


@pytest.mark.slow
def test_the_preview_of_160_rows_takes_under_a_second(office, at, school):
    file, _page = look(office, at, school, staff_files.secondary_file(160))
    started = clock.now()
    assert office.get(at(f"{file.pk}/")).status_code == 200
    assert clock.now() - started < timedelta(seconds=1)
