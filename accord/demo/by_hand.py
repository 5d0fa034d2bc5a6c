"""People without an address sign on paper: sheets are printed, come back in one scan, and some are confirmed already."""

import uuid
from collections.abc import Callable
from datetime import date

from accord.demo.days import at
from accord.demo.office import Office
from accord.demo.past import Past
from accord.kernel import clock
from accord.people.models import Person
from accord.signing.paper_route import actions, jobs
from accord.signing.paper_route.models import Printing, ScanPage

SHEETS, CONFIRMED = 5, 3
_TRAINING = "Talked through with the office, {day:%-d %B %Y}"


def plan(past: Past, office: Office, ago: Callable[[int], date], *, by: str) -> None:
    """Printed two days of school ago, back yesterday; the last ones still wait for their witness."""
    past.plan(at(ago(2), 10, 10), lambda: _print(past.school.name, office[by]))
    past.plan(at(ago(1), 9, 20), lambda: _bring_back(office[by]))
    past.plan(at(ago(1), 9, 40), lambda: _confirm(office[by], signed_on=ago(2)))


def _print(school_name: str, by: Person) -> None:
    without = Person.objects.filter(email="", duties__source="signing", duties__done_at=None, duties__ended_at=None)
    some = list(without.distinct().order_by("search").values_list("pk", flat=True)[:SHEETS])
    if some:
        actions.print_sheets(people=some, school_name=school_name, once=uuid.uuid4(), by=by, now=clock.now())


def _bring_back(by: Person) -> None:
    printing = Printing.objects.select_related("folder").filter(content__isnull=False).first()
    if printing:
        content = jobs.opened(printing)
        actions.take_in(name="sheets.pdf", content=content, once=uuid.uuid4(), by=by, now=clock.now())


def _confirm(by: Person, *, signed_on: date) -> None:
    now = clock.now()
    waiting = ScanPage.objects.filter(state=ScanPage.State.WAITING, sheet__isnull=False).exclude(sheet__person=by)
    for number, page in enumerate(waiting.order_by("number").values_list("pk", flat=True)[:CONFIRMED]):
        how = "mark" if number == 1 else "hand"
        training = _TRAINING.format(day=signed_on)
        seen = actions.Seen(signed_on=signed_on, how=how, training=training, signed_in_at=now)
        actions.confirm(page=page, seen=seen, by=by, now=now)
