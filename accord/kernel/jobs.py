"""Work that happens later. The row is the work; the job is a nudge that carries numbers only.

A job re-reads what it is about, may run twice or late, and sees one school: its scope is opened from its first argument.
"""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accord.kernel.scope import in_school

# A lost database or a full disk heals; ten tries over about three hours, then the job stays visible as failed.
PATIENT = RetryStrategy(max_attempts=10, exponential_wait=3)


class Job:
    """A function of one school that the worker runs."""

    def __init__(self, function: Callable[..., object], name: str, *, queue: str, opens_scopes: bool) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        self.opens_scopes = opens_scopes
        self.task = app.task(name=name, queue=queue, retry=PATIENT)(self._run)

    def _run(self, school: int, **ids: Any) -> None:
        try:
            if self.opens_scopes:
                self.function(school, **ids)
            else:
                with in_school(school):
                    self.function(**ids)
        finally:
            if not connection.in_atomic_block:
                connection.close()  # Back to the pool: the worker's threads come and go.

    def defer(self, school: int, *, at: datetime | None = None, **ids: Any) -> None:
        """Ask the worker to do it, not before `at`, as part of the caller's transaction."""
        self.task.configure(schedule_at=at).defer(school=school, **ids)

    def __call__(self, *args: Any, **kwargs: Any) -> object:
        """Do it here and now, in the scope that is open."""
        return self.function(*args, **kwargs)


def job(*, queue: str = "default", opens_scopes: bool = False) -> Callable[[Callable[..., object]], Job]:
    """Make a function a job of one school. Its arguments are ids, as text: the queue's table has no policy.

    The job runs in one transaction, unless it `opens_scopes` itself (then the school comes first): sending a mail must
    not hold one open.
    """

    def wrap(function: Callable[..., object]) -> Job:
        name = f"{function.__module__.removeprefix('accord.')}.{function.__name__}"
        return Job(function, name, queue=queue, opens_scopes=opens_scopes)

    return wrap
