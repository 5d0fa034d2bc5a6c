"""The duties of clause F.5: to say where copies may stand, and to confirm that a place has none."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from accord.duties.sources import Owed
from accord.people.models import Person, RoleHeld
from accord.people.rules import HEADTEACHER
from accord.withdrawals.models import Place, Withdrawal

CODE = "withdrawal"
FOLDER_KIND = "withdrawals"
CLAUSE = "F.5"


class PlacesToConfirm:
    """What `duties.reconcile` asks: who has a place to confirm, or to say where copies may stand."""

    code = CODE
    noun = "place to confirm"
    folder_kind = FOLDER_KIND

    def owed(self, today: date) -> Iterable[Owed]:
        """Four queries. What was for somebody who has left is the lead's, and after them the Headteacher's."""
        places = list(Place.objects.waiting().order_by().select_related("withdrawal"))
        empty = list(Withdrawal.objects.open().filter(places__isnull=True).order_by())
        leads = {each.lead_id for each in (*(place.withdrawal for place in places), *empty)}
        named = Person.objects.filter(pk__in=leads | {place.person_id for place in places})
        here = set(named.in_post(today).values_list("pk", flat=True))
        heads = list(RoleHeld.objects.current(today).filter(role=HEADTEACHER).values_list("person_id", flat=True))
        for place in places:
            lead = [place.withdrawal.lead_id] if place.withdrawal.lead_id in here else heads
            is_here = place.person_id in here
            what = f"No copies left in “{place.name}”" if is_here else f"Name somebody for “{place.name}”"
            for person in [place.person_id] if is_here else lead:
                yield _owed(person, place.pk, what, place.withdrawal)
        for each in empty:
            for person in [each.lead_id] if each.lead_id in here else heads:
                yield _owed(person, each.pk, "Where may copies stand?", each)

    def address(self, school_slug: str) -> str:
        return reverse("withdrawals:mine", args=[school_slug])


def _owed(person: uuid.UUID, subject: uuid.UUID, what: str, withdrawal: Withdrawal) -> Owed:
    joined = f"{what}{'' if what.endswith('?') else ':'} {withdrawal.title}"
    return Owed(person, subject, joined[:200], CLAUSE, withdrawal.due_on, minutes=5)
