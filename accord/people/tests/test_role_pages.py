"""Roles in plain English, given and taken on their pages."""

from datetime import timedelta

from accord.kernel.scope import in_school
from accord.people.models import Category, RoleHeld
from accord.people.roles import CAPABILITIES, ROLES
from accord.people.tests.browsing import days, text
from accord.people.tests.cast import make_person

DAY = timedelta(days=1)


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
