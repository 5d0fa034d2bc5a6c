"""The worker as a process of its own, on a real queue: what it runs, what it does not, and what it makes up for."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from croniter import croniter
from django.contrib.sessions.models import Session
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from accord.config import schedule
from accord.config.testing import DATABASE, PROJECT, TEST_HOME
from accord.config.tests import errands
from accord.kernel.clock import now
from accord.kernel.scope import in_school
from accord.notices import actions as notices
from accord.notices.actions import Draft
from accord.notices.models import Notice
from accord.notices.tests.mail_server import MailServer
from accord.people.tests.cast import make_person, make_school
from accord.schools.models import ClosedDay, School

# The same worker, only less patient: a test cannot wait for half a minute of silence.
CHILD = """
from dataclasses import replace
from accord.config import worker  # It sets Django up.
from accord.config import queue, schedule
from accord.config.tests import errands
from accord.notices import jobs, outbox
from datetime import timedelta
queue.HEARTBEAT_SECONDS, queue.PAUSE_SECONDS, schedule.STALLED_SECONDS = 0.3, 0.3, 1.5
outbox.LEASE, jobs.SAFETY, jobs.SHORTEST_PAUSE = (timedelta(seconds=seconds) for seconds in (4, 2, 0.5))
schedule.SCHEDULE = (replace(schedule.SCHEDULE[0], cron="* * * * * *"),)
worker.main()
"""
PATIENCE = 20.0


@contextmanager
def working(**settings: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker that runs while the block does."""
    environment = {**os.environ, "ACCORD_PROCESS": f"worker-{os.getpid()}", **settings}
    process = subprocess.Popen([sys.executable, "-c", CHILD], cwd=PROJECT, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def place(committing: None) -> Iterator[School]:
    """A school of its own; what is left in the queue for it is taken out afterwards."""
    school = make_school()
    yield school
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE args->>'school' = %s", [str(school.pk)])


def days(school: School) -> set[str]:
    with in_school(school.pk):
        return {str(day) for day in ClosedDay.objects.values_list("day", flat=True)}


def wait_for(is_so: Callable[[], Any], patience: float = PATIENCE) -> Any:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if found := is_so():
            return found
        time.sleep(0.05)
    raise AssertionError("It did not happen in time.")


def job_of(school: School, task: str) -> ProcrastinateJob | None:
    return ProcrastinateJob.objects.filter(task_name=f"config.tests.errands.{task}", args__school=school.pk).first()


@pytest.mark.slow
@pytest.mark.whole
def test_what_was_committed_is_done_and_what_was_undone_is_not(place: School) -> None:
    with in_school(place.pk):
        errands.note.defer(place.pk, day="2026-01-05")
    with suppress(ZeroDivisionError), in_school(place.pk):
        errands.note.defer(place.pk, day="2026-01-06")
        raise ZeroDivisionError
    with in_school(place.pk):
        errands.note_and_pass_on.defer(place.pk, school_id=place.pk, day="2026-02-02", fails=False)
        errands.note_and_pass_on.defer(place.pk, school_id=place.pk, day="2026-03-02", fails=True)
    with working() as worker:
        wait_for(lambda: {"2026-01-05", "2026-02-02", "2026-02-03"} <= days(place))
        wait_for(lambda: getattr(job_of(place, "note_and_pass_on"), "attempts", 0) == 1)
        worker.terminate()
        assert worker.wait(10) == 0
    # Neither the job of the undone transaction, nor what the failed one passed on.
    assert days(place) == {"2026-01-05", "2026-02-02", "2026-02-03"}
    assert job_of(place, "note") is None


@pytest.mark.slow
@pytest.mark.faults
def test_what_a_killed_worker_was_doing_is_done_again(place: School) -> None:
    errands.dawdle.defer(place.pk, day="2026-01-05")
    with working() as worker:
        wait_for(lambda: "2026-01-05" in days(place))
        worker.kill()
        worker.wait()
    with working():
        wait_for(lambda: "2026-01-06" in days(place))


@pytest.mark.slow
@pytest.mark.faults
def test_what_a_killed_worker_was_sending_arrives(place: School) -> None:
    server = MailServer()
    server.start()
    server.manners.seconds = 0.1
    with in_school(place.pk):
        people = [make_person(f"Person{number}") for number in range(30)]
        drafts = [Draft(person, "test", f"test:{person.pk}", "Something", "to sign", urgent=True) for person in people]
        notices.queue(drafts, now=now())
    try:
        with working(ACCORD_SMTP_URL=server.url) as worker:
            wait_for(lambda: len(server.arrived) >= 5)
            worker.kill()
            worker.wait()
        with working(ACCORD_SMTP_URL=server.url):
            wait_for(lambda: len(set(server.message_ids)) == 30 and not waiting_in(place))
    finally:
        server.stop()
    # What was on its way when the worker died may have come twice, under the same number.
    assert len(server.message_ids) <= 31


def waiting_in(school: School) -> int:
    with in_school(school.pk):
        return Notice.objects.waiting().count()


@pytest.mark.slow
@pytest.mark.faults
def test_a_worker_whose_connections_are_cut_works_on(place: School, superuser: psycopg.Connection) -> None:
    with working():
        errands.note.defer(place.pk, day="2026-01-05")
        wait_for(lambda: "2026-01-05" in days(place))
        connection.close()
        connection.close_pool()  # Ours is not to be cut.
        superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [DATABASE],
        )
        errands.note.defer(place.pk, day="2026-01-06")
        wait_for(lambda: "2026-01-06" in days(place))


@pytest.mark.slow
@pytest.mark.whole
def test_a_job_without_its_scope_sees_nothing_and_fails_loudly(place: School) -> None:
    errands.go_astray.defer(place.pk)
    with working():
        waiting = wait_for(lambda: (job := job_of(place, "go_astray")) and job.attempts == 1 and job)
    assert waiting.status == "todo"  # To be tried again, later and later.
    assert waiting.scheduled_at > now()
    lines = Path(TEST_HOME / "log" / f"worker-{os.getpid()}.log").read_text(encoding="utf-8").splitlines()
    said = [line for line in map(json.loads, lines) if line.get("job") == waiting.pk]
    assert [(line["message"], line["error"], line["school"]) for line in said] == [("job.failed", "NoScope", place.pk)]


def test_every_row_of_the_schedule_has_a_time_and_a_reason() -> None:
    assert all(croniter.is_valid(regular.cron) and regular.why for regular in schedule.SCHEDULE)
    assert len({regular.name for regular in schedule.SCHEDULE}) == len(schedule.SCHEDULE)


@pytest.mark.parametrize("regular", schedule.SCHEDULE, ids=lambda regular: regular.name)
def test_every_row_of_the_schedule_runs(db: None, regular: schedule.Regular) -> None:
    schools = {make_school().pk, make_school().pk}
    schedule.tick(timestamp=0, name=regular.name)
    asked = ProcrastinateJob.objects.filter(args__school__in=list(schools)).values_list("task_name", "args__school")
    assert {school for _task, school in asked} in (set(), schools)
    assert len({task for task, _school in asked}) == len(asked) / len(schools)


@pytest.mark.parametrize(
    ("name", "task"),
    [("sweep", "notices.jobs.sweep"), ("duties", "duties.jobs.reconcile"), ("reminders", "duties.jobs.remind")],
)
def test_each_school_gets_its_own_job(db: None, name: str, task: str) -> None:
    school = make_school()
    schedule.tick(timestamp=0, name=name)
    assert ProcrastinateJob.objects.get(args__school=school.pk).task_name == task


def test_a_row_that_was_taken_out_does_nothing(db: None) -> None:
    schedule.tick(timestamp=0, name="gone")


def test_old_sessions_go(db: None) -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=now() - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now() + timedelta(days=1))
    schedule.tidy()
    assert [session.session_key for session in Session.objects.all()] == ["new"]


@pytest.mark.whole
def test_papers_are_loaded_after_the_start_and_not_with_it() -> None:
    asks = """
import sys
from accord.config import worker
worker.WARM_UP_AFTER_SECONDS = 0.0
print(sorted({"typst", "pyhanko"} & set(sys.modules)))
worker.warm_up()
print(sorted({"typst", "pyhanko"} & set(sys.modules)))
"""
    told = subprocess.run([sys.executable, "-c", asks], cwd=PROJECT, env=os.environ, capture_output=True, text=True)
    assert told.stdout.splitlines() == ["[]", "['pyhanko', 'typst']"], told.stderr
