"""Writing that people need not sign the texts of a series, one or many at once."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from accord.kernel.clock import LONDON
from accord.people.models import Person
from accord.signing.models import Exemption


def exempt(
    people: Sequence[Person], series: uuid.UUID, because: str, until: date | None, by: Person, now: datetime
) -> tuple[list[Exemption], list[Exemption]]:
    """Exempt those of `people` who are not; return the exemptions made, and those that were over and ended for it.

    In the caller's transaction. Two who do it at once exempt everybody once.
    """
    over = _end_what_is_over(people, series, now)
    wanted = [
        Exemption(person=person, series=series, because=because, until=until, given_by=by, given_at=now)
        for person in people
    ]
    Exemption.objects.bulk_create(wanted, ignore_conflicts=True)
    made = list(Exemption.objects.filter(pk__in=[each.pk for each in wanted]).order_by("pk"))
    return made, over


def _end_what_is_over(people: Sequence[Person], series: uuid.UUID, now: datetime) -> list[Exemption]:
    """Exemptions whose last day has passed make room for others."""
    today = now.astimezone(LONDON).date()
    past = Exemption.objects.filter(person__in=people, series=series, ended_at=None, until__lt=today)
    over = list(past.order_by("pk").select_for_update())
    for each in over:
        each.ended_at = now
        each.save(update_fields=["ended_at"])
    return over
