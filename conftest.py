"""The database of the tests: a real one, migrated by its owner, used as the serving role, as in a school."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from psycopg import sql
from xdist.scheduler import LoadScopeScheduling

from accord.config import private_database, roles
from accord.config.testing import DATABASE, PROJECT, TEST_HOME

MAKING = "accord_template_making"
# What is lost when the power fails is made again in a moment.
CARELESS = ("fsync", "synchronous_commit", "full_page_writes")
pytest_plugins = ["accord.people.tests.cast"]


def _fingerprint() -> str:
    """Changes with the migrations and with the roles: the template is made again."""
    found = sha256(Path(roles.__file__).read_bytes())
    for path in sorted(PROJECT.glob("accord/*/migrations/*.py")) + [PROJECT / "accord/kernel/base.py"]:
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _make_template(server: private_database.Server, name: str) -> None:
    roles.prepare(server.dsn_superuser, database=name)
    owner = private_database.url(TEST_HOME, private_database.OWNER, name)
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--skip-checks"],
        env={**os.environ, "ACCORD_DATABASE_URL": owner},
        check=True,
    )


# Tests below these share something that is costly to make: one worker makes it, and does them all.
TOGETHER = (
    "accord/config/tests/faults/",
    "accord/config/tests/test_whole.py",
    "accord/demo/tests/test_seed.py",
    "accord/ui/tests/test_in_browser.py",
)


class Together(LoadScopeScheduling):
    """Hands out test by test, but those that share something as one, and these first."""

    def _split_scope(self, nodeid: str) -> str:
        return next((shared for shared in TOGETHER if nodeid.startswith(shared)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    return Together(config, log)


@pytest.fixture(scope="session", autouse=True)
def strength_of_hashes() -> Iterator[dict[str, int]]:
    """Passphrases are hashed as in a school but with the least work: a minute of the tests went into it.

    Gives the strength that a school has.
    """
    least = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
    strength = {name: getattr(Argon2PasswordHasher, name) for name in least}
    with pytest.MonkeyPatch.context() as patched:
        for name, value in least.items():
            patched.setattr(Argon2PasswordHasher, name, value)
        yield strength


@pytest.fixture(scope="session")
def database_server() -> Iterator[private_database.Server]:
    """The private PostgreSQL that the tests share."""
    server = private_database.ensure_running(TEST_HOME)
    with psycopg.connect(server.dsn_superuser, autocommit=True) as admin:
        for setting in CARELESS:
            _execute(admin, "ALTER SYSTEM SET {} = off", setting)
        admin.execute("SELECT pg_reload_conf()")
    yield server
    server.release()


@pytest.fixture(scope="session")
def django_db_setup(database_server: private_database.Server, django_db_blocker) -> Iterator[None]:
    template = f"accord_template_{_fingerprint()}"
    with open(TEST_HOME / "template.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(database_server.dsn_superuser, autocommit=True) as admin:
            known = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone()
            if not known:
                _execute(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", MAKING)
                _make_template(database_server, MAKING)
                _execute(admin, "ALTER DATABASE {} RENAME TO {}", MAKING, template)
            _execute(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", DATABASE)
            _execute(admin, "CREATE DATABASE {} TEMPLATE {} OWNER accord_owner", DATABASE, template)
    yield
    with django_db_blocker.unblock():
        from django.db import connections

        connections.close_all()
        connections["default"].close_pool()


def _execute(admin: psycopg.Connection, statement: str, *names: str) -> None:
    admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture
def committing(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """A test that commits. Nothing is flushed afterwards: such a test works in schools of its own."""
    with django_db_blocker.unblock():
        yield
        from django.db import connections

        connections.close_all()


@pytest.fixture
def superuser(database_server: private_database.Server, django_db_setup: None) -> Iterator[psycopg.Connection]:
    """The worst insider: a superuser's connection to the test database, committing as it goes."""
    address = private_database.url(TEST_HOME, private_database.SUPERUSER, DATABASE)
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection
