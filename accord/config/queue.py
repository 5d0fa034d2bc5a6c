"""The worker's side of the queue: runs jobs until it is told to stop, and waits for a database that is lost."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector, exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from accord.config import schedule

logger = logging.getLogger("accord.worker")

HEARTBEAT_SECONDS = 5.0
# Less than the supervisor's patience. A job that takes longer is done again by the next worker.
GRACE_SECONDS = 3.0
PAUSE_SECONDS = 2.0


def worker_app() -> App:
    """The app as the worker uses it: the same tasks, over connections of its own.

    The tasks stay with Django's app, so a job that defers another does so in its own transaction.
    """
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
    return schedule.bind(app.with_connector(connector))


async def run() -> None:
    """Run jobs and the schedule until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    with _told_by_signals(stop):
        while not stop.is_set():
            try:
                await _run_until(stop)
            except (exceptions.ConnectorException, psycopg.Error):
                logger.exception("worker.waiting")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)


async def _run_until(stop: asyncio.Event) -> None:
    """Work until told to stop, or until the database is lost."""
    worker = worker_app()
    async with worker.open_async():
        working = asyncio.create_task(worker.run_worker_async(**_options(worker)))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        working.cancel()  # It lets what is running come to an end.
        with contextlib.suppress(asyncio.CancelledError):
            await working


def _options(worker: App) -> Any:
    return {
        "concurrency": 2,
        "install_signal_handlers": False,
        "shutdown_graceful_timeout": GRACE_SECONDS,
        "delete_jobs": "successful",
        "fetch_job_polling_interval": 2.0,
        "update_heartbeat_interval": HEARTBEAT_SECONDS,
        "stalled_worker_timeout": schedule.STALLED_SECONDS,
        "task_middleware": [*worker.worker_defaults.get("task_middleware", []), report],
    }


def report(call_next: Callable[[], Any], context: Any, worker: Any) -> Any:
    """Say at once that a job failed: the queue itself is silent until the last of its tries."""
    try:
        return call_next()
    except Exception:
        job = context.job
        facts = {
            "task": job.task_name,
            "job": job.id,
            "attempt": job.attempts + 1,
            "school": job.task_kwargs.get("school"),
        }
        logger.exception("job.failed", extra=facts)
        raise


@contextlib.contextmanager
def _told_by_signals(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
