"""The pages of named documents: what is held, what is missing, and every way from missing to held."""

from datetime import timedelta
from typing import Any

import pytest

from accord.guidance.named import four_policies, named_documents
from accord.kernel import clock
from accord.policies import actions
from accord.policies.models import Departure, Document, Elsewhere, Version
from accord.policies.rules import Adopted
from accord.policies.tests.browsing import page, text_of

FOUR = [each.code for each in four_policies()]


def three_of_four(office: Any) -> None:
    for code in FOUR[:3]:
        office.in_force(named_documents()[code].title, named=code)


def days(field: str, day: Any) -> dict[str, int]:
    return {f"{field}-day": day.day, f"{field}-month": day.month, f"{field}-year": day.year}


# The list


@pytest.mark.clause("F.2")
def test_the_answer_is_the_heading(as_role, at, office):
    head = as_role("headteacher")
    assert "None of the four policies is in force; 18 documents are missing" in page(head, at("documents/named/"))
    three_of_four(office)
    assert "3 of the four policies are in force; 15 documents are missing" in page(head, at("documents/named/"))
    for named in named_documents().values():
        if named.code not in (*FOUR, "guidance", "mobile-phones"):
            place(named.code, office)
    shown = page(head, at("documents/named/"))
    assert "3 of the four policies are in force; 3 documents are missing" in shown
    office.in_force("Off-site working", named="off-site")
    office.in_force("Phones", named="mobile-phones")
    shown = page(head, at("documents/named/"))
    assert "All four policies are in force; missing: advice and guidance on acceptable use of IT" in shown


def place(code: str, office: Any, **about: Any) -> Elsewhere:
    given = {"where": "The school’s website", "owner": office.by, **about}
    return actions.record_elsewhere(
        named=named_documents()[code],
        place=actions.Place(**given),
        by=office.by,
        today=clock.today(),
        now=clock.now(),
    )


@pytest.mark.clause("F.10")
def test_the_list_shows_state_version_owner_audience_and_review(as_role, at, office, cast):
    office.in_force("Phones", named="mobile-phones", owner=cast["clerk"], review_on=clock.today() + timedelta(days=60))
    office.put_in(office.add("Social media", named="social-media"))
    place("complaints", office)
    head = as_role("headteacher")
    shown = page(head, at("documents/named/"))
    for words in (
        "Phones",
        cast["clerk"].name,
        "everyone who works for the school",
        "Draft",
        "Held elsewhere",
        "Missing",
    ):
        assert words in shown
    assert "1 is due within three months." in shown
    narrowed = page(head, at("documents/named/?state=elsewhere"))
    assert "Complaints procedure" in narrowed
    assert "everyone who works for the school" not in narrowed
    assert "Behaviour policy" not in page(head, at("documents/named/?which=four")).partition("<table")[2]


def test_the_export_holds_what_was_narrowed(as_role, at, office):
    place("complaints", office, link="https://hopewell.example/complaints", where="=HYPERLINK(1)")
    response = as_role("headteacher").get(at("documents/named/export/?state=elsewhere"))
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(
        "Complaints procedure,no,Held elsewhere,,,'=HYPERLINK(1),https://hopewell.example/complaints"
    )
    assert lines[1].endswith('"9.8b, 9.9.2a, 9.9.2b, 9.9.3d2"')


def test_staff_do_not_see_the_list_and_governors_change_nothing(as_role, at):
    page(as_role("staff"), at("documents/named/"), 403)
    governor = as_role("governor")
    shown = page(governor, at("documents/named/off-site/"))
    assert "Missing: Off-site working policy" in shown
    assert governor.post(at("documents/named/off-site/start/")).status_code == 403
    page(governor, at("documents/named/nothing-of-the-kind/"), 404)


# From missing to held


@pytest.mark.clause("F.2")
@pytest.mark.clause("F.6")
def test_a_missing_policy_begins_with_our_text_which_is_said_to_be_alternative(as_role, at, here):
    clerk = as_role("business-manager")
    shown = page(clerk, at("documents/named/off-site/"))
    assert "It counts as alternative" in shown
    assert "Nobody else in the household uses work equipment" in shown
    answer = clerk.post(at("documents/named/off-site/start/"), follow=True)
    assert "The starting text is in as a draft" in text_of(answer)
    assert "It counts as alternative" in text_of(answer)
    assert (Document.objects.get().named, Version.objects.get().started_from) == ("off-site", "off-site")
    again = clerk.post(at("documents/named/off-site/start/"), follow=True)
    assert "has a text already" in text_of(again)


def test_a_text_of_ones_own_is_filled_in_as_far_as_we_know(as_role, at, cast, here):
    clerk = as_role("business-manager")
    form = clerk.get(at("documents/add/?named=social-media")).content.decode()
    assert 'value="Social media policy"' in form
    given = {"title": "Our social media rules", "owner": str(cast["clerk"].pk), "named": "social-media"}
    assert clerk.post(at("documents/add/"), given).status_code == 302
    assert Document.objects.get().named == "social-media"
    refused = clerk.post(at("documents/add/"), {**given, "title": "Another"})
    assert refused.status_code == 422
    assert "Another" in refused.content.decode()


def test_a_document_of_the_library_turns_out_to_be_the_one(as_role, at, office):
    version = office.in_force("Going online")
    clerk = as_role("business-manager")
    address = at("documents/named/social-media/choose/")
    assert clerk.post(address, {"document": ""}).status_code == 422
    answer = clerk.post(address, {"document": str(version.document_id)}, follow=True)
    assert "is now the library’s social media policy" in text_of(answer)
    assert "one of the four policies" in text_of(answer)
    assert "1 of the four policies is in force" in page(clerk, at("documents/named/"))


@pytest.mark.clause("F.6")
def test_a_document_in_force_does_not_become_the_guidance_past_its_conditions(as_role, at, office):
    version = office.in_force("Our own guidance")
    clerk = as_role("business-manager")
    answer = clerk.post(at("documents/named/guidance/choose/"), {"document": str(version.document_id)})
    assert answer.status_code == 422
    assert Document.objects.get().named == ""


@pytest.mark.clause("F.10")
def test_a_document_kept_elsewhere_is_recorded_changed_and_ended(as_role, at, cast, here):
    clerk = as_role("business-manager")
    address = at("documents/named/complaints/elsewhere/")
    bad = clerk.post(address, {"where": "Website", "owner": str(cast["clerk"].pk), "link": "javascript:alert(1)"})
    assert bad.status_code == 422
    assert "Website" in bad.content.decode()
    given = {"where": "Website", "owner": str(cast["clerk"].pk), "link": "https://hopewell.example/complaints"}
    assert "is held elsewhere" in text_of(clerk.post(address, given, follow=True))
    clerk.post(address, {**given, "where": "The office"})
    assert Elsewhere.objects.get().place == "The office"
    public = page(clerk, at("policies/"))
    assert "Held elsewhere: The office" in public
    clerk.post(at("documents/named/complaints/elsewhere/end/"))
    assert "Missing: Complaints procedure" in page(clerk, at("documents/named/complaints/"))


@pytest.mark.clause("F.2")
def test_one_of_the_four_elsewhere_counts_only_with_its_adoption(as_role, at, cast, here):
    clerk = as_role("business-manager")
    address = at("documents/named/off-site/elsewhere/")
    given = {"where": "Bought in", "owner": str(cast["clerk"].pk)}
    answer = clerk.post(address, given)
    assert answer.status_code == 422
    assert not Elsewhere.objects.exists()
    adopted = {"body": "Governing Board", **days("meeting_on", clock.today()), "minute_reference": "26/7"}
    assert clerk.post(address, given | adopted).status_code == 302
    assert "1 of the four policies is in force" in page(clerk, at("documents/named/"))
    page(clerk, at("documents/named/guidance/elsewhere/"))
    assert clerk.post(at("documents/named/guidance/elsewhere/"), given).status_code == 422


def test_what_comes_into_force_here_is_no_longer_elsewhere(office):
    place("off-site", office, adopted=Adopted("Governing Board", clock.today(), "26/7"))
    office.in_force("Off-site working", named="off-site")
    assert not Elsewhere.objects.current().exists()


# The guidance needs its four policies


@pytest.mark.clause("F.9")
def test_adopting_the_guidance_without_one_of_the_four_asks_for_a_reason_that_stays(as_role, at, office, councils_file):
    three_of_four(office)
    version = office.put_in(office.add("The guidance", named="guidance"))
    head = as_role("headteacher")
    address = at(f"documents/versions/{version.pk}/adopt/")
    shown = page(head, address)
    assert "Not in force: Off-site working policy." in shown
    assert "alternative" not in shown
    given = {
        "body": "Governing Board",
        **days("meeting_on", clock.today()),
        "minute_reference": "26/41",
        "decision": "as-it-is",
    }
    answer = head.post(address, given)
    assert answer.status_code == 422
    assert "Say why the governing board adopts it all the same" in text_of(answer)
    assert head.post(address, given | {"because-four-missing": "It follows at the next meeting."}).status_code == 302
    assert Departure.objects.get().reason == "It follows at the next meeting."
    assert "It follows at the next meeting." in page(head, at(f"documents/{version.document_id}/"))


@pytest.mark.clause("F.9")
def test_the_clerk_has_a_check_list(as_role, at, office):
    version = office.put_in(office.add("Social media", named="social-media"))
    clerk = as_role("clerk")
    checks = clerk.get(at(f"documents/versions/{version.pk}/adopt/")).content.decode()
    assert checks.count('id="heed-') == len(named_documents()["social-media"].heeds)
    assert "Only school platforms are used" in page(clerk, at(f"documents/{version.document_id}/"))


@pytest.mark.clause("F.6")
def test_guidance_with_other_bytes_is_said_to_be_alternative_before_it_is_adopted(as_role, at, office):
    version = office.put_in(office.add("The guidance", named="guidance"))
    head = as_role("headteacher")
    for path in (f"documents/{version.document_id}/", f"documents/versions/{version.pk}/"):
        assert "This is alternative guidance" in page(head, at(path))
    shown = page(head, at(f"documents/versions/{version.pk}/adopt/"))
    assert "alternative guidance" in shown
    assert "the board can only adopt it as adapted" in shown


@pytest.mark.clause("F.6")
def test_an_alternative_text_in_force_says_so_in_public(client, at, office):
    version = office.in_force("Social media", named="social-media")
    Version.objects.filter(pk=version.pk).update(started_from="social-media")
    assert "the school’s own text" in page(client, at("policies/"))
    assert "made this text from a starting text" in page(client, at("policies/social-media/"))


@pytest.mark.clause("F.6")
def test_whoever_puts_in_another_text_can_say_that_it_was_written_anew(as_role, at, here):
    clerk = as_role("business-manager")
    clerk.post(at("documents/named/off-site/start/"))
    address = at(f"documents/versions/{Version.objects.get().pk}/change/")
    assert "This text was written anew" in page(clerk, address)
    given = {"how": "typed", "text": "# Ours\n\nWork at school."}
    assert clerk.post(address, given).status_code == 302
    newest = Version.objects.get(state="draft")
    assert newest.started_from == "off-site"
    address = at(f"documents/versions/{newest.pk}/change/")
    assert clerk.post(address, given | {"written_anew": "on"}).status_code == 302
    assert Version.objects.get(state="draft").started_from == ""
