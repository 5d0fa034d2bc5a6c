"""The list of people: what it answers, how it is narrowed, and who may come where."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.models import Account, Category, Seat
from accord.people.roles import ROLES
from accord.people.tests.browsing import text
from accord.people.tests.cast import give_role, make_cast, make_person, seat

DAY = timedelta(days=1)


def test_the_list_opens_with_those_who_are_here(office, at, school, today):
    with in_school(school.pk):
        make_person("Gone", "Long", ends_on=today - DAY)
        make_person("Coming", "Soon", starts_on=today + DAY, email="")
    page = office.get(at(), follow=True)
    assert page.redirect_chain == [(at("?state=here"), 302)]
    assert "<h1>3 people are here</h1>" in text(page)
    assert "One person has no e-mail address" in text(page)
    assert "<h1>One person has left</h1>" in text(office.get(at("?state=gone")))
    assert "<h1>One person starts later</h1>" in text(office.get(at("?state=to-come")))
    assert "<h1>5 people</h1>" in text(office.get(at("?state=")))


@pytest.mark.parametrize("words", ["lukasz", "ŁUKASZ", "nowak Łuk", "now1", "NOWAK"])
def test_people_are_found_however_they_are_typed(office, at, person, words):
    page = text(office.get(at(), {"q": words}))
    assert "Nowak, Łukasz" in page
    assert "<h1>One person, of those you asked for</h1>" in page


def test_the_list_is_narrowed_by_every_filter(office, at, school, cast, today):
    with in_school(school.pk):
        left = make_person("Gone", "Boss", ends_on=today - DAY)
        make_person("Ann", "Lee", team="Art", category=Category.SUPPLY, manager=left)
        give_role(make_person("Ben", "Fox", manager=cast["headteacher"]), "dsl")
    boss = cast["headteacher"].pk
    for query, name in [
        ("team=Art", "Lee, Ann"),
        ("category=supply", "Lee, Ann"),
        ("manager=left", "Lee, Ann"),
        (f"manager={boss}", "Fox, Ben"),
        ("role=dsl", "Fox, Ben"),
    ]:
        page = text(office.get(at(f"?state=here&{query}")))
        assert "<h1>One person is here, of those you asked for</h1>" in page, query
        assert name in page, query


@pytest.mark.parametrize("sort", ["name", "-name", "post", "team", "-category", "since", "password", "-"])
def test_the_list_is_sorted_by_its_columns_and_by_nothing_else(office, at, person, sort):
    assert "Nowak, Łukasz" in text(office.get(at(), {"sort": sort}))


def test_access_stands_in_the_list_only_where_somebody_should_look_or_asks(office, at, school):
    with in_school(school.pk):
        unused, used, closed = (make_person("Ada", name, team="Looms") for name in ("Unused", "Used", "Closed"))
        for each in (unused, used, closed):
            seat(each)
        Account.objects.filter(seats__person_id=used.pk).update(last_login=clock.now())
        Seat.objects.filter(person_id=closed.pk).update(closed_at=clock.now(), closed_by_hand=True)
        make_person("Ada", "Waiting", team="Looms")
        make_person("Ada", "Silent", team="Looms", email="")

    def names(query: str) -> set[str]:
        page = text(office.get(at(f"?team=Looms&{query}")))
        return {name for name in ("Unused", "Used", "Closed", "Waiting", "Silent") if f"{name}, Ada" in page}

    page = text(office.get(at("?team=Looms")))
    rows = page[page.index("<tbody") :]
    assert "Has not signed in yet" not in rows
    assert all(word in rows for word in ("Access closed", "Not let in", "No e-mail address"))
    assert names("access=not-yet") == {"Unused"}
    assert "Has not signed in yet" in text(office.get(at("?team=Looms&access=not-yet"))).split("<tbody")[1]
    assert names("access=signs-in") == {"Used"}
    assert names("access=closed") == {"Closed"}
    assert names("access=not-let-in") == {"Waiting"}
    assert names("access=no-address") == {"Silent"}


def test_the_list_has_pages(office, at, school):
    with in_school(school.pk):
        for number in range(60):
            make_person(f"Person {chr(65 + number % 26)}", "Zzz")
    page = text(office.get(at("?state=here&page=2")))
    assert "51 to 63 of 63" in page


def test_the_list_asks_the_same_number_of_questions_however_long(office, at, school, django_assert_max_num_queries):
    with in_school(school.pk):
        for _ in range(40):
            give_role(make_person(team="Art"), "dsl")
    with django_assert_max_num_queries(18):
        office.get(at("?state=here&team=Art"))


def test_the_export_holds_what_was_asked_for_and_no_formula(office, at, school, person):
    with in_school(school.pk):
        make_person("=cmd|' /C calc'!A0", "Formula")
    everything = list(csv.reader(StringIO(b"".join(office.get(at("export/")).streaming_content).decode("utf-8-sig"))))
    assert everything[0][:4] == ["Staff code", "Title", "Surname", "Forename"]
    assert [row[3] for row in everything if row[2] == "Formula"] == ["'=cmd|' /C calc'!A0"]
    narrowed = b"".join(office.get(at("export/?q=nowak")).streaming_content).decode("utf-8-sig")
    assert len(narrowed.splitlines()) == 2


def test_the_export_can_be_imported_again_and_changes_nothing(office, at, school, person, cast, today):
    from accord.people.reads.preview import look_at

    raw = b"".join(office.get(at("export/")).streaming_content)
    with in_school(school.pk):
        found = look_at(raw, by=cast["headteacher"], today=today)
    assert (found.plan.changes_nothing, found.plan.bad) == (True, ())


@pytest.mark.parametrize("role", ROLES)
def test_each_role_comes_where_its_capabilities_lead(school, signed_in, role):
    cast = make_cast(school, tuple({role, "staff"}))
    browser, somebody = signed_in(cast[role]), cast["staff"].pk
    held = ROLES[role].capabilities
    for page, needs in [
        ("?state=here", "people.see"),
        (f"{somebody}/", "people.see"),
        ("roles/", "people.see"),
        ("add/", "people.manage"),
        (f"{somebody}/end/", "people.manage"),
        ("import/", "people.manage"),
        (f"{somebody}/roles/give/", "people.roles"),
        ("roles/suggested/", "people.roles"),
    ]:
        status = browser.get(f"/s/{school.slug}/people/{page}").status_code
        assert status == (200 if needs in held else 403), page
    assert browser.get(f"/s/{school.slug}/people/mine/").status_code == 200


def test_another_school_has_nobody_of_ours(head, at, other_school):
    with in_school(other_school.pk):
        stranger = give_role(make_person(), "dsl")
        rows = [stranger.pk, stranger.appointments.get().pk, stranger.roles.get().pk]
    for rest in [f"{rows[0]}/", f"{rows[0]}/details/", f"appointments/{rows[1]}/", f"roles/{rows[2]}/take/"]:
        assert head.get(at(rest)).status_code == 404
        assert head.post(at(rest)).status_code == 404
