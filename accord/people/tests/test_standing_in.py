"""Somebody stands in for somebody who is away: for a time, in one role, told to those concerned, and on record."""

from datetime import date, timedelta

import pytest

from accord.kernel.ledger.sequencer import sequence
from accord.kernel.ledger.verify import verify
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.notices.models import Notice
from accord.notices.standing_in import tell
from accord.people.models import RoleHeld
from accord.people.rules import Span, may_pass_on
from accord.people.tests.browsing import days, text
from accord.people.tests.cast import make_person, seat

DAY = timedelta(days=1)
WEEK = Span(date(2026, 11, 23), date(2026, 11, 27))
ALWAYS = Span(date(2015, 9, 1), None)


@pytest.mark.parametrize(
    ("role", "held", "theirs", "passed_on", "email", "code"),
    [
        ("headteacher", [ALWAYS], [], [], "a@b.example", "ok"),
        ("business-manager", [Span(WEEK.first, WEEK.last)], [], [], "a@b.example", "ok"),
        ("headteacher", [Span(None, None)], [Span(date(2026, 11, 28), None)], [], "a@b.example", "ok"),
        ("staff", [ALWAYS], [], [], "a@b.example", "nothing-to-pass-on"),
        ("wizard", [ALWAYS], [], [], "a@b.example", "nothing-to-pass-on"),
        ("headteacher", [], [], [], "a@b.example", "not-held"),
        ("headteacher", [Span(date(2026, 11, 24), None)], [], [], "a@b.example", "not-held"),
        ("headteacher", [Span(date(2015, 9, 1), date(2026, 11, 26))], [], [], "a@b.example", "not-held"),
        ("headteacher", [ALWAYS], [Span(date(2026, 11, 27), None)], [], "a@b.example", "already-held"),
        (
            "headteacher",
            [ALWAYS],
            [],
            [Span(date(2026, 11, 1), date(2026, 11, 23))],
            "a@b.example",
            "already-passed-on",
        ),
        ("headteacher", [ALWAYS], [], [], "", "no-address"),
    ],
)
def test_when_a_role_may_be_passed_on(role, held, theirs, passed_on, email, code):
    decision = may_pass_on(role, WEEK, held=held, theirs=theirs, passed_on=passed_on, email=email)
    assert decision.code == code


@pytest.fixture
def deputy(school):
    with in_school(school.pk):
        found = make_person("Dee", "Puty")
        seat(found)
    return found


def surprises():
    """What the ledger finds about roles that were given through it; the cast's own were not."""
    sequence()
    return {finding.code for finding in verify().findings} & {"role-edited", "role-deleted"}


def ask(browser, at, person, first, last, role="headteacher"):
    typed = {"role": role, "person": person.pk, "because": "on a course"}
    return browser.post(at("away/pass-on/"), typed | days("starts_on", first) | days("ends_on", last), follow=True)


def test_somebody_stands_in_for_as_long_as_was_said(head, at, school, cast, deputy, today, signed_in):
    page = ask(head, at, deputy, today, today + 4 * DAY)
    assert "Dee Puty stands in as Headteacher until" in text(page)
    assert "<h1>Dee Puty stands in for you as Headteacher" in text(page)
    theirs = signed_in(deputy)
    assert theirs.get(at("roles/suggested/")).status_code == 200
    home = text(theirs.get(f"/s/{school.slug}/"))
    assert f"You stand in for {cast['headteacher'].name}" in home
    assert "(on a course)" in home
    assert "For whom you stand in" in text(theirs.get(at("away/")))
    assert f"stands in for {cast['headteacher'].name} until" in text(head.get(at("roles/")))
    with in_school(school.pk):
        held = RoleHeld.objects.exclude(instead_of=None).get()
        RoleHeld.objects.filter(pk=held.pk).update(starts_on=today - 9 * DAY, ends_on=today - DAY)
    assert theirs.get(at("roles/suggested/")).status_code == 403


def test_who_is_back_ends_it_and_twice_is_once(head, at, school, deputy, today, signed_in):
    ask(head, at, deputy, today, today + 4 * DAY)
    with in_school(school.pk):
        held = RoleHeld.objects.exclude(instead_of=None).get()
    address = at(f"away/{held.pk}/back/")
    assert "Should Dee Puty no longer stand in" in text(head.get(address))
    assert "Dee Puty no longer stands in as Headteacher." in text(head.post(address, follow=True))
    assert head.post(address).status_code == 404  # It never held for a whole day, so only the ledger tells.
    assert signed_in(deputy).get(at("roles/suggested/")).status_code == 403
    with in_school(school.pk):
        assert surprises() == set()


def test_mistakes_stand_beside_their_fields_and_nothing_typed_is_lost(head, at, deputy, today):
    page = ask(head, at, deputy, today, today - DAY)
    assert page.status_code == 422
    assert "The last day comes before the first day" in text(page)
    assert 'value="on a course"' in text(page)
    assert "It begins today or later" in text(ask(head, at, deputy, today - DAY, today))


def test_two_do_not_stand_in_on_the_same_day(head, at, school, deputy, today):
    ask(head, at, deputy, today, today + DAY)
    assert "They hold this role already" in text(ask(head, at, deputy, today + DAY, today + 2 * DAY))
    with in_school(school.pk):
        other = make_person("Olu", "Other")
    assert "Somebody stands in already" in text(ask(head, at, other, today + DAY, today + 2 * DAY))
    assert "Olu Other stands in" in text(ask(head, at, other, today + 2 * DAY, today + 2 * DAY))


def test_only_ones_own_role_is_passed_on_unless_one_gives_roles(at, cast, school, signed_in, head, today, deputy):
    staff, office = signed_in(cast["staff"]), cast["business-manager"]
    assert "there is nothing to pass on" in text(staff.get(at("away/pass-on/")))
    assert staff.get(at(f"{office.pk}/roles/pass-on/")).status_code == 403
    typed = {"role": "business-manager", "person": deputy.pk, "because": ""}
    typed |= days("starts_on", today) | days("ends_on", today + DAY)
    page = head.post(at(f"{office.pk}/roles/pass-on/"), typed, follow=True)
    assert "Dee Puty stands in as School Business Manager until" in text(page)
    with in_school(school.pk):
        held = RoleHeld.objects.exclude(instead_of=None).get()
    assert staff.get(at(f"away/{held.pk}/back/")).status_code == 404


def test_what_was_passed_on_ends_with_the_role(head, at, school, cast, deputy, today):
    office = cast["business-manager"]
    typed = {"role": "business-manager", "person": deputy.pk} | days("starts_on", today) | days("ends_on", today + DAY)
    head.post(at(f"{office.pk}/roles/pass-on/"), typed)
    with in_school(school.pk):
        role = office.roles.get()
    head.post(at(f"roles/{role.pk}/take/"), {"when": "now"})
    with in_school(school.pk):
        assert not RoleHeld.objects.exclude(instead_of=None).exists()
        assert surprises() == set()


def test_those_concerned_are_told_once_and_without_names(head, at, school, cast, deputy, today):
    ask(head, at, deputy, today, today + DAY)
    with in_school(school.pk):
        entry = Entry.objects.get(act="role.passed-on")
        assert (tell(entry=str(entry.pk)), tell(entry=str(entry.pk))) == (1, 1)
        [notice] = Notice.objects.filter(kind="role.standing-in")
    assert notice.person_id == deputy.pk
    assert notice.subject == "You stand in for a colleague"
    assert cast["headteacher"].surname not in notice.body
    assert "/people/away/" in notice.body
