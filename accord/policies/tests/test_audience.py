"""Who is asked, from real appointments and roles."""

from datetime import timedelta

import pytest

from accord.kernel import clock
from accord.people.models import Appointment, Category, RoleHeld
from accord.people.tests.cast import LONG_AGO, give_role, make_person
from accord.policies import audience
from accord.policies.models import Audience
from accord.signing.asking import all_asks

TODAY = clock.today()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def asked(document) -> set:
    return set(audience.audience(document, TODAY))


@pytest.mark.clause("2.1")
@pytest.mark.clause("2.2")
def test_everyone_is_everyone_of_any_category_in_post_today(office):
    document = office.add()
    before = asked(document)
    here = {make_person("One", "Of Each", category=category).pk for category in Category.values}
    here.add(make_person("Last", "Day", ends_on=TODAY).pk)
    here.add(make_person("First", "Day", starts_on=TODAY).pk)
    here.add(make_person("Unknown", "Start", starts_on=None).pk)
    make_person("Gone", "Yesterday", ends_on=YESTERDAY)
    make_person("Comes", "Tomorrow", starts_on=TOMORROW)
    assert asked(document) - before == here


@pytest.mark.clause("2.1")
def test_category_team_and_role_are_added_together(office):
    governor = make_person("Gwen", "Governor", category="governor")
    coach = make_person("Carl", "Coach", category="provider", team="PE")
    dsl = give_role(make_person("Dora", "Lead"), "dsl")
    make_person("Nobody", "Asked")
    document = office.add(to=[("category", "governor"), ("team", "PE"), ("role", "dsl")])
    assert asked(document) == {governor.pk, coach.pk, dsl.pk}


def test_whoever_leads_somebody_today_is_a_line_manager(office):
    leads, led_before = make_person("Lena", "Leads"), make_person("Luke", "Led")
    make_person("Led", "Today", manager=leads)
    make_person("Led", "Yesterday", manager=led_before, ends_on=YESTERDAY)
    named = give_role(make_person("Nora", "Named"), "line-manager")
    assert asked(office.add(to=[("role", "line-manager")])) == {leads.pk, named.pk}


def test_a_role_that_ended_and_a_leaver_with_a_role_ask_nobody(office):
    RoleHeld.objects.create(person=make_person("Old", "Lead"), role="dsl", starts_on=LONG_AGO, ends_on=YESTERDAY)
    give_role(make_person("Gone", "Lead", ends_on=YESTERDAY), "dsl")
    assert asked(office.add(to=[("role", "dsl")])) == set()


def test_nobody_is_asked_by_a_document_without_audience_or_out_of_force(office):
    office.in_force("Nobody", to=())
    office.in_force("Empty team", to=[("team", "Latin")])
    office.adopt(office.put_in(office.add("Not published")))
    assert all_asks(TODAY) == []


def test_an_ask_knows_since_when_everybody_belongs(office):
    joined = make_person("New", "Starter", starts_on=YESTERDAY)
    version = office.in_force()
    (ask,) = all_asks(TODAY)
    assert (ask.series, ask.line, ask.title) == (version.document_id, version.text.line, "Acceptable use of IT")
    assert ask.due_on == version.due_on
    assert ask.people[joined.pk] == YESTERDAY


def test_whoever_is_added_to_a_document_in_force_counts_from_that_day(office):
    old_hand = make_person("Old", "Hand", team="PE")
    version = office.in_force(to=[("team", "English")])
    type(version).objects.update(published_at=clock.now() - timedelta(days=100))
    office.address(version.document, ("team", "English"), ("team", "PE"))
    assert all_asks(TODAY)[0].people[old_hand.pk] == TODAY
    Audience.objects.update(added_on=TODAY - timedelta(days=200))
    assert all_asks(TODAY)[0].people[old_hand.pk] == LONG_AGO


def test_questions_do_not_grow_with_people_or_documents(office, django_assert_num_queries):
    def grow(number: int) -> None:
        manager = make_person("Mia", f"Manager{number}")
        for each in range(5):
            make_person("Priya", f"Patel{number}{each}", team=f"Team {number}", manager=manager)
        office.in_force(f"Document {number}", to=[("team", f"Team {number}"), ("role", "line-manager")])

    grow(1)
    with django_assert_num_queries(4):
        assert [len(ask.people) for ask in all_asks(TODAY)] == [6]
    grow(2)
    grow(3)
    with django_assert_num_queries(4):
        assert [len(ask.people) for ask in all_asks(TODAY)] == [8, 8, 8]


def test_two_appointments_count_from_the_first(office):
    person = make_person("Two", "Posts", starts_on=YESTERDAY, team="PE")
    Appointment.objects.create(person=person, category="governor", starts_on=LONG_AGO)
    document = office.add(to=[("everyone", "")])
    assert audience.audience(document, TODAY)[person.pk] == LONG_AGO
    other = office.add("PE", to=[("team", "PE")])
    assert audience.audience(other, TODAY)[person.pk] == YESTERDAY
