"""The worker process: runs jobs, the schedule, and the ledger's sequencer beside them."""

import asyncio
import logging
import os
import threading
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")

import django

django.setup()

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.urls import get_resolver
from psycopg_pool import PoolTimeout

from accord.config import queue, schedule
from accord.kernel.guard import require_walls
from accord.kernel.ledger import sequencer
from accord.paper import warming

logger = logging.getLogger("accord.worker")
_stop = threading.Event()
WARM_UP_AFTER_SECONDS = 2.0  # Start-up comes first.


def keep_sequencing() -> None:
    """Give positions to new entries every second, until told to stop; a lost database is tried again."""
    while not _stop.wait(1.0):
        try:
            close_old_connections()
            sequencer.sequence_all()
        except (DatabaseError, InterfaceError, PoolTimeout):
            logger.exception("sequencer.waiting")
            time.sleep(2.0)
        except sequencer.BrokenTree:
            logger.exception("ledger.broken")
            time.sleep(30.0)


def warm_up() -> None:
    """Load what papers need once the worker is at work, so that nobody's first receipt waits for it."""
    if _stop.wait(WARM_UP_AFTER_SECONDS):
        return
    try:
        warming.warm_up()
    except RuntimeError:  # The fonts have not been built: the first paper will say so to whoever asked for it.
        logger.exception("papers.not-ready")


def main() -> None:
    """Work until SIGTERM or SIGINT."""
    require_walls()
    schedule.declare()
    get_resolver().check()  # Loads every address now: links in messages need them, at the first job as at the last.
    sequencing = threading.Thread(target=keep_sequencing, name="sequencer", daemon=True)
    sequencing.start()
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    asyncio.run(queue.run())
    _stop.set()
    sequencing.join(timeout=1.5)


if __name__ == "__main__":
    main()
