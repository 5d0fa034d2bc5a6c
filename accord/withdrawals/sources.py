"""The duties of clause F.5: to say where copies may stand, and to confirm that a place has none."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from accord.duties.sources import Owed
from accord.withdrawals.models import Place, Withdrawal

CODE = "withdrawal"
FOLDER_KIND = "withdrawals"
CLAUSE = "F.5"


class PlacesToConfirm:
    """What `duties.reconcile` asks. Two queries."""

    code = CODE
    noun = "place to confirm"
    folder_kind = FOLDER_KIND

    def owed(self, today: date) -> Iterable[Owed]:
        places = Place.objects.waiting().order_by().values_list(
            "person", "pk", "name", "withdrawal__title", "withdrawal__due_on"
        )  # fmt: skip
        for person, place, name, title, due_on in places:
            yield Owed(person, place, f"No copies left in “{name}”: {title}"[:200], CLAUSE, due_on, minutes=5)
        empty = Withdrawal.objects.open().filter(places__isnull=True).order_by()
        for person, pk, title, due_on in empty.values_list("lead", "pk", "title", "due_on"):
            yield Owed(person, pk, f"Where may copies stand? {title}"[:200], CLAUSE, due_on, minutes=5)

    def address(self, school_slug: str) -> str:
        return reverse("withdrawals:mine", args=[school_slug])
