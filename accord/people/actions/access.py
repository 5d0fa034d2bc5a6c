"""Who can come in: seats open with the first appointment, and close on the day after the last one."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from accord.kernel import clock, ledger
from accord.kernel.ledger.rows import stated
from accord.kernel.scope import require_school
from accord.people import rules
from accord.people.actions.roles import shorten
from accord.people.actions.turns import take_turn
from accord.people.models import Account, Appointment, Person, RoleHeld, Seat
from accord.people.reads import standing
from accord.schools.actions import SchoolItself

T = TypeVar("T")
_BATCH = 5_000


@transaction.atomic
def keep_access(*, today: date, person: Person | None = None) -> None:
    """Let in everybody who is here or will be, and nobody who is gone; of the whole school, or one `person`.

    Safe to repeat; six queries where nothing changes. What was closed by hand stays closed.
    """
    take_turn()
    of_them = {"person": person} if person else {}
    appointments = Appointment.objects.filter(**of_them).order_by()
    here = set(appointments.not_over(today).values_list("person_id", flat=True))
    gone = set(appointments.values_list("person_id", flat=True)) - here
    _end_roles(RoleHeld.objects.filter(**of_them), gone)
    theirs = _seats().filter(**{"person_id": person.pk} if person else {})
    seats = {seat.person_id: seat for seat in theirs.select_related("account")}
    _close_seats([seat for key, seat in seats.items() if key in gone and seat.closed_at is None])
    opened = [seat for key, seat in seats.items() if key in here and seat.closed_at and not seat.closed_by_hand]
    _reopen_seats(opened)
    people = Person.objects.filter(pk=person.pk) if person else Person.objects.all()
    reachable = people.exclude(email="").order_by().values_list("email", "pk")
    opened += _open_seats({email: key for email, key in reachable if key in here and key not in seats})
    if opened and person:
        ledger.record("seat.opened", person, by=None, rows=stated(*opened))
    elif opened:
        ledger.record("seats.opened", SchoolItself(require_school()), by=None, rows=stated(*opened))


@transaction.atomic
def open_seat(*, person: UUID, by: Person | None, today: date) -> Account:
    """Let somebody in with the address on their record, whatever address they had before. Raises Refused.

    Whoever takes over an address (head@…) starts afresh: the passphrase and the second factor of the one before are
    gone with the old account.
    """
    take_turn()
    somebody = Person.objects.on_record().get(pk=person)
    others = _seats().filter(account__email=somebody.email).exclude(person_id=somebody.pk)
    other = Person.objects.filter(pk__in=others.filter(closed_at__isnull=True).values("person_id")).first()
    is_gone = Person.objects.gone(today).filter(pk=somebody.pk).exists()
    rules.may_open_seat(somebody.email, is_gone=is_gone, other=other.name if other else None).require()
    _require_may_touch(somebody, by, today)
    gone = list(others)
    others.delete()
    seat = _seats().select_related("account").filter(person_id=somebody.pk).first()
    if seat and seat.account.email == somebody.email:
        seat.closed_at, seat.closed_by_hand = None, False
        seat.save(update_fields=["closed_at", "closed_by_hand"])
    else:
        gone += [seat] if seat else []
        _seats().filter(person_id=somebody.pk).delete()
        _forget_accounts([somebody.email, *([seat.account.email] if seat else [])])
        [seat] = _open_seats({somebody.email: somebody.pk})
    ledger.record("seat.opened", somebody, by=by, rows=stated(seat, gone=gone))
    return seat.account


@transaction.atomic
def close_seat(*, person: UUID, by: Person | None, today: date) -> None:
    """Shut somebody out at once, although they are still here. Raises Refused."""
    take_turn()
    somebody = Person.objects.get(pk=person)
    rules.may_close_seat(somebody.pk, by.pk if by else None).require()
    _require_may_touch(somebody, by, today)
    for seat in _seats().select_related("account").filter(person_id=somebody.pk, closed_by_hand=False):
        seat.closed_at, seat.closed_by_hand = clock.now(), True
        seat.save(update_fields=["closed_at", "closed_by_hand"])
        ledger.record("seat.closed", somebody, by=by, by_hand=True, rows=stated(seat))


@transaction.atomic
def close_all_seats() -> None:
    """Shut everybody out of the open school at once."""
    take_turn()
    closed, now = list(_seats().select_related("account").filter(closed_at=None)), clock.now()
    for seat in closed:
        seat.closed_at, seat.closed_by_hand = now, True
    Seat.objects.bulk_update(closed, ["closed_at", "closed_by_hand"], batch_size=_BATCH)
    if closed:
        ledger.record("seats.closed", SchoolItself(require_school()), by=None, rows=stated(*closed))


def _seats() -> QuerySet[Seat]:
    return Seat.objects.filter(school_id=require_school())


def _require_may_touch(person: Person, by: Person | None, today: date) -> None:
    theirs = standing.capabilities(person, today) or frozenset()
    rules.may_touch_access(theirs, standing.capabilities_on(by, today)).require()


def _end_roles(held: QuerySet[RoleHeld], gone: Set[UUID]) -> None:
    """The roles of people who are gone ended with their last day."""
    last = Appointment.objects.filter(person=OuterRef("person")).order_by().values("person")
    held = held.annotate(last_day=last.annotate(day=Max("ends_on")).values("day"))
    lasting = held.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=F("last_day"))).select_related("person")
    for each in lasting:
        if each.person_id not in gone:
            continue
        last_day, rows = each.last_day, shorten(each, each.last_day)
        ledger.record("role.taken", each.person, by=None, role=each.role, last_day=last_day, because="left", rows=rows)


def _close_seats(seats: Sequence[Seat]) -> None:
    people = Person.objects.in_bulk([seat.person_id for seat in seats])
    for seat in seats:
        seat.closed_at = clock.now()
        seat.save(update_fields=["closed_at"])
        ledger.record("seat.closed", people[seat.person_id], by=None, by_hand=False, rows=stated(seat))


def _reopen_seats(seats: Sequence[Seat]) -> None:
    for batch in _batches(seats):
        _seats().filter(pk__in=[seat.pk for seat in batch]).update(closed_at=None)
    for seat in seats:
        seat.closed_at = None


def _open_seats(people: Mapping[str, UUID]) -> list[Seat]:
    """Seats for people who have none, with accounts that nobody can sign in to before they choose a passphrase.

    An address that belongs to somebody else's seat here is left to be settled by hand.
    """
    opened: list[Seat] = []
    for batch in _batches(list(people)):
        known = set(Account.objects.filter(email__in=batch).values_list("email", flat=True))
        new = [Account(email=email, password=make_password(None)) for email in batch if email not in known]
        Account.objects.bulk_create(new, ignore_conflicts=True)
        here = Seat.objects.filter(account=OuterRef("pk"), school_id=require_school())
        free = Account.objects.filter(~Exists(here), email__in=batch).values_list("pk", "email")
        seats = [Seat(account_id=pk, school_id=require_school(), person_id=people[email]) for pk, email in free]
        Seat.objects.bulk_create(seats, ignore_conflicts=True)
        opened += _seats().select_related("account").filter(pk__in=[seat.pk for seat in seats])
    return opened


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Thousands at a time: a statement takes 65,535 values at most."""
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _forget_accounts(emails: Sequence[str]) -> None:
    """Accounts with these addresses that have no seat anywhere, with their passphrases and factors."""
    seat = Seat.objects.filter(account=OuterRef("pk"))
    Account.objects.filter(~Exists(seat), email__in=emails).delete()
