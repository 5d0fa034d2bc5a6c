"""Every route, for every role, in one's own school and in another, and for nobody at all. Generated from the table.

A route without an entry fails; so does one whose address takes a name that `World` has no row for.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings

from accord.consultations.tests.world import furnish
from accord.duties.rules import Away
from accord.exports import actions as exports
from accord.exports.models import ListCopy
from accord.kernel import access, clock
from accord.kernel.scope import in_school
from accord.people.models import Person, RoleHeld, StaffFile
from accord.people.roles import ROLES
from accord.people.tests.cast import Cast, make_cast, make_school
from accord.policies.actions import intakes
from accord.policies.tests.conftest import Office
from accord.schools.models import ClosedDay, Term
from accord.signing.models import Briefing, Declaration, Text
from accord.signing.tests.paper_world import lay_out
from accord.signing.tests.test_pages import read_all, sign

pytestmark = pytest.mark.whole

TABLE = list(access.table())
OF_A_SCHOOL = [entry for entry in TABLE if entry.address.startswith("/s/")]
ELSEWHERE = [entry for entry in TABLE if not entry.address.startswith("/s/")]
METHODS = ("get", "post")
PART = re.compile(r"<(?:\w+:)?(\w+)>")
# What a page may answer to somebody who may come there: a page, a way on, or what is wrong with an empty form.
WELCOME = {200, 302, 303, 400, 403, 404, 405, 409, 422}


@dataclass
class World:
    """A school with something of every kind in it."""

    cast: Cast
    rows: dict[str, Any]

    def address(self, entry: access.Entry) -> str:
        return PART.sub(lambda found: str(self.rows[found[1]]), entry.address)

    def person(self, role: str) -> Person:
        return self.cast[role]


def make_world(signed_in: Callable[..., Client]) -> World:
    cast = make_cast(make_school(), tuple(ROLES))
    school, head, staff = cast.school, cast["headteacher"], cast["staff"]
    with in_school(school.pk):
        office = Office(head)
        version = office.in_force()
        draft = office.next_version(version.document)
        notice = _notice(staff)
        consulted = furnish(office, staff)
        from accord.duties import actions as duties

        duties.reconcile(today=clock.today(), now=clock.now())
        intake = _intake(office)
        paper = lay_out(cast["governor"], head)
    browser = signed_in(staff)
    read_all(browser, staff)
    sign(browser, staff)
    with in_school(school.pk):
        rows = {
            **paper,
            "intake": intake,
            "school": school.slug,
            "person": staff.pk,
            "document": version.document_id,
            "version": draft.pk,
            "named": "complaints",
            "slug": version.document.slug,
            "number": 1,
            "series": Text.objects.get(pk=version.text_id).series,
            "text": version.text_id,
            "declaration": Declaration.objects.get().pk,
            "briefing": Briefing.objects.create(
                title="INSET", held_on=clock.today(), recorded_by=head, recorded_at=clock.now()
            ).pk,
            "notice": notice,
            "appointment": staff.appointments.get().pk,
            "role": staff.roles.get(role="staff").pk,
            "stand_in": RoleHeld.objects.create(
                person=staff,
                role="clerk",
                instead_of=cast["clerk"],
                starts_on=clock.today() + timedelta(days=30),
                ends_on=clock.today() + timedelta(days=40),
            ).pk,
            "file": StaffFile.objects.create(
                uploaded_by=head,
                uploaded_at=clock.now(),
                name="staff.csv",
                content=b"First Name,Last Name\nAda,Byron\n",
            ).pk,
            "term": Term.objects.create(name="Autumn", first_day=clock.today(), last_day=clock.today()).pk,
            **_witnesses(head),
            **_withdrawals(head),
            "ledger": school.slug,
            "day": ClosedDay.objects.create(day=clock.today(), kind="inset").pk,
            "leave": duties.record_leave(
                person=cast["dsl"].pk, days=Away(clock.today(), None), by=head, now=clock.now()
            ).pk,
            "held": _held(staff, head),
            "secret": duties.make_calendar_link(by=staff, now=clock.now()),
            "paper": ListCopy.objects.create(person=staff, name="people", asked_at=clock.now(), given=b"").pk,
            "copy": exports.ask_for_everything(by=head, now=clock.now()).pk,
            **consulted,
        }
    return World(cast, rows)


def _witnesses(head: Person) -> dict[str, Any]:
    """A mailbox that was asked to keep the ledger's heads, the mail that asked it, and the key that signs them."""
    from accord.kernel.ledger import sequencer
    from accord.kernel.models import SchoolSecret
    from accord.witnesses.actions import addresses
    from accord.witnesses.models import HeadMail

    sequencer.sequence()
    row = addresses.add(address=f"{uuid.uuid4().hex}@example.org", by=head, now=clock.now())
    key = SchoolSecret.objects.filter(purpose="head").latest("generation")
    return {"key": key.pk, "address": row.pk, "mail": HeadMail.objects.get().pk, "token": "x" * 43}


def _held(person: Person, head: Person) -> uuid.UUID:
    """A reminder that was sent by hand and can still be taken back."""
    from accord.duties.holding import hold

    return hold([person.pk], by=head, now=clock.now()).pk


def _intake(office: Office) -> uuid.UUID:
    """A long file that is being read."""
    document = office.add("A long document", to=())
    given = {"minor": False, "change_note": "", "replacing": None, "started_from": None, "by": office.by}
    return intakes.take_in(document=document.pk, name="a.pdf", content=b"%PDF-", now=clock.now(), **given).pk


def _withdrawals(head: Person) -> dict[str, Any]:
    """An edition whose copies are destroyed, with a place on the web."""
    from accord.withdrawals import actions

    made = actions.open_outside(title="Old", lead=head, by=head, today=clock.today(), now=clock.now())
    where = actions.Where("website", "Website", head, "https://example.org/old.pdf")
    place = actions.add_place(withdrawal=made.pk, where=where, by=head, now=clock.now())
    return {"withdrawal": made.pk, "place": place.pk}


def _notice(person: Person) -> uuid.UUID:
    from accord.notices.actions import Draft, queue
    from accord.notices.models import Notice

    queue([Draft(person, "account", "world", "Hello", "A link")], now=clock.now())
    return Notice.objects.get(once="world").pk


@pytest.fixture
def worlds(db: None, signed_in: Callable[..., Client], settings: Any, tmp_path: Any) -> tuple[World, World]:
    settings.VAULT = tmp_path / "vault"
    return make_world(signed_in), make_world(signed_in)


def test_every_route_says_what_it_needs() -> None:
    assert [entry for entry in TABLE if entry.needs is None] == []


def knock(browser: Client, method: str, address: str) -> int:
    return getattr(browser, method)(address).status_code


@pytest.mark.slow
@pytest.mark.parametrize("first_wall", [True, False], ids=["both walls", "database alone"])
def test_another_school_and_nobody_find_no_way_in(
    worlds: tuple[World, World], signed_in: Callable[..., Client], first_wall: bool
) -> None:
    """Another school's Headteacher meets 404, the anonymous the sign-in, and a row of another school is not there."""
    ours, theirs = worlds
    leaks = []
    with override_settings(FIRST_WALL=first_wall):
        head, stranger, nobody = (
            signed_in(ours.person("headteacher")),
            signed_in(theirs.person("headteacher")),
            Client(),
        )
        for entry in OF_A_SCHOOL:
            here = ours.address(entry)
            smuggled = World(ours.cast, theirs.rows | {"school": ours.rows["school"]}).address(entry)
            for method in METHODS:
                if entry.needs != access.PUBLIC:
                    leaks += _unless(302, "anonymous", method, here, knock(nobody, method, here))
                    leaks += _unless(404, "another school", method, here, knock(stranger, method, here))
                if smuggled != here:
                    leaks += _unless(
                        404, "another school's row", method, smuggled, knock(head, method, smuggled), 403, 405
                    )
    print(f"{len(OF_A_SCHOOL)} routes of a school, {len(OF_A_SCHOOL) * len(METHODS) * 3} requests")
    assert leaks == []


def _unless(
    expected: int, who: str, method: str, address: str, status: int, *also: int
) -> list[tuple[str, str, str, int]]:
    return [] if status in (expected, *also) else [(who, method, address, status)]


@pytest.mark.slow
@pytest.mark.parametrize("part", [0, 1], ids=["first half", "second half"])
def test_each_role_comes_where_the_table_says_and_nowhere_else(
    part: int, db: None, signed_in: Callable[..., Client], settings: Any, tmp_path: Any
) -> None:
    """A role without the capability is refused; with it the page opens, and no page ends in a 500."""
    settings.VAULT = tmp_path / "vault"
    world = make_world(signed_in)
    wrong = []
    for role in ROLES:
        browser = signed_in(world.person(role))
        for entry in OF_A_SCHOOL[part::2]:
            status = knock(browser, "get", world.address(entry))
            allowed = entry.needs in (access.PUBLIC, access.SEATED) or entry.needs in ROLES[role].capabilities
            if (allowed and status not in WELCOME) or (not allowed and status != 403):
                wrong.append((role, world.address(entry), status))
    assert wrong == []


def test_addresses_without_a_school_hold_their_doors(
    worlds: tuple[World, World], signed_in: Callable[..., Client]
) -> None:
    ours, _theirs = worlds
    somebody, nobody = signed_in(ours.person("staff")), Client()
    for entry in ELSEWHERE:
        if "(?P" in entry.address:
            continue  # The link with a token has tests of its own.
        address = PART.sub(lambda found: "F.1" if found[1] == "number" else str(ours.rows[found[1]]), entry.address)
        status = knock(nobody, "get", address)
        assert status < 500, address
        if entry.needs == access.SIGNED_IN:
            assert status == 302, address
        assert knock(somebody, "get", address) < 500, address


def test_a_door_that_nobody_made_stays_shut(client: Client) -> None:
    assert client.get("/admin/").status_code == 404
