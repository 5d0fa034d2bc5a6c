"""What filled-in forms of documents bring about, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accord.kernel import clock
from accord.people.tests.cast import make_person
from accord.policies.models import Version
from accord.policies.tests.browsing import page, text_of
from accord.policies.tests.conftest import TEXT

S = Version.State


# Forms keep what was typed


def test_a_taken_title_is_said_beside_it(as_role, at, office, cast):
    office.add(to=())
    answer = as_role("headteacher").post(
        at("documents/add/"),
        {"title": "acceptable use of it", "owner": str(cast["clerk"].pk), "summary": "What I typed"},
    )
    assert answer.status_code == 422
    assert "Another document has this title already." in text_of(answer)
    assert "What I typed" in text_of(answer)


def test_an_unknown_clause_is_named(as_role, at, cast):
    answer = as_role("headteacher").post(
        at("documents/add/"), {"title": "A", "owner": str(cast["clerk"].pk), "clause": "99.9"}
    )
    assert "The guidance has no clause of this number." in text_of(answer)


def test_typed_text_survives_a_preview_and_an_error(as_role, at, office):
    document = office.in_force().document
    address = at(f"documents/{document.pk}/versions/add/")
    head = as_role("headteacher")
    typed = "# Mine\n\nA sentence that nobody wants to type twice."
    for given, status, words in (
        ({"change_note": "Phones", "preview": "yes"}, 200, "Preview: about 1 minute to read"),
        ({"change_note": ""}, 422, "Fill in: What has changed?"),
    ):
        answer = head.post(address, {"how": "typed", "text": typed, "kind": "new", **given})
        assert answer.status_code == status
        assert words in text_of(answer)
        assert "nobody wants to type twice.</textarea>" in answer.content.decode()
    assert Version.objects.count() == 1


def test_an_uploaded_markdown_file_survives_an_error_elsewhere(as_role, at, office):
    document = office.in_force().document
    file = SimpleUploadedFile("mine.md", "# Überschrift\n\nKept.".encode("cp1252"))
    answer = as_role("headteacher").post(
        at(f"documents/{document.pk}/versions/add/"), {"how": "file", "file": file, "kind": "new", "change_note": ""}
    )
    assert answer.status_code == 422
    assert "# Überschrift\n\nKept.</textarea>" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({"how": "typed", "text": "  \n "}, "Type or paste the text.", id="blank"),
        pytest.param({"how": "typed", "text": "x" * 500_001}, "longer than 500,000 characters", id="too long"),
        pytest.param({"how": "file"}, "Choose a file.", id="no file"),
        pytest.param({"how": "file", "file": ("a.pdf", b"")}, "This file is empty.", id="empty file"),
        pytest.param({"how": "file", "file": ("a.docx", b"PK\x03\x04...")}, "an archive", id="an archive"),
        pytest.param({"how": "file", "file": ("a.pdf", b"MZ...")}, "This is a program", id="a program"),
        pytest.param({"how": "file", "file": ("a.pdf", b"%PDF-1.7\nbroken")}, "", id="a broken PDF"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_its_field(as_role, at, office, given, words):
    document = office.add()
    if "file" in given:
        given = {**given, "file": SimpleUploadedFile(*given["file"])}
    answer = as_role("headteacher").post(at(f"documents/{document.pk}/versions/add/"), given)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Version.objects.exists()


def test_a_file_that_is_too_large_is_said_beside_its_field(as_role, at, office):
    document = office.add()
    file = SimpleUploadedFile("large.pdf", b"%PDF-1.7\n" + bytes(25 * 1024 * 1024))
    answer = as_role("headteacher").post(at(f"documents/{document.pk}/versions/add/"), {"how": "file", "file": file})
    assert answer.status_code == 422
    assert "The file is too large. Choose one of at most 25 MB." in text_of(answer)


def test_a_pdf_becomes_a_draft_that_can_be_read_and_fetched(as_role, at, office, small_pdf):
    document = office.add("Phones")
    head = as_role("headteacher")
    file = SimpleUploadedFile("phones.pdf", small_pdf)
    answer = head.post(at(f"documents/{document.pk}/versions/add/"), {"how": "file", "file": file}, follow=True)
    assert "The same holds for tablets." in text_of(answer)
    version = Version.objects.get()
    assert head.get(at(f"documents/versions/{version.pk}/original/")).content == small_pdf
    assert "Upload a file: PDF" in page(head, at(f"documents/versions/{version.pk}/change/"))


def test_a_pdf_must_be_chosen_again_after_an_error_elsewhere(as_role, at, office, small_pdf):
    document = office.in_force().document
    answer = as_role("headteacher").post(
        at(f"documents/{document.pk}/versions/add/"),
        {"how": "file", "file": SimpleUploadedFile("phones.pdf", small_pdf), "kind": "new", "change_note": ""},
    )
    assert "Please choose the file again: browsers forget it." in text_of(answer)


def test_a_draft_opens_with_its_text_and_is_replaced(as_role, at, office):
    draft = office.put_in(office.add())
    head = as_role("headteacher")
    address = at(f"documents/versions/{draft.pk}/change/")
    assert "Never share a passphrase" in page(head, address)
    head.post(address, {"how": "typed", "text": TEXT + "\r\nOne line more.\r\n"})
    draft.refresh_from_db()
    assert draft.state == S.DISCARDED
    newest = Version.objects.get(state=S.DRAFT)
    assert newest.label == "version 1"
    assert "One line more." in page(head, at(f"documents/versions/{newest.pk}/"))


def test_a_minute_reference_and_a_meeting_that_was_held_are_needed(as_role, at, office):
    version = office.put_in(office.add())
    ahead = clock.today() + timedelta(days=1)
    answer = as_role("clerk").post(
        at(f"documents/versions/{version.pk}/adopt/"),
        {
            "body": "Governing Board",
            "meeting_on-day": ahead.day,
            "meeting_on-month": ahead.month,
            "meeting_on-year": ahead.year,
            "minute_reference": "26/41",
            "decision": "as-it-is",
            "note": "Kept after an error.",
        },
    )
    assert answer.status_code == 422
    assert "That meeting has not been held yet." in text_of(answer)
    assert "Kept after an error." in text_of(answer)


# Audience


def test_check_says_how_many_and_saves_nothing(as_role, at, office):
    document = office.add(to=())
    make_person("Ada", "Bell", team="English")
    answer = as_role("headteacher").post(
        at(f"documents/{document.pk}/audience/"), {"teams": ["English"], "roles": ["clerk"], "check": "yes"}
    )
    shown = text_of(answer)
    assert "That is 2 people today" in shown
    assert "Bell, Ada" in shown
    assert "The team English and everyone who is Clerk to the governors." in shown
    assert not document.audiences.exists()


def test_a_team_that_nobody_belongs_to_any_more_stays_visible(as_role, at, office):
    document = office.add(to=[("team", "Latin")])
    assert "Latin (nobody today)" in page(as_role("headteacher"), at(f"documents/{document.pk}/audience/"))


# Publishing


def test_before_publishing_those_without_an_address_are_named(as_role, at, office):
    for number in range(12):
        make_person("Midday", f"Supervisor{number:02}", email="")
    version = office.adopt(office.put_in(office.add()))
    head = as_role("headteacher")
    shown = page(head, at(f"documents/versions/{version.pk}/publish/"))
    assert "17 people will be asked to sign" in shown
    assert "12 of them have no e-mail address" in shown
    assert "Midday Supervisor09 and 2 more" in shown
    assert "Supervisor11, Midday" in page(head, at(f"documents/versions/{version.pk}/unreachable/"))


def test_published_twice_one_wins_and_the_other_is_told(as_role, at, office):
    version = office.adopt(office.put_in(office.add()))
    head = as_role("headteacher")
    due = clock.today() + timedelta(days=7)
    given = {"due_on-day": due.day, "due_on-month": due.month, "due_on-year": due.year}
    address = at(f"documents/versions/{version.pk}/publish/")
    assert "is in force. People are told" in text_of(head.post(address, given, follow=True))
    answer = head.post(address, given, follow=True)
    assert answer.status_code == 200
    assert "Version 1 is in force already." in text_of(answer)


def test_a_due_day_that_is_over_is_said_beside_it(as_role, at, office):
    version = office.adopt(office.put_in(office.add()))
    over = clock.today() - timedelta(days=1)
    answer = as_role("headteacher").post(
        at(f"documents/versions/{version.pk}/publish/"),
        {"due_on-day": over.day, "due_on-month": over.month, "due_on-year": over.year},
    )
    assert answer.status_code == 422
    assert "People cannot sign in the past." in text_of(answer)


def test_a_minor_change_says_that_signatures_stay(as_role, at, office):
    document = office.in_force().document
    minor = office.adopt(office.put_in(document, minor=True))
    head = as_role("headteacher")
    address = at(f"documents/versions/{minor.pk}/publish/")
    assert "asks nobody again" in page(head, address)
    head.post(address)
    minor.refresh_from_db()
    assert minor.state == S.PUBLISHED


def test_discarding_is_a_button_and_only_a_post(as_role, at, office):
    draft = office.put_in(office.add())
    head = as_role("headteacher")
    address = at(f"documents/versions/{draft.pk}/discard/")
    assert head.get(address).status_code == 405
    assert "Version 1 is discarded." in text_of(head.post(address, follow=True))
    assert "adopted" not in text_of(head.post(address, follow=True))


def test_withdrawing_needs_a_reason(as_role, at, office):
    version = office.in_force()
    head = as_role("headteacher")
    address = at(f"documents/{version.document_id}/withdraw/")
    assert head.post(address, {"because": " "}).status_code == 422
    shown = text_of(head.post(address, {"because": "The trust has its own."}, follow=True))
    assert "Withdrawn on" in shown
    assert "The trust has its own." in shown
    assert "No version of this document is in force." in text_of(head.post(address, {"because": "x"}, follow=True))
