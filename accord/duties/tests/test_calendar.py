"""The calendar feed: what stands in it, who may fetch it, and that two readers that share no code read the same."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from django.test import Client
from icalendar import Calendar

from accord.duties import actions, feed
from accord.duties.models import CalendarLink
from accord.duties.tests.conftest import FRIDAY, PapersToReturn
from accord.kernel import clock
from accord.kernel.ledger import sequencer
from accord.kernel.ledger.verify import verify
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.people.models import Seat
from accord.people.tests.cast import Cast, make_person

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
NASTY = [
    "Phones, tablets; and more",
    "Back\\slash",
    "Line\nbreak\r\nBEGIN:VALARM",
    "ŵyn’s 漢字 🎈 " * 30,
    'A "quoted" title: with colon',
    "x" * 74 + "é" * 10,
]


def read_by_icalendar(content: bytes) -> list[tuple[str, date, date, str]]:
    events = Calendar.from_ical(content).walk("VEVENT")
    return [(str(e["uid"]), e["dtstart"].dt, e["dtend"].dt, str(e["summary"])) for e in events]


def read_by_vobject(content: bytes) -> list[tuple[str, date, date, str]]:
    made = vobject.readOne(content.decode())
    return [(e.uid.value, e.dtstart.value, e.dtend.value, e.summary.value) for e in made.contents.get("vevent", [])]


def address(cast: Cast, rest: str = "") -> str:
    return f"/s/{cast.school.slug}/my-calendar/{rest}"


def link_of(page: str) -> str:
    return re.search(r"https?://[^/]+(/s/[^<]+\.ics)", page)[1]


def made_by(browser: Client, cast: Cast) -> str:
    return link_of(browser.post(address(cast)).content.decode())


@pytest.mark.parametrize("title", NASTY, ids=range(len(NASTY)))
def test_two_readers_read_the_same_whatever_the_title(title: str) -> None:
    content = feed.calendar("School", [feed.Entry("duty-1", FRIDAY, title, "About 6 minutes.", "/s/x/sign/")], now=NOW)
    found = read_by_icalendar(content)
    assert found == read_by_vobject(content)
    [(_uid, first, end, summary)] = found
    assert (first, end) == (FRIDAY, FRIDAY + timedelta(days=1))
    assert " ".join(summary.split()) == " ".join(title.split())


@pytest.mark.parametrize("title", NASTY, ids=range(len(NASTY)))
def test_every_line_is_as_the_standard_wants_it(title: str) -> None:
    """RFC 5545, 3.1: lines end with CRLF and have no more than 75 octets; 3.6.1: what an event must have."""
    content = feed.calendar("School", [feed.Entry("duty-1", FRIDAY, title)], now=NOW)
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    told = [line for line in lines if not line.startswith(b" ")]
    assert told[0] == b"BEGIN:VCALENDAR"
    assert told.count(b"BEGIN:VEVENT") == told.count(b"END:VEVENT") == 1
    assert b"BEGIN:VALARM" not in told
    assert {b"VERSION:2.0", b"DTSTAMP:20261124T100000Z", b"DTSTART;VALUE=DATE:20261127"} <= set(told)


def test_an_empty_calendar_is_a_calendar() -> None:
    content = feed.calendar("School", [], now=NOW)
    assert read_by_icalendar(content) == read_by_vobject(content) == []


def test_somebody_fetches_what_they_owe_without_signing_in(
    cast: Cast, papers: PapersToReturn, signed_in: Callable[..., Client]
) -> None:
    staff, head = cast["staff"], cast["headteacher"]
    with in_school(cast.school.pk):
        papers.ask(staff, title="Social media policy")
        papers.ask(head, title="Somebody else’s")
        actions.reconcile(today=clock.today(), now=clock.now())
    browser = signed_in(staff)
    assert "Make my link" in browser.get(address(cast)).content.decode()
    answer = Client().get(made_by(browser, cast))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    found = read_by_icalendar(answer.content)
    assert found == read_by_vobject(answer.content)
    assert [(day, title) for _uid, day, _end, title in found] == [(FRIDAY, "Due: Social media policy")]
    with in_school(cast.school.pk):
        papers.items.clear()
        actions.reconcile(today=clock.today(), now=clock.now())
    assert read_by_icalendar(Client().get(made_by(browser, cast)).content) == []


def test_the_secret_is_shown_once_and_kept_nowhere(cast: Cast, signed_in: Callable[..., Client]) -> None:
    browser = signed_in(cast["staff"])
    secret = made_by(browser, cast).split("/")[-2]
    assert secret not in browser.get(address(cast)).content.decode()
    with in_school(cast.school.pk):
        link = CalendarLink.objects.get()
        assert link.digest == feed.digest_of(secret)
        assert not Entry.objects.filter(detail__contains=secret).exists()


def test_a_new_link_ends_the_old_one_and_taking_it_back_ends_both(cast: Cast, signed_in: Callable[..., Client]) -> None:
    browser = signed_in(cast["staff"])
    first = made_by(browser, cast)
    second = made_by(browser, cast)
    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]
    page = browser.post(address(cast, "take-back/"), follow=True).content.decode()
    assert "Make my link" in page
    assert Client().get(second).status_code == 404
    assert browser.post(address(cast, "take-back/")).status_code == 302


def test_whose_access_has_ended_has_no_calendar(cast: Cast, signed_in: Callable[..., Client]) -> None:
    page = made_by(signed_in(cast["staff"]), cast)
    Seat.objects.filter(person_id=cast["staff"].pk).update(closed_at=clock.now())
    assert Client().get(page).status_code == 404


def test_a_secret_opens_nothing_in_another_school(
    cast: Cast, other_school: object, signed_in: Callable[..., Client]
) -> None:
    page = made_by(signed_in(cast["staff"]), cast)
    assert Client().get(page.replace(cast.school.slug, other_school.slug)).status_code == 404  # type: ignore[attr-defined]


def test_each_has_a_link_of_their_own(cast: Cast, signed_in: Callable[..., Client]) -> None:
    staff, head = (made_by(signed_in(cast[role]), cast) for role in ("staff", "headteacher"))
    assert staff != head
    signed_in(cast["staff"]).post(address(cast, "take-back/"))
    assert Client().get(head).status_code == 200


@pytest.mark.usefixtures("here")
def test_the_ledger_answers_for_links(cast: Cast) -> None:
    person = make_person()
    actions.make_calendar_link(by=cast["staff"], now=clock.now())
    actions.make_calendar_link(by=cast["staff"], now=clock.now())
    actions.make_calendar_link(by=person, now=clock.now())
    actions.take_back_calendar_link(by=person, now=clock.now())
    sequencer.sequence_all()
    assert _about_links() == set()
    CalendarLink.objects.update(digest=feed.digest_of("smuggled"))
    assert _about_links() == {"calendar-link-edited"}
    CalendarLink.objects.all().delete()
    assert _about_links() == {"calendar-link-deleted"}
    CalendarLink.objects.create(person=person, digest=feed.digest_of("smuggled"), made_at=clock.now())
    assert _about_links() == {"calendar-link-deleted", "calendar-link-unrecorded"}


def _about_links() -> set[str]:
    return {finding.code for finding in verify().findings if finding.code.startswith("calendar-link")}
