"""What happens by itself, and when. One table; cron in UTC, with a sixth field for seconds where there is one.

A tick that was missed because nothing ran is made up for once, if it is less than a day old.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from procrastinate import App
from procrastinate.contrib.django import app

from accord.consultations import jobs as consultations
from accord.duties import jobs as duties
from accord.exports import jobs as exports
from accord.kernel import clock
from accord.kernel.jobs import PATIENT, Job
from accord.notices import jobs as notices
from accord.people import jobs as people
from accord.policies import intake_jobs as intakes
from accord.schools.models import School
from accord.signing import jobs as signing
from accord.signing.paper_route import jobs as paper_route
from accord.withdrawals import jobs as withdrawals
from accord.witnesses import jobs as witnesses

# A worker that has not been heard of for so long is dead, and what it was doing is done again.
STALLED_SECONDS = 20.0
# How long a job that failed for good can be looked at. Those that succeeded are gone at once.
KEPT_HOURS = 30 * 24
LATEST_SECONDS = 24 * 60 * 60.0


@dataclass(frozen=True)
class Regular:
    """Something that happens regularly: when, what, and what for."""

    name: str
    cron: str
    run: Callable[[], None]
    why: str


def each_school(job: Job) -> Callable[[], None]:
    """Defer `job` once for each school. Two statements, outside any school's scope."""

    def defer() -> None:
        given: list[Any] = [{"school": pk} for pk in School.objects.values_list("pk", flat=True)]
        if given:
            job.task.batch_defer(*given)

    return defer


def recover() -> None:
    """Put back into the queue whatever a worker was doing when it died."""
    stalled = async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=STALLED_SECONDS)
    for job in stalled:
        assert job.id is not None
        app.job_manager.retry_job_by_id(job.id, retry_at=clock.now())


def tidy() -> None:
    """Delete jobs that ended long ago, and sessions that have run out."""
    delete = async_to_sync(app.job_manager.delete_old_jobs)
    delete(nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


SCHEDULE = (
    Regular("recover", "* * * * * */15", recover, "A job of a worker that died is done by another."),
    Regular("sweep", "17 * * * *", each_school(notices.sweep), "A message whose nudge was lost is still sent."),
    # Just after midnight in London, which is 23:00 or 00:00 in UTC.
    Regular("access", "5 0,23 * * *", each_school(people.keep_access), "Who left yesterday cannot come in today."),
    Regular("staff-files", "47 * * * *", each_school(people.forget_staff_files), "An unconfirmed staff file is not kept."),
    Regular("duties", "40 2 * * *", each_school(duties.reconcile), "Who joins, leaves or is excused by date owes what is right."),
    # London's 08:00 is 07:00 or 08:00 in UTC; the job itself asks what time it is there.
    Regular("reminders", "0 7-17 * * *", each_school(duties.remind), "People are reminded on school mornings."),
    Regular("consultations", "10 5 * * *", each_school(consultations.invite), "Who is asked from today on is told."),
    Regular("lists", "33 * * * *", each_school(exports.forget), "A list that was set goes within hours."),
    Regular("receipts", "31 * * * *", each_school(signing.delete_old_copies), "A receipt's copy goes within the hour."),
    Regular("intakes", "27 * * * *", each_school(intakes.sweep), "A long file whose nudge was lost is read."),
    Regular("paper", "37 * * * *", each_school(paper_route.sweep_paper), "Printed files go; a forgotten scan is read."),
    Regular("keys", "20 2 * * *", each_school(witnesses.replace_keys), "No key serves longer than its year."),
    # London's 06:00 is 05:00 or 06:00 in UTC; later ticks serve mailboxes that agreed since, and days that began late.
    Regular("heads", "9 5-20 * * *", each_school(witnesses.mail_heads), "Every ledger's head leaves the building daily."),
    Regular("copies", "50 4 * * *", each_school(withdrawals.look_again), "A copy that is still on the web is seen."),
    Regular("tidy", "20 3 * * *", tidy, "The queue and the sessions do not grow for ever."),
)  # fmt: skip


@app.task(name="config.schedule.tick", queue="schedule", retry=PATIENT)
def tick(timestamp: int, name: str) -> None:
    """It is time for the row of the table with this name. One that has been taken out since does nothing."""
    for regular in SCHEDULE:
        if regular.name == name:
            regular.run()


def declare() -> None:
    """Put the table into the queue's own list of regular tasks. Once a process."""
    for regular in SCHEDULE:
        app.periodic(cron=regular.cron, periodic_id=regular.name, task_kwargs={"name": regular.name})(tick)


def bind(worker: App) -> App:
    """Have `worker` defer the ticks over its own connection: Django's belongs to a thread, and is not looked after there."""
    tick.blueprint = worker
    worker.periodic_defaults = {"max_delay": LATEST_SECONDS}
    return worker
