"""Two records of one person on their pages: suggested, chosen, side by side, merged, gone from every list, and parted."""

from typing import Any

import pytest
from django.test import Client

from accord.kernel.scope import in_school
from accord.people.models import Person
from accord.people.reads.duplicates import likely
from accord.people.tests.browsing import text
from accord.people.tests.cast import LONG_AGO, make_person, seat
from accord.schools.models import School


@pytest.fixture
def twin(school: School, person: Person) -> Person:
    """The same person once more, with another address."""
    with in_school(school.pk):
        made = make_person("Łukasz", "Nowak", job_title="Form tutor", source_id="NOW2", email="lnowak@hopewell.example")
        seat(made)
        return made


def confirmed(one: Person, other: Person, at: Any, **more: str) -> tuple[str, dict[str, str]]:
    return f"{at(f'{one.pk}/merge/')}?other={other.pk}", {"email": "survivor", "code": "survivor", "sure": "on", **more}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({}, {}, True),
        ({}, {"forename": "Lukasz"}, True),
        ({}, {"forename": "Luk"}, True),
        ({}, {"forename": "Łucja"}, False),
        ({}, {"surname": "Nowakowski"}, False),
        ({}, {"starts_on": None}, False),
        ({"email": "l.nowak@a.example"}, {"starts_on": None, "email": "lnowak2@a.example"}, True),
        ({"email": "l.nowak@a.example"}, {"starts_on": None, "email": "l.nowak@b.example"}, False),
    ],
)
def test_which_records_look_like_one_person(here: School, one: dict, other: dict, alike: bool) -> None:
    for said in (one, other):
        values = {"forename": "Łukasz", "surname": "Nowak", "email": "", "starts_on": LONG_AGO, **said}
        make_person(values.pop("forename"), values.pop("surname"), **values)
    assert bool(likely()) is alike


def test_the_list_of_people_points_at_them(office: Client, at: Any, twin: Person) -> None:
    assert "One person seems to be here twice" in text(office.get(at("?state=here")))
    page = text(office.get(at("duplicates/")))
    assert "Same name and first day" in page
    assert "Look at both records of Łukasz Nowak" in page


def test_nobody_twice_says_so(office: Client, at: Any) -> None:
    assert "Every name is here once" in text(office.get(at("duplicates/")))


def test_both_stand_side_by_side_before_anything_happens(office: Client, at: Any, person: Person, twin: Person) -> None:
    page = text(office.get(at(f"{person.pk}/merge/")))
    assert "Which other record is Łukasz Nowak, too?" in page
    page = text(office.get(f"{at(f'{person.pk}/merge/')}?other={twin.pk}"))
    for said in ("Are both records Łukasz Nowak?", "NOW1", "NOW2", "Appointment: Form tutor", "Which address stays"):
        assert said in page


def test_merged_the_duplicate_is_on_no_list_and_leads_to_the_one_that_stays(
    office: Client, at: Any, person: Person, twin: Person, school: School
) -> None:
    address, given = confirmed(person, twin, at, email="duplicate")
    page = text(office.post(address, given, follow=True))
    assert "Łukasz Nowak is one record now." in page
    assert "This record stands for another one of Łukasz Nowak as well" in page
    assert "lnowak@hopewell.example" in page
    assert "Form tutor" in page
    visit = office.get(at(f"{twin.pk}/"), follow=True)
    assert visit.redirect_chain[-1][0] == at(f"{person.pk}/")
    for where in ("?state=here&q=nowak", "?q=nowak", f"{person.pk}/merge/", "duplicates/", "add/"):
        assert str(twin.pk) not in text(office.get(at(where), follow=True))
    exported = b"".join(office.get(at("export/?q=nowak"), follow=True).streaming_content).decode()
    assert exported.count("Nowak") == 1
    for what in ("details/", "end/", "appointments/add/", "merge/"):
        assert office.get(at(f"{twin.pk}/{what}")).status_code == 404


def test_it_is_not_done_without_saying_that_it_is_one_person(
    office: Client, at: Any, person: Person, twin: Person, school: School
) -> None:
    address, given = confirmed(person, twin, at)
    answer = office.post(address, {**given, "sure": ""})
    assert answer.status_code == 422
    with in_school(school.pk):
        assert not Person.objects.exclude(merged_into=None).exists()


def test_a_refusal_says_why(office: Client, at: Any, person: Person, cast: Any) -> None:
    address, given = confirmed(person, cast["business-manager"], at)
    answer = office.post(address, given)
    assert answer.status_code == 422
    assert "One of the two is your own record." in text(answer)


def test_a_choice_of_nobody_is_asked_again(office: Client, at: Any, person: Person) -> None:
    assert office.get(f"{at(f'{person.pk}/merge/')}?other=").status_code == 422


def test_parted_again_there_are_two(office: Client, at: Any, person: Person, twin: Person, school: School) -> None:
    address, given = confirmed(person, twin, at)
    office.post(address, given)
    assert "two records again?" in text(office.get(at(f"{person.pk}/merge/undo/")))
    page = text(office.post(at(f"{person.pk}/merge/undo/"), follow=True))
    assert "There are two records again, each as it was before." in page
    assert "Form tutor" in text(office.get(at(f"{twin.pk}/")))
    assert office.get(at(f"{person.pk}/merge/undo/")).status_code == 302


def test_what_changed_since_stops_the_parting(office: Client, at: Any, person: Person, twin: Person) -> None:
    address, given = confirmed(person, twin, at)
    office.post(address, given)
    details = {"forename": "Luke", "surname": "Nowak", "email": "l.nowak@hopewell.example", "source_id": "NOW1"}
    office.post(at(f"{person.pk}/details/"), details)
    answer = office.post(at(f"{person.pk}/merge/undo/"))
    assert answer.status_code == 422
    assert "Something about this person changed since" in text(answer)


@pytest.mark.clause("2.1")
def test_one_person_can_hold_several_roles_and_be_staff_and_governor_at_once(
    head: Client, at: Any, school: School
) -> None:
    with in_school(school.pk):
        from accord.kernel import clock
        from accord.people import actions
        from accord.people.rules import Details, Post

        today = clock.today()
        made = actions.add_person(
            details=Details("Ada", "Byron", email="ada@hopewell.example"),
            post=Post("permanent", job_title="Teacher of Maths", starts_on=LONG_AGO),
            by=None,
            today=today,
        )
        governor = Post("governor", job_title="Staff governor", starts_on=LONG_AGO)
        actions.add_appointment(person=made.pk, post=governor, by=None, today=today)
        for role in ("dsl", "governor"):
            actions.give_role(person=made.pk, role=role, starts_on=today, by=None, today=today)
    page = text(head.get(at(f"{made.pk}/")))
    for said in ("Teacher of Maths", "Staff governor", "Designated Safeguarding Lead", "Governor"):
        assert said in page
    for narrowed in ("category=permanent", "category=governor", "role=dsl", "role=governor"):
        assert "Byron, Ada" in text(head.get(at(f"?state=here&{narrowed}")))
