"""Versions as Word and OpenDocument files, and long files that the worker reads."""

from datetime import timedelta
from typing import Any

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.paper.tests.office import changed, made, with_body
from accord.policies import intake_jobs
from accord.policies.actions import intakes
from accord.policies.models import Intake, Version
from accord.policies.tests.browsing import page, text_of
from accord.vault.models import StoredFile

INSERTED = '<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>added</w:t></w:r></w:ins></w:p>'


def put_in(browser: Any, address: str, name: str, content: bytes, **more: Any) -> Any:
    return browser.post(address, {"how": "file", "file": SimpleUploadedFile(name, content), **more})


@pytest.fixture
def address(at, office):
    document = office.add("Phones")
    return at(f"documents/{document.pk}/versions/add/")


@pytest.fixture(scope="session")
def long_pdf() -> bytes:
    pages = "\n#pagebreak()\n".join(f"= Part {number}\nSome words about phones." for number in range(40))
    return typst.compile(pages.encode())


def work(school: Any) -> None:
    """What the worker does."""
    for intake in Intake.objects.filter(state="reading"):
        intake_jobs.read(school.pk, intake=str(intake.pk))


@pytest.mark.clause("F.1")
@pytest.mark.parametrize(("kind", "called"), [("docx", "Word"), ("odt", "OpenDocument")])
def test_an_office_file_becomes_a_draft_and_its_own_bytes_stay(as_role, address, kind, called):
    head = as_role("headteacher")
    content = made(kind)
    answer = put_in(head, address, f"phones.{kind}", content)
    version = Version.objects.get()
    shown = head.get(answer.url)
    assert "Everybody who works for the school. [1]" in text_of(shown)
    assert "<td>Yard</td>" in shown.content.decode()
    assert f"({called}, " in text_of(shown)
    original = head.get(f"{answer.url}original/")
    assert original.content == content
    assert "opendocument" in original["Content-Type"] or "wordprocessingml" in original["Content-Type"]
    assert version.text.sha256 == version.file.sha256


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        pytest.param("a.docx", with_body(made("docx"), INSERTED), "tracked changes", id="tracked changes"),
        pytest.param("a.docx", changed(made("docx"), {"word/vbaProject.bin": b"x"}), "holds macros", id="macros"),
        pytest.param("a.docm", made("docx"), "hold macros", id="docm"),
        pytest.param("a.odt", made("docx"), "called .odt", id="another name"),
        pytest.param("a.docx", made("docx")[:2000], "damaged", id="damaged"),
        pytest.param(
            "a.pdf", typst.compile(b"#rect(width: 9cm, height: 9cm, fill: red)"), "made of pictures", id="scan"
        ),
    ],
)
def test_what_nobody_should_sign_is_refused_beside_the_field_and_kept_nowhere(as_role, address, name, content, told):
    answer = put_in(as_role("headteacher"), address, name, content)
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert (Version.objects.count(), StoredFile.objects.count(), Intake.objects.count()) == (0, 0, 0)


def test_a_long_file_is_read_by_the_worker_while_its_page_says_how_far_it_is(as_role, address, school, long_pdf, here):
    head = as_role("headteacher")
    answer = put_in(head, address, "phones.pdf", long_pdf)
    assert "/documents/intakes/" in answer.url
    intake = Intake.objects.get()
    assert long_pdf[:40] not in bytes(intake.content)
    assert "The file is being read" in page(head, answer.url)
    intakes.note_progress(intake=intake.pk, pages_read=12, page_count=40)
    assert "12 of about 40 pages are read" in page(head, answer.url)
    work(school)
    done = head.get(answer.url, follow=True)
    assert "“phones.pdf” is kept as a draft." in text_of(done)
    assert "Some words about phones." in text_of(done)
    intake.refresh_from_db()
    assert (intake.state, intake.content, intake.version) == ("done", None, Version.objects.get())
    assert head.get(f"/s/{school.slug}/documents/versions/{intake.version_id}/original/").content == long_pdf


def test_progress_is_told_page_by_page(office, school, long_pdf, monkeypatch):
    document = office.add("Phones")
    intake = take_in(office, document, "phones.pdf", long_pdf)
    heard = []
    note = intakes.note_progress
    monkeypatch.setattr(intake_jobs, "_TOLD_EVERY", 0)
    monkeypatch.setattr(intakes, "note_progress", lambda **said: heard.append(said["pages_read"]) or note(**said))
    intake_jobs.read(school.pk, intake=str(intake.pk))
    assert heard == list(range(40))


def take_in(office, document, name, content, **more):
    return intakes.take_in(
        document=document.pk,
        name=name,
        content=content,
        minor=False,
        change_note="",
        replacing=None,
        started_from=None,
        by=office.by,
        now=clock.now(),
        **more,
    )


def test_a_second_click_meets_the_first(as_role, address, school, long_pdf, here):
    head = as_role("headteacher")
    first, second = (put_in(head, address, "phones.pdf", long_pdf).url for _time in range(2))
    assert first == second
    for _time in range(2):
        intake_jobs.read(school.pk, intake=str(Intake.objects.get().pk))
    assert Version.objects.count() == 1


def test_a_worker_that_dies_is_followed_by_another(office, school, long_pdf, monkeypatch):
    intake = take_in(office, office.add("Phones"), "phones.pdf", long_pdf)

    def die(**_said):
        raise SystemError("killed")

    monkeypatch.setattr(intakes, "finish", die)
    with pytest.raises(SystemError):
        intake_jobs.read(school.pk, intake=str(intake.pk))
    monkeypatch.undo()
    intake_jobs.read(school.pk, intake=str(intake.pk))
    assert Intake.objects.get().state == "done"


def test_a_long_file_that_cannot_be_signed_brings_the_form_back_with_what_was_typed(as_role, at, office, school, here):
    document = office.in_force().document
    head = as_role("headteacher")
    address = at(f"documents/{document.pk}/versions/add/")
    pictures = typst.compile(b"#rect(width: 9cm, height: 9cm, fill: red)\n#pagebreak()\n" * 40)
    answer = put_in(head, address, "scan.pdf", pictures, kind="new", change_note="Scanned by the office")
    work(school)
    shown = head.get(answer.url)
    assert shown.status_code == 422
    assert "This PDF is made of pictures" in text_of(shown)
    assert "Scanned by the office" in shown.content.decode()
    assert f'action="{address}"' in shown.content.decode()
    assert (Intake.objects.get().content, Version.objects.filter(state="draft").count()) == (None, 0)


def test_what_is_missing_is_said_before_anybody_waits(as_role, at, office, long_pdf):
    document = office.in_force().document
    address = at(f"documents/{document.pk}/versions/add/")
    answer = put_in(as_role("headteacher"), address, "phones.pdf", long_pdf, kind="new", change_note="")
    assert answer.status_code == 422
    assert "Please choose the file again" in text_of(answer)
    preview = put_in(
        as_role("headteacher"), address, "phones.pdf", long_pdf, kind="new", change_note="x", preview="yes"
    )
    assert "no preview is made of one" in text_of(preview)
    assert not Intake.objects.exists()


def test_a_draft_that_came_meanwhile_is_said(office, school, long_pdf):
    document = office.add("Phones")
    intake = take_in(office, document, "phones.pdf", long_pdf)
    office.put_in(document)
    intake_jobs.read(school.pk, intake=str(intake.pk))
    found = Intake.objects.get()
    assert (found.state, bool(found.reason)) == ("refused", True)


def test_old_intakes_are_forgotten(office, long_pdf):
    intake = take_in(office, office.add("Phones"), "phones.pdf", long_pdf)
    intakes.refuse(intake=intake.pk, reason="No.")
    assert intake_jobs.sweep() == 0
    Intake.objects.update(asked_at=clock.now() - timedelta(days=8))
    assert intake_jobs.sweep() == 1
    assert not Intake.objects.exists()


def test_another_school_sees_no_intake(office, signed_in, other_school, long_pdf, school):
    intake = take_in(office, office.add("Phones"), "phones.pdf", long_pdf)
    with in_school(other_school.pk):
        assert not Intake.objects.filter(pk=intake.pk).exists()
