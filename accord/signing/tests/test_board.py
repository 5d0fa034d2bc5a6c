"""The board: every state in its place, what may be done from there, and who sees what."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accord.kernel import clock
from accord.kernel.scope import in_school
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
