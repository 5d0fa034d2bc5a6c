"""What people see: those who are asked, those who lead, and those who come by a link."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accord.consultations import actions, jobs
from accord.consultations.links import new_secret
from accord.consultations.models import BoardPaper, Comment, Consultation, Invitation
from accord.consultations.tests.conftest import UNION, Desk
from accord.kernel import clock
from accord.kernel.models import Entry
from accord.people.models import Person
from accord.people.tests.cast import Cast
from accord.policies.models import Version
from accord.policies.tests.browsing import page, text_of
from accord.policies.tests.conftest import Office

Browsers = Callable[[Person], Client]


@pytest.fixture
def at(school: Any) -> Callable[[str], str]:
    return lambda path="": f"/s/{school.slug}/consultations/{path}"


def days(field: str, day: date) -> dict[str, int]:
    """A day as its three boxes send it."""
    return {f"{field}-{part}": getattr(day, part) for part in ("day", "month", "year")}


def started(lead: Client, at: Callable[[str], str], draft: Version, **given: Any) -> Consultation:
    today = clock.today()
    last = today + timedelta(days=28)
    fields = {
        "about": "What do you think of the new part on phones?",
        **days("opens_on", today),
        **days("closes_on", last),
        "groups": ["staff", "governors"],
        "bodies": [UNION],
        "others": "Parents’ association",
        "anonymous": "yes",
        **given,
    }
    answer = lead.post(at(f"start/{draft.pk}/"), fields)
    assert answer.status_code == 302, text_of(answer)[:900]
    jobs.invite()
    return Consultation.objects.get()


@pytest.mark.clause("F.8")
def test_a_consultation_from_its_start_to_its_outcome(
    draft: Version, desk: Desk, cast: Cast, signed_in: Browsers, at: Callable[[str], str]
) -> None:
    lead, staff = signed_in(cast["headteacher"]), signed_in(cast["staff"])
    made = started(lead, at, draft)
    here = at(f"{made.pk}/")
    assert "no comment yet, 0 of 4 have answered" in page(lead, here)
    assert "No address yet" in page(lead, here)

    assert "What do you think? Open until" in page(staff, here)
    assert "Comment on this" in page(staff, f"{here}text/1/")
    form = page(staff, f"{here}comment/?page=1&paragraph=2")
    assert "Never share a passphrase" in form
    said = {"words": "Not even with IT?", "name": "named", "key": new_secret()}
    for _click in range(2):
        answer = staff.post(f"{here}comment/?page=1&paragraph=2", said)
        assert answer.status_code == 302
    assert Comment.objects.count() == 1
    assert "Not even with IT?" in page(staff, f"{here}text/1/")

    union = Invitation.objects.get(name=UNION)
    day = clock.today()
    letter = {**days("received_on", day), "words": "We agree.", "key": new_secret()}
    assert lead.post(at(f"invitation/{union.pk}/letter/"), letter).status_code == 302
    assert "2 comments, 2 of 4 have answered" in page(lead, here)

    with desk.after(made):
        assert "2 need an answer" in page(lead, here)
        refused = lead.get(f"{here}outcome/", follow=True)
        assert "2 comments have no answer yet" in text_of(refused)
        for comment in Comment.objects.all():
            answer = lead.post(at(f"comment/{comment.pk}/answer/"), {"kind": "accepted", "words": "We say so now."})
            assert answer.status_code == 302
        outcome = {"recommendation": "adapted", "words": "Everybody agreed."}
        assert lead.post(f"{here}outcome/", outcome).status_code == 302
        assert "Recommended for adoption as adapted, with 2 comments from 2 of 4" in page(lead, here)
        assert "We say so now." in page(staff, here)


def test_an_answer_that_changes_something_or_not_says_what_or_why(
    draft: Version, desk: Desk, cast: Cast, signed_in: Browsers, at: Callable[[str], str]
) -> None:
    comment = desk.say(desk.start(draft), cast["staff"])
    lead = signed_in(cast["headteacher"])
    answer = lead.post(at(f"comment/{comment.pk}/answer/"), {"kind": "not-taken", "words": " "})
    assert answer.status_code == 422
    assert "Say why not." in text_of(answer)


def test_without_a_name_the_address_is_the_only_way_back(
    draft: Version, desk: Desk, cast: Cast, signed_in: Browsers, at: Callable[[str], str]
) -> None:
    made = desk.start(draft, is_anonymous_allowed=True)
    staff, lead, nobody = signed_in(cast["staff"]), signed_in(cast["headteacher"]), Client()
    assert "whoever runs the server could" in page(staff, at(f"{made.pk}/comment/"))
    said = {"words": "I do not dare to say so.", "name": "anonymous", "key": new_secret()}
    answer = staff.post(at(f"{made.pk}/comment/"), said)
    mine = answer["Location"]
    assert mine.startswith("/said/")
    assert "the only way to change the comment" in page(nobody, mine)
    assert "You said" not in page(staff, at(f"{made.pk}/"))
    assert "Without a name (staff)" in page(lead, at(f"{made.pk}/comments/"))
    assert nobody.post(f"{mine}change/", {"words": "I say so."}).status_code == 302
    assert nobody.post(f"{mine}withdraw/").status_code == 302
    assert "You took this comment back" in page(nobody, mine)


def test_a_body_comments_and_responds_by_its_link_without_an_account(
    draft: Version, desk: Desk, cast: Cast, link_of: Callable
) -> None:
    made = desk.start(draft, bodies=[UNION])
    invitation = Invitation.objects.get(name=UNION)
    actions.set_contact(invitation=invitation.pk, name="Jo Rep", email="jo@union.example", by=desk.by, **desk.when)
    jobs.invite()
    link, nobody, before = link_of(invitation), Client(), Entry.objects.count()
    assert f"You speak for {UNION} here" in page(nobody, link)
    assert "Comment on this" in page(nobody, f"{link}text/1/")
    assert Entry.objects.count() == before  # Opening it changes nothing.
    said = {"words": "What about PPA time?", "key": new_secret()}
    assert nobody.post(f"{link}comment/?page=1&paragraph=2", said).status_code == 302
    response = {"words": "We agree with the draft.", "key": new_secret()}
    assert nobody.post(f"{link}response/", response).status_code == 302
    assert "body's response is on record already" in page(nobody, link).replace("&#x27;", "'")
    comment = Comment.objects.get(is_formal=False)
    assert nobody.post(f"{link}{comment.pk}/change/", {"words": "And directed time?"}).status_code == 302
    assert nobody.post(f"{link}{comment.pk}/withdraw/").status_code == 302
    with desk.after(made):
        assert "has closed" in page(nobody, link)
        assert nobody.post(f"{link}comment/", said | {"key": new_secret()}).status_code == 422


def test_links_that_lead_nowhere_lead_to_the_same_page_and_not_for_ever(
    draft: Version, desk: Desk, school: Any, link_of: Callable
) -> None:
    made = desk.start(draft, bodies=[UNION])
    invitation = Invitation.objects.get(name=UNION)
    actions.set_contact(invitation=invitation.pk, name="", email="jo@union.example", by=desk.by, **desk.when)
    jobs.invite()
    link, nobody = link_of(invitation), Client()
    actions.renew_link(invitation=invitation.pk, by=desk.by, **desk.when)
    jobs.invite()
    pages = {nobody.get(address).content for address in (link, f"/consulted/{school.slug}/{new_secret()}/")}
    newest = link_of(invitation)
    actions.call_off(consultation=made.pk, because="Wrong.", by=desk.by, **desk.when)
    pages.add(nobody.get(newest).content)
    assert len(pages) == 1
    statuses = [nobody.get(f"/consulted/{school.slug}/{new_secret()}/").status_code for _ in range(25)]
    assert (statuses[0], statuses[-1]) == (404, 429)


@pytest.mark.clause("F.7")
def test_staff_say_something_and_the_board_reads_it(
    draft: Version, desk: Desk, cast: Cast, signed_in: Browsers, at: Callable[[str], str], small_press: Any
) -> None:
    staff, lead = signed_in(cast["staff"]), signed_in(cast["headteacher"])
    in_force = Version.objects.in_force().get()
    reading = staff.get(f"/s/{cast.school.slug}/documents/{in_force.document_id}/").content.decode()
    address = re.search(r'href="([^"]+/consultations/say/[^"]+)"', reading)
    assert address
    words = {"words": "Nobody told me about phones.", "key": new_secret()}
    for _click in range(2):
        assert staff.post(address[1], words).status_code == 302
    assert "1 piece of feedback needs an answer" in page(lead, at("feedback/"))
    comment = Comment.objects.get()
    answered = lead.post(at(f"comment/{comment.pk}/answer/"), {"kind": "noted", "words": "We tell you at INSET."})
    assert answered.status_code == 302
    assert "We tell you at INSET." in page(staff, at("mine/"))

    form = lead.get(at(f"papers/{draft.pk}/")).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', form)
    assert once
    asked = lead.post(
        at(f"papers/{draft.pk}/"), {"recommendation": "as-it-is", "words": "It is good.", "once": once[1]}
    )
    assert asked.status_code == 302
    jobs.make_paper(entry=str(Entry.objects.get(act="paper.asked").pk))
    assert "The paper is ready" in page(lead, asked["Location"])
    read = small_press(lead.get(f"{asked['Location']}file/").content)
    assert "Nobody told me about phones." in read
    assert "We tell you at INSET." in read
    assert cast["staff"].surname not in read
    stored = BoardPaper.objects.get()
    assert stored.file
    assert stored.file.sha256 in page(lead, asked["Location"])


@pytest.fixture
def small_press() -> Callable[[bytes], str]:
    """What stands in a PDF, on one line."""
    import pypdfium2

    def read(content: bytes) -> str:
        pdf = pypdfium2.PdfDocument(content)
        found = " ".join(one.get_textpage().get_text_range() for one in pdf)
        pdf.close()
        return " ".join(found.replace("\u200b", "").split())

    return read


@pytest.mark.clause("F.6")
def test_alternative_guidance_waits_for_its_consultation(
    office: Office, desk: Desk, cast: Cast, signed_in: Browsers, at: Callable[[str], str]
) -> None:
    clerk = signed_in(cast["clerk"])
    document = office.add("Our own guidance", to=(), named="guidance")
    version = office.put_in(document)
    adopt = f"/s/{cast.school.slug}/documents/versions/{version.pk}/adopt/"
    assert "The board must consult on it first" in page(clerk, adopt)
    day = clock.today()
    given = {
        "body": "Board",
        **days("meeting_on", day),
        "minute_reference": "26/1",
        "decision": "adapted",
    }
    clerk.post(adopt, given)
    assert Version.objects.get(pk=version.pk).state == "draft"
    made = desk.start(version)
    assert "its consultation is running" in page(clerk, adopt)
    with desk.after(made):
        desk.conclude(made)
        assert "must consult" not in page(clerk, adopt)
        changed = office.put_in(document, "# Our own guidance\n\nChanged as you asked.\n", replacing=version.pk)
        changed_page = page(clerk, adopt.replace(str(version.pk), str(changed.pk)))
        assert "must consult" not in changed_page
        assert "Paper for the governing board" in changed_page


def test_who_is_not_asked_sees_no_draft_and_feedback_is_for_those_who_lead(
    draft: Version, desk: Desk, cast: Cast, signed_in: Browsers, at: Callable[[str], str]
) -> None:
    made = desk.start(draft, asks_staff=False)
    staff, governor = signed_in(cast["staff"]), signed_in(cast["governor"])
    assert staff.get(at(f"{made.pk}/")).status_code == 404
    assert staff.get(at(f"{made.pk}/text/1/")).status_code == 404
    assert "Comment on this" in page(governor, at(f"{made.pk}/text/1/"))
    assert governor.get(at(f"{made.pk}/comments/")).status_code == 403
    assert governor.get(at("feedback/")).status_code == 403


def test_one_does_not_touch_what_another_said(
    draft: Version, desk: Desk, cast: Cast, signed_in: Browsers, at: Callable[[str], str]
) -> None:
    comment = desk.say(desk.start(draft), cast["staff"])
    other = signed_in(cast["business-manager"])
    assert other.get(at(f"comment/{comment.pk}/change/")).status_code == 404
    assert other.post(at(f"comment/{comment.pk}/withdraw/")).status_code == 404


def test_hostile_words_stay_words(
    draft: Version, desk: Desk, cast: Cast, signed_in: Browsers, at: Callable[[str], str]
) -> None:
    hostile = '<script>alert(1)</script>"\u202e{{ 1 }}=cmd()'
    made = desk.start(draft, about=hostile)
    desk.say(made, cast["staff"], hostile)
    lead, staff = signed_in(cast["headteacher"]), signed_in(cast["staff"])
    for browser, address in (
        (lead, f"{made.pk}/"),
        (lead, f"{made.pk}/comments/"),
        (staff, f"{made.pk}/"),
        (staff, "mine/"),
    ):
        assert "<script>alert" not in browser.get(at(address)).content.decode()
    nul = staff.post(at(f"{made.pk}/comment/"), {"words": "a\x00b", "name": "named", "key": new_secret()})
    assert nul.status_code in (302, 422)
    export = b"".join(lead.get(at(f"{made.pk}/comments/export/")).streaming_content).decode()
    assert "<script>" in export


def test_what_was_typed_stays_when_something_is_wrong(
    draft: Version, desk: Desk, cast: Cast, signed_in: Browsers, at: Callable[[str], str]
) -> None:
    lead = signed_in(cast["headteacher"])
    answer = lead.post(at(f"start/{draft.pk}/"), {"about": "Typed with care.", "anonymous": "no", "groups": ["staff"]})
    assert answer.status_code == 422
    assert "Typed with care." in answer.content.decode()
