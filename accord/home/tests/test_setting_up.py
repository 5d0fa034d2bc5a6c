"""The first hour: each step from what is there, on the home page until it is done or put away."""

from datetime import timedelta

import pytest

from accord.guidance.named import four_policies
from accord.home.first_hour import first_hour
from accord.home.models import SetUpPutAway
from accord.kernel import clock
from accord.kernel.models import Entry
from accord.people.tests.cast import make_cast, make_person
from accord.policies.tests.browsing import page
from accord.policies.tests.conftest import Office
from accord.schools.models import Term


@pytest.fixture(autouse=True)
def vault(settings, tmp_path):
    settings.VAULT = tmp_path / "vault"


@pytest.fixture
def cast(school):
    return make_cast(school, ("headteacher", "business-manager", "staff"))


@pytest.fixture
def at(school):
    return lambda path="": f"/s/{school.slug}/{path}"


def done(school) -> list[str]:
    return [step.title for step in first_hour(school, clock.today()).steps if step.is_done]


def test_a_new_school_is_led_from_step_to_step(school, cast, signed_in, at):
    head = signed_in(cast["headteacher"])
    shown = page(head, at("setting-up/"))
    assert "2 of 6 steps are done" in shown
    assert "Not said yet: e-mail address, telephone, address." in shown
    assert "Nobody yet as: Chair of Governors, Clerk to the governors, Designated Safeguarding Lead" in shown
    home = page(head, at())
    assert "Setting up: 2 of 6 steps are done" in home
    assert "Next: What the school says about itself." in home


def test_each_step_is_done_by_what_is_there(school, cast, here):
    assert done(school) == ["The Headteacher", "The people"]
    school.email, school.telephone, school.address = "office@example.org", "01632 960118", "Weir Road"
    Term.objects.create(
        name="Over", first_day=clock.today() - timedelta(days=90), last_day=clock.today() - timedelta(days=1)
    )
    assert "Term dates and INSET days" not in done(school)
    Term.objects.create(name="Now", first_day=clock.today(), last_day=clock.today() + timedelta(days=40))
    assert done(school)[:3] == ["What the school says about itself", "The Headteacher", "Term dates and INSET days"]
    for role in ("chair", "clerk", "dsl", "dpo"):
        assert "Who decides what" not in done(school)
        make_person("Ada", role).roles.create(role=role, starts_on=clock.today())
    assert "Who decides what" in done(school)


@pytest.mark.clause("F.2")
def test_the_documents_are_done_with_the_guidance_and_all_four(school, cast, here):
    office = Office(cast["headteacher"])
    for named in four_policies():
        office.in_force(named.title, named=named.code)
    steps = first_hour(school, clock.today()).steps
    assert "4 of 5 are in force." in [step.stands for step in steps]


def test_it_is_put_away_and_brought_back(school, cast, signed_in, at, here):
    office = signed_in(cast["business-manager"])
    assert office.post(at("setting-up/put-away/")).status_code == 302
    assert office.post(at("setting-up/put-away/")).status_code == 302
    assert "Setting up:" not in page(office, at())
    assert "Show it on the home page again" in page(office, at("setting-up/"))
    assert office.post(at("setting-up/bring-back/")).status_code == 302
    assert "Setting up:" in page(office, at())
    assert not SetUpPutAway.objects.exists()
    acts = list(Entry.objects.filter(act__startswith="set-up.").values_list("act", flat=True))
    assert sorted(acts) == ["set-up.brought-back", "set-up.put-away"]


def test_staff_do_not_see_it(cast, signed_in, at):
    staff = signed_in(cast["staff"])
    assert "Setting up" not in page(staff, at())
    page(staff, at("setting-up/"), 403)
