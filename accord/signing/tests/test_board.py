"""The board: every state in its place, what may be done from there, and who sees what."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from accord.duties import actions as duties
from accord.duties.models import Duty, HeldReminders
from accord.duties.rules import Away
from accord.kernel import clock
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.notices.models import Notice
from accord.people.models import Person
from accord.people.tests.cast import Cast, make_person, seat
from accord.signing import actions
from accord.signing.models import Exemption, Text
from accord.signing.tests.conftest import Desk
from accord.signing.tests.test_pages import OF_THE_TEST, base, deliver_all, sign


@pytest.fixture
def head(cast: Cast, signed_in: Callable[..., Client]) -> Client:
    return signed_in(cast["headteacher"])


def colleagues(cast: Cast, *surnames: str) -> list[Person]:
    with in_school(cast.school.pk):
        people = [make_person("Ada", surname, team="English") for surname in surnames]
        for person in people:
            seat(person)
    return people


def test_each_person_stands_in_the_state_that_they_are_in(
    cast: Cast, head: Client, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    people = colleagues(cast, "Asked", "Viewed", "Signed", "Objected", "Declined", "Exempt")
    text = ask(*people)
    _asked, viewed, signer, objector, decliner, exempt = people
    deliver_all(signed_in(viewed), viewed, text, pages=1)
    for person, change in [
        (signer, {}),
        (objector, {"kind": "objected", "objection": "=HYPERLINK(1)"}),
        (decliner, {"kind": "declined", "reason": "No."}),
    ]:
        browser = signed_in(person)
        deliver_all(browser, person, text)
        sign(browser, person, **change)
    with in_school(cast.school.pk):
        actions.excuse(
            person=exempt, series=text.series, because="On leave", until=None, by=cast["headteacher"], now=clock.now()
        )
    page = head.get(f"/s/{cast.school.slug}/signing/{text.series}/").content.decode()
    assert "3 of 5 have not signed" in page
    export = b"".join(head.get(f"/s/{cast.school.slug}/signing/{text.series}/export/")).decode()  # type: ignore[arg-type]
    told = {line.split(",")[0].strip('"'): line for line in export.splitlines()[1:]}
    for surname, word in [
        ("Asked", "Asked"),
        ("Viewed", "Viewed"),
        ("Signed", "Signed"),
        ("Objected", "Signed with an objection"),
        ("Declined", "Declined"),
        ("Exempt", "Exempt"),
    ]:
        assert f",{word}," in told[surname], told


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        pytest.param("q=viewed", "Viewed, Ada", "Other, Ada", id="search"),
        pytest.param("state=viewed", "Viewed, Ada", "Other, Ada", id="one state"),
        pytest.param("state=open", "Other, Ada", "Nobody", id="not yet"),
        pytest.param("team=English&category=permanent", "Other, Ada", "Nobody", id="team and category"),
        pytest.param("state=%27%3B--&sort=nonsense&page=999", "Other, Ada", "Nobody", id="nonsense in the address"),
    ],
)
def test_filters_and_search(
    query: str, there: str, not_there: str, cast: Cast, head: Client, ask: Callable[..., Text], signed_in: Callable
) -> None:
    people = colleagues(cast, "Viewed", "Other")
    text = ask(*people)
    deliver_all(signed_in(people[0]), people[0], text, pages=1)
    page = head.get(f"/s/{cast.school.slug}/signing/{text.series}/?{query}").content.decode()
    assert there in page
    assert not_there not in page


def test_reminding_shows_first_who_gets_it_and_who_cannot(cast: Cast, head: Client, ask: Callable[..., Text]) -> None:
    [reached] = colleagues(cast, "Reached")
    with in_school(cast.school.pk):
        unreached = make_person("Ada", "Unreached", email="")
    text = ask(reached, unreached)
    address = f"/s/{cast.school.slug}/signing/{text.series}/remind/"
    preview = head.post(address, {"row": [str(reached.pk), str(unreached.pk)]}).content.decode()
    assert "1 person will be reminded" in preview
    assert "Unreached, Ada" in preview
    done = head.post(address, {"row": [str(reached.pk), str(unreached.pk)], "confirmed": "yes"}, follow=True)
    assert "1 reminder is on its way" in done.content.decode()


@pytest.mark.clause("18.1")
def test_reminders_can_be_taken_back_from_the_board_until_they_leave(
    cast: Cast, head: Client, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    first, second = colleagues(cast, "First", "Second")
    text = ask(first, second)
    with in_school(cast.school.pk):
        Duty.objects.update(told_at=clock.now() - timedelta(days=3))
    board = f"/s/{cast.school.slug}/signing/{text.series}/"
    sent = head.post(f"{board}remind/", {"row": [str(first.pk), str(second.pk)], "confirmed": "yes"}, follow=True)
    assert "2 reminders leave on" in sent.content.decode()
    with in_school(cast.school.pk):
        held = HeldReminders.objects.get()
    page = head.get(f"{board}reminders/{held.pk}/").content.decode()
    assert "First, Ada" in page
    assert "Take them back" in page
    done = head.post(f"{board}reminders/{held.pk}/", follow=True).content.decode()
    assert "2 reminders were taken back. They have not been told anything." in done
    assert "Take them back" not in head.get(board).content.decode()
    again = head.post(f"{board}reminders/{held.pk}/", follow=True).content.decode()
    assert "These reminders have been taken back already." in again
    with in_school(cast.school.pk):
        assert not Duty.objects.exclude(reminded_on=None).exists()
        assert set(Notice.objects.filter(kind="duties.reminder").values_list("state", flat=True)) == {"withdrawn"}


def test_several_are_excused_at_once_with_one_reason(
    cast: Cast, head: Client, desk: Desk, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    people = colleagues(cast, "First", "Second", "Signer")
    text = ask(*people)
    browser = signed_in(people[2])
    deliver_all(browser, people[2], text)
    sign(browser, people[2])
    address = f"/s/{cast.school.slug}/signing/{text.series}/excuse/"
    ticked = {"row": [str(person.pk) for person in people]}
    preview = head.post(address, ticked).content.decode()
    assert "2 people would need not sign" in preview
    assert "Signer, Ada" not in preview
    unsaid = head.post(address, ticked | {"confirmed": "yes", "because": ""})
    assert unsaid.status_code == 422
    done = head.post(
        address, ticked | {"confirmed": "yes", "because": "They only ever come on Sports day"}, follow=True
    )
    assert "2 people need not sign this." in done.content.decode()
    with in_school(cast.school.pk):
        desk.reconcile()
        assert not Duty.objects.open().filter(person__in=people).exists()
        entry = Entry.objects.get(act="exemptions.given")
        assert str(people[0].pk) in entry.detail
        assert str(people[2].pk) not in entry.detail
    again = head.post(address, ticked | {"confirmed": "yes", "because": "Again"}).content.decode()
    assert "Nobody of those whom you ticked still has to sign." in again


@pytest.mark.clause("18.1")
def test_the_board_asks_again_by_itself_when_an_excuse_is_over(
    cast: Cast, desk: Desk, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    [person] = colleagues(cast, "Leave")
    text = ask(person)
    today = clock.today()
    about = {"person": person, "series": text.series, "because": "Away", "until": today + timedelta(days=3)}
    with in_school(cast.school.pk):
        actions.excuse(**about, by=cast["headteacher"], now=clock.now())
    seen = {}
    for days in (3, 4):
        with time_machine.travel(datetime.combine(today + timedelta(days=days), time(9), tzinfo=clock.LONDON)):
            with in_school(cast.school.pk):
                desk.reconcile()
            board = signed_in(cast["headteacher"]).get(f"/s/{cast.school.slug}/signing/{text.series}/")
            start = signed_in(person).get(f"/s/{cast.school.slug}/sign/")
            seen[days] = board.content.decode(), start.content.decode()
    assert "All 0 have signed" in seen[3][0]
    assert text.title not in seen[3][1]
    assert "1 of 1 have not signed" in seen[4][0]
    assert text.title in seen[4][1]


@pytest.mark.clause("18.1")
def test_the_board_says_until_when_somebody_is_on_leave(
    cast: Cast, head: Client, desk: Desk, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    [person] = colleagues(cast, "Away")
    text = ask(person)
    with in_school(cast.school.pk):
        days = Away(clock.today(), date(2099, 1, 2))
        duties.record_leave(person=person.pk, days=days, by=cast["headteacher"], now=clock.now())
        desk.reconcile()
    board = f"/s/{cast.school.slug}/signing/{text.series}/"
    assert "On leave until Friday 2 January 2099" in head.get(board).content.decode()
    assert "Nobody asks or reminds them meanwhile." in head.get(f"{board}{person.pk}/").content.decode()
    assert text.title not in signed_in(person).get(f"/s/{cast.school.slug}/sign/").content.decode()


def test_an_excuse_has_a_reason_and_can_be_ended(
    cast: Cast, head: Client, desk: Desk, ask: Callable[..., Text]
) -> None:
    [person] = colleagues(cast, "Leave")
    text = ask(person)
    address = f"/s/{cast.school.slug}/signing/{text.series}/{person.pk}/"
    assert head.post(f"{address}excuse/", {"because": ""}).status_code == 422
    page = head.post(f"{address}excuse/", {"because": "On leave"}, follow=True).content.decode()
    assert "On leave" in page
    with in_school(cast.school.pk):
        desk.reconcile()
        assert not person.duties.open().exists()
    head.post(f"{address}ask-again/")
    with in_school(cast.school.pk):
        desk.reconcile()
        assert person.duties.open().exists()
        assert Exemption.objects.get().ended_at


def test_an_excuse_that_is_over_asks_again(cast: Cast, desk: Desk, ask: Callable[..., Text]) -> None:
    [person] = colleagues(cast, "Leave")
    with in_school(cast.school.pk):
        Exemption.objects.create(
            person=person,
            series=ask(person).series,
            because="On leave",
            until=date(2020, 1, 1),
            given_by=cast["headteacher"],
            given_at=clock.now(),
        )
        desk.reconcile()
        assert person.duties.open().exists()


def test_after_an_excuse_that_is_over_another_can_be_given(
    cast: Cast, head: Client, desk: Desk, ask: Callable[..., Text]
) -> None:
    [person] = colleagues(cast, "Leave")
    text = ask(person)
    with in_school(cast.school.pk):
        given = {"person": person, "series": text.series, "because": "On leave", "given_by": cast["headteacher"]}
        Exemption.objects.create(**given, until=date(2020, 1, 1), given_at=clock.now())
    page = head.post(
        f"/s/{cast.school.slug}/signing/{text.series}/{person.pk}/excuse/", {"because": "On leave again"}, follow=True
    ).content.decode()
    assert "On leave again" in page
    with in_school(cast.school.pk):
        desk.reconcile()
        assert not person.duties.open().exists()


def test_whoever_is_asked_no_longer_keeps_a_row_and_counts_on_no_page(
    cast: Cast, head: Client, desk: Desk, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    gone = cast["staff"]
    text = ask(gone, *colleagues(cast, "Stays"))
    browser = signed_in(gone)
    deliver_all(browser, gone, text)
    sign(browser, gone)
    desk.asked[text.series].remove(gone)
    overview = head.get(f"/s/{cast.school.slug}/signing/").content.decode()
    board = head.get(f"/s/{cast.school.slug}/signing/{text.series}/").content.decode()
    assert "0 of 1 have signed" in overview
    assert "1 of 1 have not signed" in board
    assert gone.list_name in board


def test_reasons_are_for_those_who_may_read_them(
    cast: Cast, ask: Callable[..., Text], signed_in: Callable[..., Client]
) -> None:
    [person] = colleagues(cast, "Objector")
    text = ask(person)
    browser = signed_in(person)
    deliver_all(browser, person, text)
    sign(browser, person, kind="objected", objection="Between the Headteacher and me")
    address = f"{base(person)}/signing/{text.series}/{person.pk}/"
    assert "Between the Headteacher" in signed_in(cast["headteacher"]).get(address).content.decode()
    office = signed_in(cast["business-manager"]).get(address).content.decode()
    assert "Between the Headteacher" not in office
    assert "They wrote a reason or an objection" in office


@pytest.mark.slow
def test_the_board_of_a_secondary_is_at_most_twelve_queries(
    cast: Cast, head: Client, ask: Callable[..., Text], django_assert_max_num_queries: Callable
) -> None:
    with in_school(cast.school.pk):
        people = [make_person("Ada", f"Number{n}") for n in range(160)]
    text = ask(*people)
    address = f"/s/{cast.school.slug}/signing/{text.series}/"
    with django_assert_max_num_queries(12 + OF_THE_TEST):
        assert head.get(address).status_code == 200
