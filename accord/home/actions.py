"""Putting the guided set-up away, and getting it back."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accord.home.models import SetUpPutAway
from accord.kernel import ledger
from accord.people.models import Person


@transaction.atomic
def put_away(*, by: Person, now: datetime) -> None:
    """The home page no longer shows the set-up, done or not. Safe to repeat."""
    try:
        with transaction.atomic():
            kept = SetUpPutAway.objects.create(by=by, at=now)
    except IntegrityError:
        return
    ledger.record("set-up.put-away", kept, by=by, at=now)


@transaction.atomic
def bring_back(*, by: Person, now: datetime) -> None:
    """The home page shows the set-up again, as long as something is left of it. Safe to repeat."""
    for kept in SetUpPutAway.objects.all():
        ledger.record("set-up.brought-back", kept, by=by, at=now)
        kept.delete()
