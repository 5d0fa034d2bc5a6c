"""Review dates in people's calendars."""

from datetime import timedelta

import pytest

from accord.duties import feed
from accord.duties.models import Duty
from accord.folders.actions import open_folder
from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.models import Person
from accord.policies import actions
from accord.policies.models import FOLDER_KIND

IN_A_YEAR = clock.today() + timedelta(days=365)


def told(person: Person) -> set[str]:
    found = feed.entries(person, school_slug="school", today=clock.today())
    return {f"{entry.day}: {entry.title}" for entry in found if "Review" in entry.title}


@pytest.mark.clause("17.3")
@pytest.mark.parametrize(
    ("role", "sees"), [("headteacher", True), ("governor", True), ("clerk", True), ("staff", False)]
)
def test_reviews_of_what_is_in_force_stand_in_the_calendars_of_those_who_see_every_document(office, cast, role, sees):
    office.in_force("Phones", review_on=IN_A_YEAR)
    office.in_force("Without a date")
    gone = office.in_force("Fax machines", review_on=IN_A_YEAR)
    actions.withdraw(document=gone.document_id, because="Sold.", by=office.by, now=clock.now())
    office.put_in(office.add("Only a draft", review_on=IN_A_YEAR))
    assert told(cast[role]) == ({f"{IN_A_YEAR}: Review: Phones"} if sees else set())


def test_its_owner_hears_of_a_review_once(office, cast):
    version = office.in_force("Phones", review_on=IN_A_YEAR)
    Duty.objects.create(
        person=office.by,
        folder=open_folder(kind_code=FOLDER_KIND, title="Reviews", now=clock.now()),
        source="review",
        subject_id=version.document_id,
        title="Review within three months: Phones",
        clause="17.3",
        due_on=IN_A_YEAR,
        opened_at=clock.now(),
    )
    assert told(office.by) == {f"{IN_A_YEAR}: Due: Review within three months: Phones"}
    assert told(cast["clerk"]) == {f"{IN_A_YEAR}: Review: Phones"}


def test_a_school_sees_no_review_of_another(office, cast, other_school):
    office.in_force("Phones", review_on=IN_A_YEAR)
    with in_school(other_school.pk):
        assert told(cast["headteacher"]) == set()
