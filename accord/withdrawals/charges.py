"""What somebody is in charge of while old editions are destroyed."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accord.people.charges import Charge
from accord.withdrawals.models import Place, Withdrawal


def _open() -> QuerySet:
    return Withdrawal.objects.filter(closed_at=None)


CHARGES = (
    Charge(_("old edition to clear"), _("old editions to clear"), _open, "lead", lambda edition: edition.title),
    Charge(
        _("place to clear"), _("places to clear"), lambda: Place.objects.waiting(), "person", lambda place: place.name
    ),
)
