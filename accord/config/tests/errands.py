"""Jobs of the tests. Each leaves a closed day behind, for the test to look for."""

import time
from datetime import date, timedelta

from accord.kernel.jobs import job
from accord.kernel.scope import in_school
from accord.people.models import Person
from accord.schools.models import ClosedDay


@job()
def note(day: str) -> None:
    ClosedDay.objects.get_or_create(day=day, kind="closed")


@job()
def note_and_pass_on(school_id: int, day: str, fails: bool) -> None:
    """Defers another job in its own transaction, and fails afterwards if asked to."""
    note.defer(school_id, day=str(date.fromisoformat(day) + timedelta(days=1)))
    if fails:
        raise ZeroDivisionError
    ClosedDay.objects.create(day=day, kind="closed")


@job(opens_scopes=True)
def dawdle(school: int, day: str) -> None:
    """Never ends the first time. The second time it leaves the day after as well."""
    with in_school(school):
        _row, is_first = ClosedDay.objects.get_or_create(day=day, kind="closed")
    if is_first:
        time.sleep(600)
    with in_school(school):
        ClosedDay.objects.create(day=date.fromisoformat(day) + timedelta(days=1), kind="closed")


@job(opens_scopes=True)
def go_astray(school: int) -> None:
    """Forgets to open the school's scope."""
    Person.objects.count()
