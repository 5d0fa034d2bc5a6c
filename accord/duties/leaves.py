"""Who is on leave, and what that does to what they owe."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce

from accord.duties.cadences import days_after_leave
from accord.duties.models import Leave
from accord.duties.rules import Away, Key, due_after_leave
from accord.duties.sources import Owed
from accord.people.reads.merged import survivors

ON_LEAVE = "On leave"


def after_leave(owed: dict[Key, Owed], today: date) -> dict[Key, Owed]:
    """What is owed today: nothing by those on leave, and later by those who have come back.

    One query, and another one where there are leaves. A leave on a record that was merged is its person's.
    """
    leaves: dict[uuid.UUID, list[Away]] = defaultdict(list)
    for person_id, first_day, last_day in Leave.objects.order_by().values_list("person_id", "first_day", "last_day"):
        leaves[person_id].append(Away(first_day, last_day))
    if not leaves:
        return owed
    for merged, person_id in survivors().items():
        leaves[person_id] += leaves.get(merged, [])
    days, found = days_after_leave(), {}
    for key, item in owed.items():
        due_on = due_after_leave(item.due_on, leaves.get(item.person_id, ()), today, days)
        if due_on is not None:
            found[key] = item if due_on == item.due_on else replace(item, due_on=due_on)
    return found


def on_leave(today: date, people: Collection[uuid.UUID] | None = None) -> dict[uuid.UUID, date | None]:
    """Everybody who is on leave today, or those of `people`, and up to when. One query."""
    current = Leave.objects.filter(Q(last_day=None) | Q(last_day__gte=today), first_day__lte=today).order_by()
    whose = Coalesce("person__merged_into", "person")
    found = dict(current.annotate(whose=whose).values_list("whose", "last_day"))
    return found if people is None else {pk: found[pk] for pk in people if pk in found}
