"""Reviews: the warnings of whoever looks after a document, and the record that nothing needed to change (clause 17.3)."""

from datetime import timedelta

import pytest

from accord.duties import actions as duties
from accord.duties.models import Duty
from accord.kernel import clock
from accord.people.tests.cast import make_person
from accord.policies.models import DocumentReview, Elsewhere
from accord.policies.tests.browsing import page
from accord.policies.tests.test_library import days, place


@pytest.mark.clause("17.3")
@pytest.mark.parametrize(
    ("left", "title"), [(91, None), (90, "Review within three months"), (30, "Review within a month")]
)
def test_the_owner_is_told_90_and_30_days_before(office, cast, left, title):
    office.in_force("Phones", to=(), owner=cast["staff"], review_on=clock.today() + timedelta(days=left))
    duties.reconcile(today=clock.today(), now=clock.now())
    found = [duty.title for duty in Duty.objects.open().filter(person=cast["staff"])]
    assert found == ([f"{title}: Phones"] if title else [])


@pytest.mark.clause("17.3")
def test_each_warning_is_a_duty_of_its_own_and_a_review_ends_it(office, cast, as_role, at):
    due = clock.today() + timedelta(days=60)
    version = office.in_force("Phones", to=(), owner=cast["staff"], review_on=due)
    for day in (clock.today(), due - timedelta(days=30), due, due + timedelta(days=40)):
        duties.reconcile(today=day, now=clock.now())
    assert [duty.due_on for duty in Duty.objects.open()] == [due]
    assert Duty.objects.count() == 3
    staff = as_role("staff")
    assert "Phones" in page(staff, at("documents/reviews/"))
    address = at(f"documents/{version.document_id}/review/")
    ahead = days("reviewed_on", clock.today()) | days("next_on", clock.today())
    assert staff.post(address, ahead | {"note": "Read it all."}).status_code == 422
    given = days("reviewed_on", clock.today()) | days("next_on", due + timedelta(days=365))
    assert staff.post(address, given | {"note": "Read it all."}).status_code == 302
    assert DocumentReview.objects.get().note == "Read it all."
    assert not Duty.objects.open().exists()
    assert "Nothing to review" in page(staff, at("documents/reviews/"))


@pytest.mark.clause("17.3")
def test_what_somebody_who_left_looked_after_is_the_headteachers(office, cast):
    gone = make_person("Ada", "Byron", ends_on=clock.today() - timedelta(days=1))
    office.in_force("Phones", to=(), owner=gone, review_on=clock.today())
    duties.reconcile(today=clock.today(), now=clock.now())
    assert [duty.person for duty in Duty.objects.open()] == [cast["headteacher"]]


def test_somebody_else_cannot_record_a_review(office, cast, as_role, at):
    version = office.in_force("Phones", owner=cast["clerk"])
    page(as_role("staff"), at(f"documents/{version.document_id}/review/"), 403)
    place("complaints", office, owner=cast["clerk"], review_on=clock.today())
    page(as_role("staff"), at("documents/named/complaints/elsewhere/review/"), 403)
    given = days("reviewed_on", clock.today()) | days("next_on", clock.today() + timedelta(days=365))
    clerk = as_role("clerk")
    assert clerk.post(at("documents/named/complaints/elsewhere/review/"), given).status_code == 302
    assert Elsewhere.objects.get().review_on == clock.today() + timedelta(days=365)
