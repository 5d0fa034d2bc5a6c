"""One person's pages: what they say, and that nothing typed is lost."""

from datetime import date, timedelta

import pytest

from accord.kernel.scope import in_school
from accord.people import actions
from accord.people.models import Account, Appointment, Category, Person, Seat
from accord.people.tests.browsing import NEW, days, text
from accord.people.tests.cast import give_role, make_person, seat

DAY = timedelta(days=1)


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
    assert "None: cannot sign in" in text(page)


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


def test_who_left_is_shut_out_on_the_next_day(head, at, school, person, signed_in, today):
    with in_school(school.pk):
        seat(person)
    theirs = signed_in(person)
    head.post(at(f"{person.pk}/end/"), days("last_day", today))
    assert theirs.get(at("mine/")).status_code == 200
    with in_school(school.pk):
        actions.keep_access(today=today + DAY)
    assert theirs.get(at("mine/")).status_code == 404
