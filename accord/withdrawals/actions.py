"""Opening a withdrawal, naming its places, confirming them. Each closes it when nothing is left (clause F.5)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accord.kernel import ledger
from accord.kernel.ledger.rows import stated
from accord.people.models import Appointment, Person
from accord.policies.models import Version
from accord.withdrawals import rules
from accord.withdrawals.models import Place, Withdrawal

OPENED, CLOSED = "withdrawal.opened", "withdrawal.closed"
ADDED, CHANGED, TAKEN_OUT, CONFIRMED = (
    "withdrawal-place.added",
    "withdrawal-place.changed",
    "withdrawal-place.removed",
    "withdrawal-place.confirmed",
)
ACTS = (OPENED, CLOSED, ADDED, CHANGED, TAKEN_OUT, CONFIRMED)
COUNTY_POLICY = "The county’s policy on electronic communication, November 2018"


@dataclass(frozen=True)
class Where:
    """A place as somebody names it."""

    kind: str
    name: str
    person: Person
    address: str = ""


@transaction.atomic
def open_outside(*, title: str, lead: Person, by: Person | None, today: date, now: datetime) -> Withdrawal:
    """Withdraw an edition that was held outside Accord, such as the policy of 2018."""
    origin = Withdrawal.Origin.OUTSIDE
    return _open(title=title.strip(), origin=origin, version=None, lead=lead, by=by, today=today, now=now)


@transaction.atomic
def open_for(*, version: Version, lead: Person, today: date, now: datetime) -> Withdrawal | None:
    """Withdraw a version that is no longer in force; None if that is done. The places of the last time come along."""
    if Withdrawal.objects.filter(version=version).exists():
        return None
    is_withdrawn = version.state == Version.State.WITHDRAWN
    made = _open(
        title=f"{version.document.title}, {version.label}"[:200],
        origin=Withdrawal.Origin.WITHDRAWN if is_withdrawn else Withdrawal.Origin.REPLACED,
        version=version,
        lead=lead,
        by=None,
        today=today,
        now=now,
    )
    for where in remembered(version, lead, today):
        _add(made, where, None, now)
    return made


def _open(
    *, title: str, origin: str, version: Version | None, lead: Person, by: Person | None, today: date, now: datetime
) -> Withdrawal:
    made = Withdrawal.objects.create(
        title=title, origin=origin, version=version, lead=lead, opened_by=by, opened_at=now, due_on=rules.due_on(today)
    )
    ledger.record(OPENED, made, by=by, at=now, rows=stated(made))
    return made


def remembered(version: Version, lead: Person, today: date) -> list[Where]:
    """Where copies of the document stood the last time. Who has left since is replaced by the lead."""
    before = Withdrawal.objects.filter(version__document=version.document_id, places__isnull=False)
    last = before.order_by("-opened_at").first()
    if last is None:
        return []
    places = list(last.places.select_related("person"))
    people = Appointment.objects.current(today).filter(person__in=[place.person_id for place in places])
    here = set(people.values_list("person_id", flat=True))
    return [
        Where(place.kind, place.name, place.person if place.person_id in here else lead, place.address)
        for place in places
    ]


@transaction.atomic
def add_place(*, withdrawal: uuid.UUID, where: Where, by: Person, now: datetime) -> Place:
    """Name a place where copies may stand, and who confirms it. Raises Refused."""
    found = _locked(withdrawal)
    rules.may_change(found).require()
    rules.may_name_place(where.name, set(found.places.values_list("name", flat=True))).require()
    return _add(found, where, by, now)


def _add(withdrawal: Withdrawal, where: Where, by: Person | None, now: datetime) -> Place:
    place = Place.objects.create(
        withdrawal=withdrawal,
        kind=where.kind,
        name=where.name.strip(),
        address=where.address,
        person=where.person,
        added_at=now,
    )
    ledger.record(ADDED, place, by=by, at=now, withdrawal=withdrawal.pk, rows=stated(place))
    return place


@transaction.atomic
def change_place(*, place: uuid.UUID, person: Person, address: str, by: Person, now: datetime) -> Place:
    """Name somebody else, or another web address. Raises Refused."""
    found = _locked_place(place)
    rules.may_take_out(found).require()
    if (found.person_id, found.address) == (person.pk, address):
        return found
    if found.address != address:
        found.seen, found.seen_at, found.seen_said = "", None, ""
    found.person, found.address = person, address
    found.save()
    ledger.record(CHANGED, found, by=by, at=now, rows=stated(found))
    return found


@transaction.atomic
def take_out(*, place: uuid.UUID, by: Person, now: datetime) -> None:
    """Take a place out of the list that was a mistake. Raises Refused."""
    found = _locked_place(place)
    rules.may_take_out(found).require()
    ledger.record(TAKEN_OUT, found, by=by, at=now, name=found.name, rows=stated(gone=[found]))
    withdrawal = found.withdrawal
    found.delete()
    _close_if_clear(withdrawal, by, now)


@transaction.atomic
def confirm(*, place: uuid.UUID, found: str, note: str, by: Person, now: datetime) -> Place:
    """Keep that no copies stand there any longer; the last one closes the withdrawal. Raises Refused."""
    row = _locked_place(place)
    rules.may_confirm(by, row, now).require()
    row.confirmed_at, row.confirmed_by, row.found, row.note = now, by, found, note.strip()
    row.save()
    ledger.record(CONFIRMED, row, by=by, at=now, found=found, rows=stated(row))
    _close_if_clear(row.withdrawal, by, now)
    return row


@transaction.atomic
def close_empty(*, withdrawal: uuid.UUID, because: str, by: Person, now: datetime) -> None:
    """Close a withdrawal of which there are no copies anywhere. Raises Refused."""
    found = _locked(withdrawal)
    rules.may_change(found).require()
    rules.may_close_empty(found.places.count(), because).require()
    found.closed_because = because.strip()
    _close(found, by, now)


def _close_if_clear(withdrawal: Withdrawal, by: Person, now: datetime) -> None:
    places = list(withdrawal.places.values_list("confirmed_at", flat=True))
    if places and all(places):
        _close(withdrawal, by, now)


def _close(withdrawal: Withdrawal, by: Person, now: datetime) -> None:
    withdrawal.closed_at = now
    withdrawal.save(update_fields=["closed_at", "closed_because"])
    ledger.record(CLOSED, withdrawal, by=by, at=now, rows=stated(withdrawal))


def _locked(pk: uuid.UUID) -> Withdrawal:
    return Withdrawal.objects.select_for_update().get(pk=pk)


def _locked_place(pk: uuid.UUID) -> Place:
    """The withdrawal first: two who confirm its last two places at once must not both think that one is left."""
    _locked(Place.objects.values_list("withdrawal_id", flat=True).get(pk=pk))
    return Place.objects.select_related("withdrawal", "person").get(pk=pk)
