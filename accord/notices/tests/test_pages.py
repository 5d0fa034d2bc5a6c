"""What those who see to the post see, and what stays between a message and its reader."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accord.kernel import clock
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.notices import actions, jobs, kinds, outbox, post
from accord.notices.models import Notice
from accord.notices.tests.conftest import TUESDAY
from accord.people.models import Person
from accord.people.tests.cast import Cast, make_person
from accord.schools.models import School

Draft = Callable[..., Any]
SignedIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def known_kind(monkeypatch: pytest.MonkeyPatch, tuesday: Any) -> None:
    monkeypatch.setattr(kinds.notice_kinds, "_items", [kinds.NoticeKind("test.message", "Asked to sign")])


@pytest.fixture
def office(cast: Cast, signed_in: SignedIn) -> Client:
    return signed_in(cast["business-manager"])


@pytest.fixture
def address(cast: Cast) -> str:
    return f"/s/{cast.school.slug}/messages/"


@pytest.fixture
def post_of_the_day(cast: Cast, draft: Draft) -> dict[str, Notice]:
    """One message in each state, by name."""
    with in_school(cast.school.pk):
        names = ("Sent", "Waiting", "Refused", "Down")
        people = {name: make_person(name, "Person") for name in names} | {"Nowhere": make_person("Nowhere", email="")}
        actions.queue([draft(person) for person in people.values()], now=clock.now())
        claimed = {notice.person.forename: notice for notice in outbox.claim(now=clock.now())}
        fates = {
            "Sent": post.Outcome(post.Fate.SENT),
            "Refused": post.Outcome(post.Fate.REFUSED, "550 5.1.1 No such user"),
            "Down": post.Outcome(post.Fate.DOWN, "The mail server could not be reached."),
        }
        for name, outcome in fates.items():
            outbox.settle(claimed[name], outcome, now=clock.now())
        outbox.give_back([claimed["Waiting"]], now=clock.now())
        return {notice.person.forename: notice for notice in Notice.objects.select_related("person")}


def text(response: Any) -> str:
    if response.streaming:
        return b"".join(response).decode()
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_what_did_not_arrive_is_the_heading_and_comes_first(
    office: Client, address: str, post_of_the_day: dict[str, Notice]
) -> None:
    page = text(office.get(address))
    assert "1 message did not arrive" in page
    places = [page.index(name) for name in ("Person, Refused", "Person, Waiting", "Patel, Nowhere", "Person, Sent")]
    assert places == sorted(places)
    assert "550 5.1.1 No such user" in page
    assert "Waiting to be tried again" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=failed", {"Refused"}),
        ("state=no-address", {"Nowhere"}),
        ("state=sent", {"Sent"}),
        ("state=waiting", {"Waiting", "Down"}),
        ("q=down", {"Down"}),
        ("kind=test.message&q=nowhere", {"Nowhere"}),
        ("q=nobody", set()),
    ],
)
def test_the_register_is_narrowed_and_exported_alike(
    office: Client, address: str, post_of_the_day: dict[str, Notice], query: str, names: set[str]
) -> None:
    page, lines = text(office.get(f"{address}?{query}")), text(office.get(f"{address}export/?{query}")).splitlines()[1:]
    assert {name for name in post_of_the_day if f", {name}</a>" in page} == names
    assert {name for name in post_of_the_day for line in lines if f", {name}" in line} == names


@pytest.mark.parametrize("sort", ["person", "kind", "state", "-state", "address", "written", "-left", "nonsense"])
def test_every_heading_sorts(office: Client, address: str, post_of_the_day: dict[str, Notice], sort: str) -> None:
    assert "Person, Sent" in text(office.get(f"{address}?sort={sort}"))


def test_a_message_tells_its_story(office: Client, address: str, post_of_the_day: dict[str, Notice]) -> None:
    page = text(office.get(f"{address}{post_of_the_day['Refused'].pk}/"))
    assert "Tried: 550 5.1.1 No such user" in page
    assert "Their address is still refused.person" in page
    assert "Hello Refused," in page
    assert "Try again" in page
    page = text(office.get(f"{address}{post_of_the_day['Sent'].pk}/"))
    assert "Sent to sent.person" in page
    assert "Try again" not in page


def test_a_corrected_address_is_tried_again(
    cast: Cast, office: Client, address: str, post_of_the_day: dict[str, Notice]
) -> None:
    refused = post_of_the_day["Refused"]
    with in_school(cast.school.pk):
        Person.objects.filter(pk=refused.person_id).update(email="right@hopewell.example")
    page = office.post(f"{address}{refused.pk}/try-again/", follow=True)
    assert "1 message will be tried again." in text(page)
    with in_school(cast.school.pk):
        refused.refresh_from_db()
        assert (refused.state, refused.address, refused.tries) == ("waiting", "right@hopewell.example", 0)
        entry = Entry.objects.get()
        assert (entry.act, entry.subject_id, entry.actor_id) == (
            "notice.retried",
            refused.pk,
            cast["business-manager"].pk,
        )


@pytest.mark.parametrize("change", ["reached since", "left"])
def test_what_has_come_right_is_no_longer_the_heading(
    cast: Cast, office: Client, address: str, post_of_the_day: dict[str, Notice], draft: Draft, change: str
) -> None:
    person = post_of_the_day["Refused"].person
    with in_school(cast.school.pk):
        if change == "left":
            person.appointments.update(ends_on=clock.today() - timedelta(days=1))
        else:
            [pk] = actions.queue([draft(person, "another")], now=clock.now())
            Notice.objects.filter(pk=pk).update(
                state="sent", sent_at=clock.now() + timedelta(minutes=1), next_try_at=None
            )
    assert "did not arrive</h1>" not in text(office.get(address))


def test_without_an_address_trying_again_is_refused_with_the_reason(
    office: Client, address: str, post_of_the_day: dict[str, Notice]
) -> None:
    nowhere = post_of_the_day["Nowhere"]
    page = text(office.get(f"{address}{nowhere.pk}/"))
    assert "This person has no e-mail address." in page
    assert office.post(f"{address}{nowhere.pk}/try-again/").status_code == 403


@pytest.mark.parametrize("chosen", ["ticked", "all"])
def test_several_are_tried_again_at_once(
    cast: Cast, office: Client, address: str, post_of_the_day: dict[str, Notice], chosen: str
) -> None:
    keys = [str(post_of_the_day[name].pk) for name in ("Refused", "Nowhere", "Sent")]
    sent = {"row": [*keys, "nonsense"]} if chosen == "ticked" else {"all": "yes", "query": "state=failed"}
    page = text(office.post(f"{address}try-again/", sent, follow=True))
    assert "1 message will be tried again." in page
    with in_school(cast.school.pk):
        assert Notice.objects.get(person__forename="Refused").state == "waiting"
        assert Notice.objects.get(person__forename="Sent").state == "sent"


def test_nothing_ticked_is_said(office: Client, address: str, post_of_the_day: dict[str, Notice]) -> None:
    assert "Tick the messages" in text(office.post(f"{address}try-again/", follow=True))


def test_staff_are_told_whom_to_ask(cast: Cast, signed_in: SignedIn, address: str) -> None:
    assert signed_in(cast["staff"]).get(address).status_code == 403


def test_an_empty_register_says_what_will_stand_there(office: Client, address: str) -> None:
    page = text(office.get(address))
    assert "No messages yet" in page
    assert "with what became of it" in page


def test_without_a_mail_server_the_page_says_so(
    office: Client, address: str, post_of_the_day: dict[str, Notice], settings: Any
) -> None:
    settings.EMAIL_URL, settings.DEMONSTRATION = "", False
    assert "No mail server is set" in text(office.get(address))
    assert "No mail server is set, so it waits." in text(office.get(f"{address}{post_of_the_day['Waiting'].pk}/"))


@pytest.mark.clause("8.2")
def test_an_evenings_message_says_that_it_leaves_in_the_morning(
    cast: Cast, office: Client, address: str, draft: Draft, tuesday: time_machine.Traveller, settings: Any
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    tuesday.move_to(TUESDAY + timedelta(hours=9))
    with in_school(cast.school.pk):
        [pk] = actions.queue([draft(cast["staff"])], now=clock.now())
    assert "It leaves on Wednesday 25 November 2026 at 08:00." in text(office.get(f"{address}{pk}/"))
    assert "1 message is waiting to leave" in text(office.get(address))


def test_a_link_for_one_pair_of_eyes_is_shown_to_no_other_and_not_kept(
    cast: Cast, office: Client, address: str, draft: Draft, settings: Any
) -> None:
    settings.EMAIL_URL, settings.DEMONSTRATION = "", False
    secret = draft(cast["headteacher"], kind="account", body="http://localhost:8000/accounts/password/reset/key/abc/")
    with in_school(cast.school.pk):
        [pk] = actions.queue([secret], now=clock.now())
    assert "password/reset" not in text(office.get(f"{address}{pk}/"))
    assert "password/reset" not in text(office.get(f"{address}export/"))
    with in_school(cast.school.pk):
        [claimed] = outbox.claim(now=clock.now())
        assert "password/reset" in claimed.body
        outbox.settle(claimed, post.Outcome(post.Fate.SENT), now=clock.now())
        assert Notice.objects.get(pk=pk).body == ""


class TestMailbox:
    @pytest.fixture
    def demonstration(self, cast: Cast, other_school: School, draft: Draft, settings: Any) -> Notice:
        settings.EMAIL_URL, settings.DEMONSTRATION = "", True
        School.objects.filter(pk=cast.school.pk).update(is_demonstration=True)
        with in_school(other_school.pk):
            actions.queue([draft(make_person("Hidden", "Real"))], now=clock.now())
        with in_school(cast.school.pk):
            someone = make_person("Priya")
            body = f"You have 2 documents to sign.\n\n{settings.PUBLIC_URL}/s/{cast.school.slug}/sign/"
            actions.queue([draft(someone, body=body), draft(make_person("Later"))], now=clock.now())
            Notice.objects.filter(person__forename="Later").update(next_try_at=clock.now() + timedelta(days=1))
        jobs.deliver(cast.school.pk)
        with in_school(cast.school.pk):
            return Notice.objects.get(person=someone)

    def test_it_shows_what_left_and_what_waits_in_demonstration_schools_only(
        self, client: Client, demonstration: Notice
    ) -> None:
        page = text(client.get("/mailbox/"))
        assert "2 messages have been written" in page
        assert "Priya Patel" in page
        assert "Later Patel" in page
        assert "Hidden" not in page
        assert "Priya" not in text(client.get("/mailbox/?q=later"))

    def test_it_reads_one_page_and_knows_them_all(
        self, client: Client, cast: Cast, other_school: School, draft: Draft, settings: Any
    ) -> None:
        settings.DEMONSTRATION = True
        School.objects.update(is_demonstration=True)
        at = clock.now()
        for school, number in ((cast.school, 70), (other_school, 45)):
            with in_school(school.pk):
                actions.queue([draft(make_person(f"Person{n:03}", school.name)) for n in range(number)], now=at)
                for n in range(number):  # Those of the two schools come in turns.
                    away = at + timedelta(minutes=2 * n + (school == cast.school))
                    Notice.objects.filter(person__forename=f"Person{n:03}").update(next_try_at=away)
        pages = [text(client.get(f"/mailbox/?page={n}")) for n in (1, 2, 3)]
        assert "115 messages have been written" in pages[0]
        assert "101 to 115 of 115" in pages[2]
        everybody = [name for page in pages for name in re.findall(r"Person\d{3} [\w ]+(?=<)", page)]
        assert len(everybody) == len(set(everybody)) == 115
        assert everybody[0].startswith("Person069")
        assert everybody[-2:] == [f"Person000 {cast.school.name}", f"Person000 {other_school.name}"]
        one = text(client.get(f"/mailbox/?school={other_school.slug}&q=person04"))
        assert "5 in all" in one

    def test_a_letters_link_can_be_followed(self, client: Client, cast: Cast, demonstration: Notice) -> None:
        page = text(client.get(f"/mailbox/{demonstration.pk}/"))
        assert f'/s/{cast.school.slug}/sign/" rel="nofollow">' in page
        assert "Hello Priya," in page

    def test_the_register_points_to_it(self, office: Client, address: str, demonstration: Notice) -> None:
        assert 'href="/mailbox/"' in text(office.get(address))

    def test_it_does_not_exist_anywhere_else(self, client: Client, demonstration: Notice, settings: Any) -> None:
        settings.DEMONSTRATION = False
        assert client.get("/mailbox/").status_code == 404
        assert client.get(f"/mailbox/{demonstration.pk}/").status_code == 404

    def test_another_schools_message_is_not_in_it(
        self, client: Client, other_school: School, demonstration: Notice
    ) -> None:
        with in_school(other_school.pk):
            hidden = Notice.objects.get()
        assert client.get(f"/mailbox/{hidden.pk}/").status_code == 404
