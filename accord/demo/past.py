"""Living through the past of one school: people's acts at their moments, and between them what the worker would do."""

import heapq
import itertools
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime

from django.db.models import F
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from accord.demo.days import at
from accord.duties import jobs as duties
from accord.kernel import clock
from accord.kernel.ledger import sequencer
from accord.notices import jobs as notices
from accord.notices import outbox
from accord.notices.post import Fate, Outcome
from accord.people import jobs as people
from accord.schools.models import School

_NO_MAILBOX = Outcome(Fate.REFUSED, "550 5.1.1 There is no mailbox of this name here.")


class Past:
    """What happens in the open school up to `until`. Acts may plan further ones; what would come later never does."""

    def __init__(self, school: School, until: datetime, *, unknown: Collection[str] = ()) -> None:
        self.school = school
        self.until = until
        self._unknown = unknown  # Addresses that the mail server of this past knows nobody by.
        self._plans: list[tuple[datetime, int, Callable[[], object], bool]] = []
        self._numbers = itertools.count()
        self._now = until
        self._next_job_at: datetime | None = None  # As far as is known.

    def plan(self, moment: datetime, act: Callable[[], object], *, defers: bool = True) -> None:
        """Have `act` done at `moment`, or never if that has not come yet; `defers` is whether it may leave jobs behind."""
        if moment <= self.until:
            heapq.heappush(self._plans, (moment, next(self._numbers), act, defers))

    def plan_days(self, days: Iterable[date]) -> None:
        """Have the worker's morning on each of these days, and its night once a week: little changes overnight."""
        for day in days:
            if day.weekday() == 0 and day != self.until.date():
                self.plan(at(day, 0, 20), self._night)
            self.plan(at(day, 8, 1), _morning)

    def live(self) -> None:
        """Do everything that is planned, in the order of time."""
        while self._plans:
            moment, _, act, defers = heapq.heappop(self._plans)
            if self._next_job_at and self._next_job_at <= moment:
                self._work(moment)
            is_new_day = moment.date() != self._now.date()
            self._now = moment
            with clock.pretending(moment):
                act()
                if is_new_day:
                    sequencer.sequence()
            if defers:
                self._next_job_at = moment
        self._work(self.until)
        sequencer.sequence()

    def _night(self) -> None:
        people.keep_access()
        duties.reconcile(self.school.pk)

    def _work(self, until: datetime) -> None:
        """Do the jobs that wait for a time before `until`, each at its time, and those that they ask for in turn."""
        waiting = ProcrastinateJob.objects.filter(status="todo", args__school=self.school.pk)
        in_turn = waiting.order_by(F("scheduled_at").asc(nulls_first=True), "id")
        done: set[tuple[str, datetime]] = set()
        while job := in_turn.first():
            self._next_job_at = job.scheduled_at
            if job.scheduled_at and job.scheduled_at > until:
                return
            self._now = max(self._now, job.scheduled_at or self._now)
            app.job_manager.cancel_job_by_id(job.id, delete_job=True)
            # Twenty roles given at once ask twenty times for the same.
            if job.task_name != duties.reconcile.task.name or (job.task_name, self._now) not in done:
                with clock.pretending(self._now):
                    self._do(job)
            done.add((job.task_name, self._now))
        self._next_job_at = None

    def _do(self, job: ProcrastinateJob) -> None:
        if job.task_name == notices.deliver.task.name:
            self._deliver()
        else:
            app.tasks[job.task_name](**job.args)

    def _deliver(self) -> None:
        """What `notices.jobs.deliver` does, with a mail server that refuses unknown addresses."""
        now = clock.now()
        while batch := outbox.claim(now=now):
            for notice in batch:
                outcome = _NO_MAILBOX if notice.address in self._unknown else Outcome(Fate.SENT)
                outbox.settle(notice, outcome, now=now)
        notices.nudge(not_before=now + notices.SHORTEST_PAUSE)


def _morning() -> None:
    duties.remind()
    notices.sweep()
