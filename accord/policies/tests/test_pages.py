"""What each role sees on the pages of documents, and what a filled-in form brings about."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accord.kernel import clock
from accord.people.tests.cast import Cast, make_cast, make_person
from accord.policies import actions
from accord.policies.models import Document, Version
from accord.policies.tests.conftest import TEXT, Office
from accord.policies.version_views import decoded

S = Version.State
ROLES = ("headteacher", "business-manager", "clerk", "governor", "staff")
HOSTILE = "<script>alert(1)</script> & \u202e“x”"


@pytest.fixture
def cast(school) -> Cast:
    return make_cast(school, ROLES)


@pytest.fixture
def at(school):
    return lambda path="": f"/s/{school.slug}/{path}"


@pytest.fixture
def as_role(cast, signed_in):
    return lambda role: signed_in(cast[role])


def text_of(response: Any) -> str:
    """What a person reads: the page without its tags."""
    main = response.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def page(browser: Client, address: str, status: int = 200) -> str:
    response = browser.get(address)
    assert response.status_code == status, text_of(response)[:500]
    return text_of(response)


# The library


def test_an_empty_library_says_what_will_stand_there(as_role, at):
    assert "Each policy of the school will stand here" in page(as_role("headteacher"), at("documents/"))
    assert "Nothing to read yet" in page(as_role("staff"), at("documents/"))


def test_the_library_shows_state_version_owner_review_and_signing(as_role, at, office, cast):
    office.in_force(review_on=clock.today() - timedelta(days=1), owner=cast["clerk"])
    office.put_in(office.add("Phones"))
    shown = page(as_role("headteacher"), at("documents/"))
    for words in ("1 document is in force", "One is on its way", "In force", "Draft", cast["clerk"].name, "0 of 5"):
        assert words in shown


def test_staff_see_what_is_published_and_nothing_of_what_is_coming(as_role, at, office):
    version = office.in_force()
    draft = office.put_in(office.add("Phones"))
    staff = as_role("staff")
    shown = page(staff, at("documents/"))
    assert "Acceptable use of IT" in shown
    assert "Phones" not in shown
    assert "Record the adoption" not in page(staff, at(f"documents/{version.document_id}/"))
    for path in (
        f"documents/{draft.document_id}/",
        f"documents/versions/{draft.pk}/",
        f"documents/versions/{draft.pk}/original/",
    ):
        page(staff, at(path), 404)


def test_the_export_holds_the_register_and_no_formula(as_role, at, office):
    office.in_force("=HYPERLINK(1)")
    response = as_role("headteacher").get(at("documents/export/"))
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[1].startswith("'=HYPERLINK(1),In force,1,")
    assert "26/41" in lines[1]


def test_the_pages_of_another_school_are_not_there(as_role, at, office, other_school, signed_in):
    version = office.in_force()
    stranger = signed_in(make_cast(other_school, ("headteacher",))["headteacher"])
    page(stranger, at(f"documents/{version.document_id}/"), 404)
    page(stranger, f"/s/{other_school.slug}/documents/{version.document_id}/", 404)
    page(stranger, f"/s/{other_school.slug}/policies/{version.document.slug}/", 404)


# A document from beginning to end


@pytest.mark.clause("F.1")
def test_the_whole_way_by_its_one_button(as_role, at, cast, here):
    head = as_role("headteacher")
    answer = head.post(
        at("documents/add/"), {"title": "Acceptable use of IT", "owner": str(cast["headteacher"].pk)}, follow=True
    )
    document = Document.objects.get()
    assert answer.redirect_chain[-1][0] == at(f"documents/{document.pk}/audience/")
    home = at(f"documents/{document.pk}/")
    assert "Next: put the text in" in page(head, home)
    head.post(at(f"documents/{document.pk}/versions/add/"), {"how": "typed", "text": TEXT})
    version = Version.objects.get()
    assert "Next: who must sign it?" in page(head, home)
    head.post(at(f"documents/{document.pk}/audience/"), {"everyone": "on"})
    assert "Not in force: version 1 waits for the governing board" in page(head, home)
    day = clock.today()
    head.post(
        at(f"documents/versions/{version.pk}/adopt/"),
        {
            "body": "Governing Board",
            "meeting_on-day": day.day,
            "meeting_on-month": day.month,
            "meeting_on-year": day.year,
            "minute_reference": "26/41",
            "decision": "as-it-is",
        },
    )
    assert "has been adopted and waits to be published" in page(head, home)
    due = day + timedelta(days=7)
    publish = at(f"documents/versions/{version.pk}/publish/")
    assert "5 people will be asked to sign" in page(head, publish)
    head.post(publish, {"due_on-day": due.day, "due_on-month": due.month, "due_on-year": due.year})
    version.refresh_from_db()
    assert (version.state, version.due_on) == (S.PUBLISHED, due)
    shown = page(head, home)
    assert re.search(r"In force since \d+ \w+ \d{4}: version 1, adopted \d+ \w+ \d{4}, minute 26/41", shown)
    assert "0 of 5 have signed" in shown


REFUSED_TO = {
    "staff": ["add", "change", "audience", "withdraw", "history", "versions/add"],
    "governor": ["change", "audience", "withdraw", "versions/add"],
    "clerk": ["change", "audience", "withdraw", "versions/add"],
}


@pytest.mark.parametrize("role", REFUSED_TO)
def test_who_may_not_is_told_why_and_changes_nothing(as_role, at, office, role):
    version = office.in_force()
    browser = as_role(role)
    for path in REFUSED_TO[role]:
        address = at("documents/add/") if path == "add" else at(f"documents/{version.document_id}/{path}/")
        assert "is for the" in page(browser, address, 403)
        assert browser.post(address, {"because": "x", "everyone": ""}).status_code == 403
    version.refresh_from_db()
    assert version.state == S.PUBLISHED


@pytest.mark.parametrize(
    ("role", "adopts", "publishes"),
    [("headteacher", 200, 200), ("business-manager", 403, 200), ("clerk", 200, 403), ("governor", 403, 403)],
)
def test_who_may_adopt_and_who_may_publish(as_role, at, office, role, adopts, publishes):
    draft = office.put_in(office.add())
    adopted = office.adopt(office.put_in(office.add("Phones")))
    browser = as_role(role)
    assert browser.get(at(f"documents/versions/{draft.pk}/adopt/")).status_code == adopts
    assert browser.get(at(f"documents/versions/{adopted.pk}/publish/")).status_code == publishes


def test_a_button_that_one_may_not_use_stands_there_with_its_reason(as_role, at, office):
    draft = office.put_in(office.add())
    shown = page(as_role("governor"), at(f"documents/{draft.document_id}/"))
    assert "Record the adoption" in shown
    assert "is for the Headteacher, Chair of Governors or Clerk to the governors" in shown


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
        pytest.param({"how": "file", "file": ("a.docx", b"PK\x03\x04...")}, "save it as a PDF", id="Word"),
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
    assert "Upload a PDF" in page(head, at(f"documents/versions/{version.pk}/change/"))


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


# History, search, originals


def test_the_history_tells_every_act_in_a_sentence(as_role, at, office):
    version = office.in_force()
    office.adopt(office.put_in(version.document), decision="not-adopted")
    office.address(version.document, ("team", "English"))
    actions.withdraw(document=version.document_id, because="Merged.", by=office.by, now=clock.now())
    shown = page(as_role("governor"), at(f"documents/{version.document_id}/history/"))
    for words in (
        "added the document “Acceptable use of IT”",
        "put in version 1",
        "recorded that Governing Board adopted version 1",
        "recorded that Governing Board did not adopt version 2",
        "published version 1",
        "changed who must sign: added the team English; took out everyone who works for the school",
        "withdrew version 1: Merged.",
    ):
        assert words in shown


def test_search_finds_words_in_the_text_and_drafts_only_for_those_who_see_them(as_role, at, office):
    office.in_force()
    office.put_in(office.add("Phones"), "# Phones\n\nThe passphrase of a phone.")
    staff, head = as_role("staff"), as_role("headteacher")
    assert "1 page says “PASSPHRASE”" in page(staff, at("documents/search/?q=PASSPHRASE"))
    assert "2 pages say “passphrase”" in page(head, at("documents/search/?q=passphrase"))
    assert "No page says “xyzzy”" in page(head, at("documents/search/?q=xyzzy"))
    assert "Search in the text" in page(head, at("documents/search/?q=%00"))


def test_the_original_is_handed_out_exactly_and_never_shown(as_role, at, office):
    version = office.in_force()
    answer = as_role("staff").get(at(f"documents/versions/{version.pk}/original/"))
    assert answer.content.decode() == decoded(answer.content)
    assert answer.content == TEXT.encode()
    assert answer["Content-Disposition"] == 'attachment; filename="acceptable-use.md"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


# Hostile words


def test_hostile_words_are_words_everywhere(as_role, at, office: Office, client):
    document = office.add(HOSTILE, summary=HOSTILE, to=[("team", HOSTILE)])
    text = f"# {HOSTILE}\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1)) passphrase {HOSTILE}"
    version = office.put_in(document, text)
    office.publish(office.adopt(version, body=HOSTILE, minute_reference=HOSTILE, note=HOSTILE))
    office.put_in(document, text, change_note=HOSTILE)
    head = as_role("headteacher")
    for browser, path in (
        (head, "documents/"),
        (head, f"documents/{document.pk}/"),
        (head, f"documents/{document.pk}/audience/"),
        (head, f"documents/{document.pk}/history/"),
        (head, f"documents/versions/{version.pk}/"),
        (head, "documents/search/?q=passphrase"),
        (client, "policies/"),
        (client, f"policies/{document.slug}/"),
        (client, "policies/?q=<script>passphrase"),
    ):
        content = browser.get(at(path)).content.decode()
        assert "<script>alert" not in content
        assert "<img src=x" not in content
        assert "javascript:alert" not in re.sub(r">[^<]*", ">", content)
