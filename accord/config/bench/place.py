"""A home with a database of its own, prepared and ready for Django."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from accord.config import preparation, private_database
from accord.config.database import FOR_SETTINGS, GIVEN, addresses
from accord.config.home import locate
from accord.config.private_database import DATABASE

PAGES = ("static", *preparation.TABLES)


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment for a process that works in `home`, with nothing of ours or of the operator's database in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ACCORD_") and name not in GIVEN}
    return kept | {"ACCORD_HOME": str(home), **more}


def empty(home: Path) -> None:
    """Begin anew: whatever runs in `home` stops, and all of it goes."""
    if (home / "database" / "data" / "PG_VERSION").exists():
        private_database.ensure_running(home).stop()
    shutil.rmtree(home, ignore_errors=True)


@contextmanager
def opened(home: Path) -> Iterator[None]:
    """The database of `home` runs, has its tables, and Django's settings name it as the serving role."""
    os.environ["ACCORD_HOME"] = str(home)
    server = private_database.ensure_running(home)
    try:
        found = addresses(home)
        preparation.ensure(home, found, preparation.aside, PAGES)
        os.environ[FOR_SETTINGS] = found.app
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")
        import django

        django.setup()
        yield
        _close_connections()
    finally:
        server.release()


def analyse() -> None:
    """Let the database count what it has, as it does by itself a while after much was added."""
    with psycopg.connect(private_database.url(locate(), private_database.SUPERUSER, DATABASE), autocommit=True) as each:
        each.execute("VACUUM ANALYZE")


def _close_connections() -> None:
    from django.db import connection

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
