"""What each role sees on the pages of documents, and the way of a document from beginning to end."""

import re
from datetime import timedelta

import pytest

from accord.kernel import clock
from accord.paper.sniff import decoded
from accord.people.tests.cast import make_cast
from accord.policies import actions
from accord.policies.models import Document, Version
from accord.policies.tests.browsing import page
from accord.policies.tests.conftest import TEXT, Office

S = Version.State
HOSTILE = "<script>alert(1)</script> & \u202e“x”"


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
