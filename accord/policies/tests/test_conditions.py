"""What must hold before an adoption is recorded, and what is kept where a board departs from it."""

import json

import pytest
from django.db import ProgrammingError, transaction

from accord.kernel.decision import Refused
from accord.kernel.models import Entry
from accord.kernel.registry import Registry
from accord.kernel.scope import in_school
from accord.people.tests.cast import make_cast, make_school
from accord.policies import conditions, rules
from accord.policies.conditions import Unmet
from accord.policies.evidence import DocumentsMatchTheLedger
from accord.policies.models import Adoption, Departure, Version
from accord.policies.tests.browsing import text_of
from accord.policies.tests.conftest import Office

HARD = Unmet("no-consultation", "No closed consultation is on file.", "F.6", may_depart=False)
SOFT = Unmet("policy-missing", "Social media is not in force.", "F.9", may_depart=True)
OTHER = Unmet("too-early", "The unions have not answered yet.", "F.8", may_depart=True)


class Stands:
    """A condition that finds the same things whatever the version."""

    def __init__(self, *found: Unmet) -> None:
        self.found = list(found)

    def unmet(self, version: Version) -> list[Unmet]:
        return self.found


@pytest.fixture
def conditioned(monkeypatch):
    """Have only these things stand against every adoption."""

    def set_to(*found: Unmet) -> None:
        registry: Registry[conditions.Condition] = Registry("test")
        registry.register(Stands(*found))
        monkeypatch.setattr(conditions, "conditions", registry)

    return set_to


@pytest.mark.parametrize(
    ("unmet", "reasons", "code"),
    [
        pytest.param([], {}, "ok", id="nothing stands against it"),
        pytest.param([HARD], {"no-consultation": "We are in a hurry."}, "no-consultation", id="no reason is enough"),
        pytest.param([SOFT], {}, "no-departure-reason", id="no reason"),
        pytest.param([SOFT], {"policy-missing": "  "}, "no-departure-reason", id="a blank reason"),
        pytest.param([SOFT], {"policy-missing": "It follows in May."}, "ok", id="a reason"),
        pytest.param([SOFT, OTHER], {"policy-missing": "May."}, "no-departure-reason", id="one reason for two"),
        pytest.param(
            [SOFT, HARD], {"policy-missing": "May."}, "no-consultation", id="one of two cannot be departed from"
        ),
    ],
)
def test_departing(unmet, reasons, code):
    assert rules.may_depart(unmet, reasons).code == code


@pytest.mark.clause("F.9")
def test_a_departure_is_kept_with_the_adoption_and_in_the_ledger(office, conditioned):
    conditioned(SOFT)
    version = office.adopt(office.put_in(office.add()), departing={"policy-missing": " It follows in May. "})
    departure = version.adoption.departures.get()
    assert (departure.code, departure.clause, departure.reason) == ("policy-missing", "F.9", "It follows in May.")
    detail = json.loads(Entry.objects.get(act="version.adopted").detail)
    assert detail["departures"] == [["policy-missing", SOFT.words, "F.9", "It follows in May."]]
    with pytest.raises(ProgrammingError), transaction.atomic():
        Departure.objects.update(reason="None given")


def test_a_refused_adoption_leaves_nothing_and_turning_down_stays_possible(office, acts, conditioned):
    conditioned(HARD)
    version = office.put_in(office.add())
    before = acts()
    with pytest.raises(Refused, match=r"^no-consultation$"):
        office.adopt(version)
    assert (acts(), Adoption.objects.exists()) == (before, False)
    assert office.adopt(version, decision="not-adopted").state == Version.State.DRAFT
    assert not Departure.objects.exists()


DECIDED = {
    "body": "Governing Board",
    "meeting_on-day": "2",
    "meeting_on-month": "11",
    "meeting_on-year": "2026",
    "minute_reference": "26/41",
    "decision": "as-it-is",
}


def test_the_page_says_beforehand_what_cannot_be_departed_from(office, at, as_role, conditioned):
    conditioned(HARD)
    version = office.put_in(office.add())
    address = at(f"documents/versions/{version.pk}/adopt/")
    page = text_of(as_role("headteacher").get(address))
    assert "It cannot be adopted yet" in page
    assert HARD.words in page
    answer = as_role("headteacher").post(address, DECIDED)
    assert answer.status_code == 422
    assert text_of(answer).count(HARD.words) > 1
    assert 'value="26/41"' in answer.content.decode()


@pytest.mark.clause("F.9")
def test_the_page_asks_why_the_board_departs(office, at, as_role, conditioned):
    conditioned(SOFT, OTHER)
    version = office.put_in(office.add())
    address = at(f"documents/versions/{version.pk}/adopt/")
    head = as_role("headteacher")
    assert "Adopting it departs from the guidance" in text_of(head.get(address))
    answer = head.post(address, DECIDED | {"because-policy-missing": "It follows in May."})
    assert answer.status_code == 422
    assert "It follows in May." in text_of(answer)
    reasons = {"because-policy-missing": "It follows in May.", "because-too-early": "They had six weeks."}
    assert head.post(address, DECIDED | reasons).status_code == 302
    assert [each.reason for each in Departure.objects.all()] == ["It follows in May.", "They had six weeks."]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE policies_departure SET reason = 'The union agreed.'", "DELETE FROM policies_departure"],
    ids=["the reason", "the departure"],
)
def test_a_departure_that_was_tampered_with_is_named(committing, superuser, conditioned, statement):
    conditioned(SOFT)
    school = make_school()
    office = Office(make_cast(school)["headteacher"])
    with in_school(school.pk):
        office.adopt(office.put_in(office.add()), departing={"policy-missing": "It follows in May."})
        assert not list(DocumentsMatchTheLedger().check())
    superuser.execute(f"{statement} WHERE school_id = {school.pk}")
    with in_school(school.pk):
        assert [finding.code for finding in DocumentsMatchTheLedger().check()] == ["adoption-edited"]
