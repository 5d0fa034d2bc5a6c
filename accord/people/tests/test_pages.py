"""The pages of people: who sees them, what they answer, and that nothing typed is lost."""

import csv
from datetime import date, timedelta
from html import unescape
from io import StringIO

import pytest
from django.test import Client

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people import actions
from accord.people.models import Account, Appointment, Category, Person, RoleHeld, Seat
from accord.people.roles import CAPABILITIES, ROLES
from accord.people.tests.cast import Cast, give_role, make_cast, make_person, seat

DAY = timedelta(days=1)


def days(name: str, day: date | None) -> dict[str, str]:
    values = (day.day, day.month, day.year) if day else ("", "", "")
    return dict(zip([f"{name}-{part}" for part in ("day", "month", "year")], map(str, values), strict=True))


NEW = {
    "forename": "Zoë",
    "surname": "O’Brien",
    "email": "zoe@hopewell.example",
    "category": "permanent",
    "job_title": "Teacher of Art",
    "team": "Art",
    **days("starts_on", date(2026, 9, 1)),
}


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def head(cast: Cast, signed_in) -> Client:
    return signed_in(cast["headteacher"])


@pytest.fixture
def office(cast: Cast, signed_in) -> Client:
    return signed_in(cast["business-manager"])


@pytest.fixture
def staff(cast: Cast, signed_in) -> Client:
    return signed_in(cast["staff"])


@pytest.fixture
def at(school):
    return lambda rest="": f"/s/{school.slug}/people/{rest}"


@pytest.fixture
def person(school) -> Person:
    with in_school(school.pk):
        return make_person(
            "Łukasz",
            "Nowak",
            team="Maths",
            job_title="Teacher of Maths",
            source_id="NOW1",
            email="l.nowak@hopewell.example",
        )


def text(response) -> str:
    return unescape(response.content.decode())


# The list


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
    with django_assert_max_num_queries(16):
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


# Who may come


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


# One person


def test_somebody_is_added_and_their_page_says_what_they_are(office, at, school):
    page = office.post(at("add/"), NEW, follow=True)
    assert "Zoë O’Brien is here now." in text(page)
    assert "Teacher of Art, Art" in text(page)
    assert "Has not signed in yet" in text(page)
    with in_school(school.pk):
        assert Person.objects.named_like("o'brien").get().appointments.get().starts_on == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"forename": ""}, "Fill in: Forename"),
        ({"forename": "Z03"}, "A name does not contain “0”."),
        ({"email": "zoe"}, "This is not an e-mail address."),
        ({"email": "taken@hopewell.example"}, "This is Łukasz Nowak's address."),
        ({"category": ""}, "Choose an answer: In what way they belong to the school"),
        ({"ends_on-day": "1", "ends_on-month": "8", "ends_on-year": "2026"}, "The last day comes before the first day"),
        ({"starts_on-day": "31", "starts_on-month": "2"}, "the day must be 1 to 28 in February 2026"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_typed_is_lost(office, at, school, person, change, problem):
    with in_school(school.pk):
        Person.objects.filter(pk=person.pk).update(email="taken@hopewell.example")
    page = office.post(at("add/"), NEW | {"job_title": "Typed here"} | change)
    assert page.status_code == 422
    assert problem in text(page)
    assert 'value="Typed here"' in text(page)


@pytest.mark.clause("2.1")
@pytest.mark.clause("2.2")
@pytest.mark.parametrize("category", Category)
def test_everybody_who_works_for_the_school_is_on_record_in_their_category(office, at, category):
    office.post(at("add/"), NEW | {"category": category.value, "email": ""})
    page = text(office.get(at(f"?state=here&category={category.value}&q=zoe")))
    assert "O’Brien, Zoë" in page
    assert str(category.label) in page


def test_details_are_changed(office, at, person):
    page = office.post(at(f"{person.pk}/details/"), {"forename": "Łukasz", "surname": "Nowak-Lee"}, follow=True)
    assert "<h1>Łukasz Nowak-Lee</h1>" in text(page)
    assert "None: signs on paper or on a shared tablet" in text(page)


def test_the_office_is_told_why_the_headteachers_address_is_not_theirs(office, at, cast):
    head = cast["headteacher"]
    typed = {"forename": head.forename, "surname": head.surname, "email": "mine@elsewhere.example"}
    page = office.post(at(f"{head.pk}/details/"), typed)
    assert page.status_code == 422
    assert "They may do more here than you may" in text(page)
    assert 'value="mine@elsewhere.example"' in text(page)
    assert "They may do more here than you may" in text(office.get(at(f"{head.pk}/")))


def test_a_change_from_a_day_is_told_apart_from_what_was_wrong(office, at, school, person, today):
    with in_school(school.pk):
        held = person.appointments.get()
    change = {"category": "permanent", "job_title": "Head of Maths", "team": "Maths"}
    page = office.post(at(f"appointments/{held.pk}/"), change | {"how": "from"})
    assert "Write the first day of the change." in text(page)
    page = office.post(at(f"appointments/{held.pk}/"), change | {"how": "from", **days("from_day", today)}, follow=True)
    assert "Head of Maths" in text(page)
    assert "Teacher of Maths" in text(page)
    with in_school(school.pk):
        latest = person.appointments.get(ends_on=None)
    office.post(at(f"appointments/{latest.pk}/"), change | {"how": "right", "job_title": "Head of Mathematics"})
    with in_school(school.pk):
        assert person.appointments.count() == 2
        assert Appointment.objects.get(pk=latest.pk).job_title == "Head of Mathematics"


def test_an_appointment_is_added_and_ended(office, at, school, person, today):
    page = office.post(
        at(f"{person.pk}/appointments/add/"), {"category": "governor", "job_title": "Staff governor"}, follow=True
    )
    assert "Staff governor" in text(page)
    with in_school(school.pk):
        governor = person.appointments.get(category="governor")
    sure = text(office.get(at(f"appointments/{governor.pk}/end/")))
    assert "They stay at the school" in sure
    page = office.post(at(f"appointments/{governor.pk}/end/"), days("last_day", today), follow=True)
    assert "The appointment ends on" in text(page)


def test_leaving_says_what_follows_before_and_afterwards(office, at, school, person, today):
    with in_school(school.pk):
        give_role(person, "dsl")
        make_person("Rhys", "Ahmed", manager=person)
    sure = text(office.get(at(f"{person.pk}/end/")))
    assert "Designated Safeguarding Lead" in sure
    assert "One person has no line manager then: Rhys Ahmed." in sure
    page = office.post(at(f"{person.pk}/end/"), days("last_day", today - DAY), follow=True)
    assert "1 person then has a line manager who has left" in text(page)
    assert "Ahmed, Rhys" in text(office.get(at("?manager=left")))
    assert "Left" in text(page)


def test_the_only_headteacher_cannot_leave_and_is_told_so(head, at, cast, today):
    page = head.get(at(f"{cast['headteacher'].pk}/end/"))
    assert "The school would have no Headteacher in Accord" in text(page)
    page = head.post(at(f"{cast['headteacher'].pk}/end/"), days("last_day", today))
    assert page.status_code == 422
    assert "The school would have no Headteacher in Accord" in text(page)


def test_access_is_closed_and_opened_by_hand(office, at, school, person, signed_in):
    with in_school(school.pk):
        seat(person)
    theirs = signed_in(person)
    assert theirs.get(at("mine/")).status_code == 200
    office.get(at(f"{person.pk}/access/close/"))
    assert "Access closed" in text(office.post(at(f"{person.pk}/access/close/"), follow=True))
    assert theirs.get(at("mine/")).status_code == 404
    assert "can sign in with" in text(office.post(at(f"{person.pk}/access/open/"), follow=True))
    assert theirs.get(at("mine/")).status_code == 200


def test_nobody_closes_their_own_access(office, at, cast):
    me = cast["business-manager"]
    assert "You cannot close your own access" in text(office.get(at(f"{me.pk}/")))
    assert office.post(at(f"{me.pk}/access/close/")).status_code == 403


def test_a_new_address_is_let_in_by_hand(office, at, school, person):
    with in_school(school.pk):
        old = seat(person)
    office.post(
        at(f"{person.pk}/details/"), {"forename": "Łukasz", "surname": "Nowak", "email": "new@hopewell.example"}
    )
    assert "Their record has another address, new@hopewell.example." in text(office.get(at(f"{person.pk}/")))
    office.post(at(f"{person.pk}/access/open/"))
    assert Seat.objects.get(person_id=person.pk).account.email == "new@hopewell.example"
    assert not Account.objects.filter(pk=old.pk).exists()


def test_everybody_sees_their_own_record_and_whom_to_ask(staff, at, cast):
    page = text(staff.get(at("mine/")))
    assert f"<h1>{cast['staff'].name}</h1>" in page
    assert "Tell one of these: Headteacher, Deputy Headteacher, School Business Manager." in page
    assert "/people/appointments/" not in page


# Roles


def test_the_roles_page_tells_every_role_and_capability_in_plain_english(head, at, cast):
    page = text(head.get(at("roles/")))
    for role in ROLES.values():
        assert role.purpose in page
    for what in CAPABILITIES.values():
        assert what in page
    assert cast["headteacher"].name in page


def test_a_role_is_given_and_taken(head, at, school, person, today):
    page = head.post(
        at(f"{person.pk}/roles/give/"),
        {"role": "dsl", **days("starts_on", today), **days("ends_on", None)},
        follow=True,
    )
    assert "Łukasz Nowak holds the role “Designated Safeguarding Lead” from" in text(page)
    again = head.post(at(f"{person.pk}/roles/give/"), {"role": "dsl", **days("starts_on", today)})
    assert "They hold this role already" in text(again)
    with in_school(school.pk):
        held = person.roles.get()
    assert "They then may no longer" in text(head.get(at(f"roles/{held.pk}/take/")))
    assert "Write the last day." in text(head.post(at(f"roles/{held.pk}/take/"), {"when": "day"}))
    head.post(at(f"roles/{held.pk}/take/"), {"when": "now"})
    with in_school(school.pk):
        assert not person.roles.exists()


def test_a_second_headteacher_is_warned_of(head, at, person, cast):
    page = text(head.get(at(f"{person.pk}/roles/give/")))
    assert f"There is a Headteacher: {cast['headteacher'].name}." in page


def test_the_last_headteacher_keeps_the_role(head, at, school, cast):
    with in_school(school.pk):
        held = cast["headteacher"].roles.get()
    page = head.post(at(f"roles/{held.pk}/take/"), {"when": "now"})
    assert page.status_code == 422
    assert "Give somebody else the role first." in text(page)


def test_roles_that_posts_show_are_given_to_those_who_were_ticked(head, at, school):
    with in_school(school.pk):
        dsl = make_person("Flo", "Smith", job_title="Designated Safeguarding Lead")
        make_person("Ivy", "Roberts", job_title="Clerk to the Governors", category=Category.GOVERNOR)
    assert "Because of the post" in text(head.get(at("roles/suggested/")))
    page = head.post(at("roles/suggested/"), {"row": [f"{dsl.pk} dsl"]}, follow=True)
    assert "1 role is given." in text(page)
    with in_school(school.pk):
        assert set(RoleHeld.objects.filter(person=dsl).values_list("role", flat=True)) == {"dsl"}
    head.post(at("roles/suggested/"), {"all": "yes", "query": "of=clerk"})
    with in_school(school.pk):
        assert RoleHeld.objects.filter(role="clerk").count() == 1
        assert not RoleHeld.objects.filter(person=dsl, role="staff").exists()


def test_who_left_is_shut_out_on_the_next_day(head, at, school, person, signed_in, today):
    with in_school(school.pk):
        seat(person)
    theirs = signed_in(person)
    head.post(at(f"{person.pk}/end/"), days("last_day", today))
    assert theirs.get(at("mine/")).status_code == 200
    with in_school(school.pk):
        actions.keep_access(today=today + DAY)
    assert theirs.get(at("mine/")).status_code == 404
