"""Connections of what serves, which do not wait for ever on a database that has stopped answering.

The server itself ends a statement or a wait for a lock that takes too long. Nothing of that helps where the server, its
machine or the way to it stands still; then whoever asks has to give up, or every thread of the web process waits.
"""

from typing import Any

import psycopg
from psycopg.errors import _WaitTimeout  # What `wait` raises; an OperationalError without a name for the public.

GREETING_SECONDS = 2.0  # For the pool's question whether anybody is there. It asks twice before it gives up.
STATEMENT_SECONDS = 45.0  # More than the `statement_timeout` of the serving role.


class Impatient(psycopg.Connection):
    """Gives up and closes itself, with an OperationalError, when no answer comes in time."""

    _seconds = STATEMENT_SECONDS

    def execute(self, *arguments: Any, **options: Any) -> Any:
        """What the pool greets a connection with before it gives it out; Django itself uses cursors."""
        self._seconds = GREETING_SECONDS
        try:
            return super().execute(*arguments, **options)
        except psycopg.OperationalError:
            # So are the others that lie idle. The pool would find that out one by one, with a longer pause after each.
            if self._pool:
                self._pool.drain()  # type: ignore[attr-defined]
            raise
        finally:
            self._seconds = STATEMENT_SECONDS

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self._seconds)
        except _WaitTimeout:
            self.pgconn.finish()  # Its answer may still come, and would be taken for the next one's.
            raise psycopg.OperationalError("The database does not answer.") from None
