"""Who can come in: seats open with the first appointment, and close on the day after the last one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from accord.kernel import clock, ledger
from accord.kernel.scope import require_school
from accord.people import rules
from accord.people.actions.turns import take_turn
from accord.people.models import Account, Appointment, Person, RoleHeld, Seat
from accord.people.reads import standing


@transaction.atomic
def keep_access(*, today: date, person: Person | None = None) -> None:
    """Let in everybody who is here or will be, and nobody who is gone; of the whole school, or one `person`.

    Safe to repeat; a constant number of queries where nothing changes. What was closed by hand stays closed.
    """
    people = Person.objects.filter(pk=person.pk) if person else Person.objects.all()
    gone = people.gone(today)
    here = people.exclude(pk__in=gone.values("pk"))
    _end_roles(gone)
    _close_seats(gone)
    _seats().filter(person_id__in=here.values("pk"), closed_at__isnull=False, closed_by_hand=False).update(
        closed_at=None
    )
    seated = _seats().values("person_id")
    _open_seats(list(here.exclude(email="").exclude(pk__in=seated)))


@transaction.atomic
def open_seat(*, person: UUID, by: Person | None, today: date) -> Account:
    """Let somebody in with the address on their record, whatever address they had before. Raises Refused.

    Whoever takes over an address (head@…) starts afresh: the passphrase and the second factor of the one before are
    gone with the old account.
    """
    take_turn()
    somebody = Person.objects.get(pk=person)
    others = _seats().filter(account__email=somebody.email).exclude(person_id=somebody.pk)
    other = Person.objects.filter(pk__in=others.filter(closed_at__isnull=True).values("person_id")).first()
    is_gone = Person.objects.gone(today).filter(pk=somebody.pk).exists()
    rules.may_open_seat(somebody.email, is_gone=is_gone, other=other.name if other else None).require()
    _require_may_touch(somebody, by, today)
    others.delete()
    seat = _seats().select_related("account").filter(person_id=somebody.pk).first()
    if seat and seat.account.email == somebody.email:
        _seats().filter(pk=seat.pk).update(closed_at=None, closed_by_hand=False)
        account = seat.account
    else:
        _seats().filter(person_id=somebody.pk).delete()
        _forget_accounts([somebody.email, *([seat.account.email] if seat else [])])
        _open_seats([somebody])
        account = Account.objects.get(email=somebody.email)
    ledger.record("seat.opened", somebody, by=by)
    return account


@transaction.atomic
def close_seat(*, person: UUID, by: Person | None, today: date) -> None:
    """Shut somebody out at once, although they are still here. Raises Refused."""
    take_turn()
    somebody = Person.objects.get(pk=person)
    rules.may_close_seat(somebody.pk, by.pk if by else None).require()
    _require_may_touch(somebody, by, today)
    closed = _seats().filter(person_id=somebody.pk, closed_by_hand=False)
    if closed.update(closed_at=clock.now(), closed_by_hand=True):
        ledger.record("seat.closed", somebody, by=by, by_hand=True)


def _seats() -> QuerySet[Seat]:
    return Seat.objects.filter(school_id=require_school())


def _require_may_touch(person: Person, by: Person | None, today: date) -> None:
    theirs = standing.capabilities(person, today) or frozenset()
    rules.may_touch_access(theirs, standing.capabilities_on(by, today)).require()


def _end_roles(gone: QuerySet[Person]) -> None:
    """The roles of people who are gone ended with their last day."""
    lasting = RoleHeld.objects.filter(person__in=gone.values("pk"))
    last = (
        Appointment.objects.filter(person=OuterRef("person")).order_by().values("person").annotate(day=Max("ends_on"))
    )
    lasting = lasting.annotate(last_day=last.values("day")).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=F("last_day"))
    )
    for held in lasting.select_related("person"):
        if held.last_day < held.starts_on:
            RoleHeld.objects.filter(pk=held.pk).delete()
        else:
            RoleHeld.objects.filter(pk=held.pk).update(ends_on=held.last_day)
        ledger.record("role.taken", held.person, by=None, role=held.role, last_day=held.last_day, because="left")


def _close_seats(gone: QuerySet[Person]) -> None:
    open_ones = _seats().filter(closed_at__isnull=True)
    for person in gone.filter(pk__in=open_ones.values("person_id")):
        if open_ones.filter(person_id=person.pk).update(closed_at=clock.now()):  # Else somebody else was first.
            ledger.record("seat.closed", person, by=None, by_hand=False)


def _open_seats(people: Sequence[Person]) -> None:
    """Seats for people who have none, with accounts that nobody can sign in to before they choose a passphrase.

    An address that belongs to somebody else's seat here is left to be settled by hand.
    """
    if not people:
        return
    wanted = {person.email: person.pk for person in people}
    known = set(Account.objects.filter(email__in=list(wanted)).values_list("email", flat=True))
    new = [Account(email=email, password=make_password(None)) for email in wanted if email not in known]
    Account.objects.bulk_create(new, ignore_conflicts=True)
    here = Seat.objects.filter(account=OuterRef("pk"), school_id=require_school())
    free = Account.objects.filter(~Exists(here), email__in=list(wanted)).values_list("pk", "email")
    seats = [Seat(account_id=pk, school_id=require_school(), person_id=wanted[email]) for pk, email in free]
    Seat.objects.bulk_create(seats, ignore_conflicts=True)


def _forget_accounts(emails: Sequence[str]) -> None:
    """Accounts with these addresses that have no seat anywhere, with their passphrases and factors."""
    seat = Seat.objects.filter(account=OuterRef("pk"))
    Account.objects.filter(~Exists(seat), email__in=emails).delete()
