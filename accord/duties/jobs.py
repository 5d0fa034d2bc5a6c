"""What happens to duties by itself: what follows from yesterday's changes, and the morning's reminders."""

from datetime import datetime

from django.db import transaction

from accord.duties import actions, escalation, messages, rules
from accord.duties.cadences import cadence_of_open_school
from accord.duties.models import Duty
from accord.kernel import clock
from accord.kernel.jobs import job
from accord.kernel.scope import in_school
from accord.people.models import Person
from accord.schools.clocks import london, next_sending_time
from accord.schools.reads import calendar_of_open_school


@job(opens_scopes=True)
def reconcile(school: int, entry: str = "") -> None:
    """Make a school's duties what they should be today. Nightly, and after every act (`entry`) that may matter.

    In three transactions, so that nobody who signs waits for more than a moment.
    """
    now = clock.now()
    today = london(now).date()
    with in_school(school):
        found = actions.reconcile(today=today, now=now)
    if found.is_empty:
        return
    with in_school(school):
        actions.wait_for_doers()
    with in_school(school):
        actions.look_again(found, today=today, now=now)


@job()
def remind() -> int:
    """Remind those in the open school whose day has come; return how many.

    Hourly: London's time decides, not the schedule's, so that the clocks may change. Nothing in the evening or on a
    day without school, and a person who has heard today does not hear again.
    """
    now = clock.now()
    messages.tell_all(now=now)  # Whose announcement was lost.
    return remind_due(now=now)


@transaction.atomic(savepoint=False)
def remind_due(*, now: datetime) -> int:
    """Do what `remind` does at `now`."""
    calendar, today = calendar_of_open_school(), london(now).date()
    if next_sending_time(now, calendar) != now:
        return 0
    messages.one_at_a_time()
    cadence = cadence_of_open_school()
    due, heard = set(), set()
    for duty in Duty.objects.open():
        if today in (duty.told_on, duty.reminded_on):
            heard.add(duty.person_id)
        elif rules.reminder_due(duty, cadence, today, calendar.is_school_day):
            due.add(duty.person_id)
    escalation.tell_those_above(cadence, today=today, now=now, is_school_day=calendar.is_school_day)
    reachable = Person.objects.filter(pk__in=list(due - heard)).exclude(email="").order_by()
    return messages.remind_all(list(reachable.values_list("pk", flat=True)), now=now)
