"""Clause F.5: an edition goes out of force, its places are confirmed one by one, and the register shows what was destroyed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accord.duties import actions as duties
from accord.duties.models import Duty
from accord.kernel import clock, ledger
from accord.kernel.decision import Refused
from accord.kernel.ledger import sequencer
from accord.kernel.ledger.verify import verify
from accord.kernel.models import Entry
from accord.kernel.scope import in_school
from accord.people.models import Appointment
from accord.people.tests.cast import Cast, give_role, make_cast, make_person
from accord.policies import actions as policies
from accord.policies.tests.conftest import Office
from accord.schools.models import School
from accord.withdrawals import actions, jobs
from accord.withdrawals.actions import Where
from accord.withdrawals.models import Place, Withdrawal

pytestmark = pytest.mark.clause("F.5")


@pytest.fixture
def cast(school: School) -> Cast:
    return make_cast(school, ("headteacher", "staff", "governor", "line-manager", "clerk"))


@pytest.fixture(autouse=True)
def vault(settings: Any, tmp_path: Any) -> None:
    settings.VAULT = tmp_path / "vault"


def react(act: str) -> None:
    """What the worker does after the newest act of this name."""
    jobs.open_by_itself(entry=str(Entry.objects.filter(act=act).latest("recorded_at").pk))


def outside(cast: Cast) -> Withdrawal:
    head, now = cast["headteacher"], clock.now()
    return actions.open_outside(title=actions.COUNTY_POLICY, lead=head, by=head, today=clock.today(), now=now)


def place_of(
    withdrawal: Withdrawal, cast: Cast, role: str = "staff", name: str = "Staff handbook", **more: Any
) -> Place:
    where = Where("handbook", name, cast[role], **more)
    return actions.add_place(withdrawal=withdrawal.pk, where=where, by=cast["headteacher"], now=clock.now())


def confirm(place: Place, cast: Cast, role: str = "staff", found: str = "destroyed") -> Place:
    return actions.confirm(place=place.pk, found=found, note="six copies", by=cast[role], now=clock.now())


def test_a_replaced_version_opens_a_withdrawal_once_with_the_places_of_the_last_time(here: Any, cast: Cast) -> None:
    office = Office(cast["headteacher"])
    first = office.in_force()
    second = office.next_version(first.document)
    react("document.published")
    react("document.published")
    [made] = Withdrawal.objects.all()
    assert (made.version_id, made.origin, made.places.count()) == (first.pk, "replaced", 0)
    confirm(place_of(made, cast, address="https://example.org/policy"), cast)
    policies.withdraw(document=second.document_id, because="Out of date", by=cast["headteacher"], now=clock.now())
    react("document.withdrawn")
    last = Withdrawal.objects.get(version=second)
    assert (last.origin, [place.name for place in last.places.all()]) == ("withdrawn", ["Staff handbook"])
    assert last.places.get().address == "https://example.org/policy"


def test_it_is_closed_when_the_last_place_is_confirmed_and_not_before(here: Any, cast: Cast) -> None:
    made = outside(cast)
    handbook, room = place_of(made, cast), place_of(made, cast, "governor", "Staff room")
    confirm(handbook, cast)
    assert Withdrawal.objects.get().closed_at is None
    with pytest.raises(Refused):
        confirm(room, cast)
    with pytest.raises(Refused):
        actions.take_out(place=handbook.pk, by=cast["headteacher"], now=clock.now())
    confirm(room, cast, "governor", "none")
    assert Withdrawal.objects.get().closed_at is not None
    assert list(Entry.objects.filter(act="withdrawal.closed").values_list("actor_id", flat=True)) == [
        cast["governor"].pk
    ]
    with pytest.raises(Refused):
        place_of(made, cast, name="Too late")


def test_taking_the_last_open_place_out_closes_it_too(here: Any, cast: Cast) -> None:
    made = outside(cast)
    confirm(place_of(made, cast), cast)
    made = outside(cast)
    first, mistake = place_of(made, cast), place_of(made, cast, name="A mistake")
    confirm(first, cast)
    actions.take_out(place=mistake.pk, by=cast["headteacher"], now=clock.now())
    assert not Withdrawal.objects.open().exists()


def test_the_named_person_owes_it_until_it_is_confirmed_and_the_lead_until_places_are_named(
    here: Any, cast: Cast
) -> None:
    def owed() -> list[tuple[Any, str]]:
        duties.reconcile(today=clock.today(), now=clock.now())
        return list(Duty.objects.open().filter(source="withdrawal").values_list("person_id", "clause"))

    made = outside(cast)
    assert owed() == [(cast["headteacher"].pk, "F.5")]
    place = place_of(made, cast)
    assert owed() == [(cast["staff"].pk, "F.5")]
    confirm(place, cast)
    assert owed() == []


def test_what_was_for_somebody_who_has_left_is_the_leads(
    here: Any, cast: Cast, signed_in: Callable[..., Client]
) -> None:
    place_of(outside(cast), cast)
    Appointment.objects.filter(person=cast["staff"]).update(ends_on=clock.today() - timedelta(days=1))
    duties.reconcile(today=clock.today(), now=clock.now())
    [duty] = Duty.objects.open().filter(source="withdrawal")
    assert (duty.person_id, duty.title[:14]) == (cast["headteacher"].pk, "Name somebody ")
    page = signed_in(cast["headteacher"]).get(f"/s/{cast.school.slug}/withdrawals/mine/").content.decode()
    assert "Name somebody else for “Staff handbook”" in page


def test_it_can_be_closed_with_a_reason_when_there_are_no_copies(here: Any, cast: Cast) -> None:
    made = outside(cast)
    actions.close_empty(withdrawal=made.pk, because="Only read in Accord", by=cast["headteacher"], now=clock.now())
    assert Withdrawal.objects.get().closed_because == "Only read in Accord"


def test_a_file_that_is_still_on_the_web_cannot_be_confirmed_away(here: Any, cast: Cast) -> None:
    place = place_of(outside(cast), cast, address="https://example.org/2018.pdf")
    Place.objects.update(seen="same", seen_at=clock.now())
    with pytest.raises(Refused, match="still-there"):
        confirm(place, cast)
    Place.objects.update(seen_at=clock.now() - timedelta(days=2))
    assert jobs.look_again() == 1
    Place.objects.update(seen="gone", seen_at=clock.now())
    assert jobs.look_again() == 0
    assert confirm(place, cast).confirmed_at


def test_whoever_meddles_with_the_register_is_found(here: Any, cast: Cast) -> None:
    place = place_of(outside(cast), cast)
    confirm(place, cast)
    sequencer.sequence()

    def found() -> set[str]:
        return {each.code for each in verify().findings if each.code.startswith("withdrawal")}

    assert found() == set()
    Place.objects.filter(pk=place.pk).update(note="sixty copies")
    assert found() == {"withdrawal-place-edited"}
    Place.objects.filter(pk=place.pk).delete()
    assert found() == {"withdrawal-place-deleted"}


def test_the_policy_of_2018_is_withdrawn_on_the_pages(cast: Cast, signed_in: Callable[..., Client]) -> None:
    """From the first hour to the register, as the Headteacher and the person who was named see it."""
    head, staff, base = signed_in(cast["headteacher"]), signed_in(cast["staff"]), f"/s/{cast.school.slug}/withdrawals"
    page = head.get(f"{base}/").content.decode()
    assert "Begin with this one: The county’s policy on electronic communication, November 2018" in page
    answer = head.post(f"{base}/open/", {"title": "", "person": ""})
    assert answer.status_code == 422
    said = {"title": actions.COUNTY_POLICY, "person": cast["headteacher"].pk}
    page = head.post(f"{base}/open/", said, follow=True).content.decode()
    assert "Where may copies stand?" in page
    with in_school(cast.school.pk):
        made = Withdrawal.objects.get()
    handbook = {"kind": "handbook", "name": "Staff handbook", "person": cast["staff"].pk, "address": ""}
    page = head.post(f"{base}/{made.pk}/add/", handbook, follow=True).content.decode()
    assert "0 of 1 places are clear" in page
    answer = head.post(f"{base}/{made.pk}/add/", handbook)
    assert answer.status_code == 422
    assert "in the list already" in answer.content.decode()
    assert staff.get(f"{base}/").status_code == 403
    assert "Staff handbook" in staff.get(f"{base}/mine/").content.decode()
    with in_school(cast.school.pk):
        place = Place.objects.get()
    assert head.post(f"{base}/places/{place.pk}/confirm/", {"found": "destroyed"}).status_code == 403
    assert staff.post(f"{base}/places/{place.pk}/confirm/", {"note": "x"}).status_code == 422
    page = staff.post(
        f"{base}/places/{place.pk}/confirm/", {"found": "destroyed", "note": "Six copies, shredded"}, follow=True
    ).content.decode()
    assert "is clear" in page
    page = head.get(f"{base}/{made.pk}/").content.decode()
    assert "Every copy is gone since" in page
    assert "Six copies, shredded" in page
    page = head.get(f"{base}/register/?q=handbook&found=destroyed").content.decode()
    assert "Copies destroyed" in page
    export = b"".join(head.get(f"{base}/register/export/")).decode()
    assert "Six copies, shredded" in export
    assert actions.COUNTY_POLICY in b"".join(head.get(f"{base}/export/?state=closed")).decode()
    assert "No old edition is waiting" in head.get(f"{base}/").content.decode()


def test_others_see_nothing_of_it(cast: Cast, signed_in: Callable[..., Client]) -> None:
    with in_school(cast.school.pk):
        made = outside(cast)
        place = place_of(made, cast)
    line_manager, base = signed_in(cast["line-manager"]), f"/s/{cast.school.slug}/withdrawals"
    assert line_manager.get(f"{base}/{made.pk}/").status_code == 404
    assert line_manager.get(f"{base}/places/{place.pk}/").status_code == 404
    assert line_manager.post(f"{base}/places/{place.pk}/look/").status_code == 404
    clerk = signed_in(cast["clerk"])
    assert clerk.get(f"{base}/{made.pk}/").status_code == 200
    assert clerk.post(f"{base}/{made.pk}/add/", {}).status_code == 403
    staff = signed_in(cast["staff"])
    assert staff.post(f"{base}/places/{place.pk}/change/", {"person": cast["clerk"].pk}).status_code == 403


def test_a_sealed_copy_stays_while_signatures_refer_to_it(
    here: Any, cast: Cast, signed_in: Callable[..., Client]
) -> None:
    office = Office(cast["headteacher"])
    first = office.in_force()
    office.next_version(first.document)
    react("document.published")
    made = Withdrawal.objects.get()
    page = signed_in(cast["headteacher"]).get(f"/s/{cast.school.slug}/withdrawals/{made.pk}/").content.decode()
    assert "Nobody has signed it" in page


def test_the_policy_of_2018_is_withdrawn_by_itself_once_there_is_a_headteacher(
    cast: Cast, signed_in: Callable[..., Client]
) -> None:
    head = cast["headteacher"]
    with in_school(cast.school.pk):
        entry = ledger.record("role.given", head, by=None, role="headteacher")
        assert [jobs.open_the_countys(entry=str(entry)), jobs.open_the_countys(entry=str(entry))] == [True, False]
        made = Withdrawal.objects.get()
        assert (made.title, made.lead, made.opened_by) == (actions.COUNTY_POLICY, head, None)
    page = signed_in(head).get(f"/s/{cast.school.slug}/withdrawals/").content.decode()
    assert "1 old edition is still being cleared away" in page
    assert "Begin with this one" not in page


def test_no_headteacher_and_no_second_time(here: School) -> None:
    assert jobs.open_the_countys(entry="") is False
    head = give_role(make_person(), "headteacher")
    actions.open_outside(title="Another edition", lead=head, by=head, today=clock.today(), now=clock.now())
    assert jobs.open_the_countys(entry="") is False
