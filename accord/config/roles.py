"""The two roles of the database: the owner migrates and never serves; the app serves and owns nothing.

What the app cannot do is what keeps one school from another: it cannot look past row-level security, change a table,
or set the school with a function. `set_config` is taken from everybody, because any SELECT could call it, and a school
is opened by the statement SET LOCAL instead, which no injected value can become.
"""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from accord.config.home import CannotStart, secrets
from accord.config.private_database import APP, DATABASE, OWNER

EXTENSIONS = ("pg_trgm", "unaccent")
LOCK = 4_207_849_134_071  # Any number that nobody else locks: two that prepare at once take turns.

APP_SETTINGS = {
    "timezone": "UTC",  # Django would set it with set_config otherwise.
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}
OWNER_SETTINGS = {"timezone": "UTC", "lock_timeout": "10s"}


@dataclass(frozen=True)
class Login:
    """A role's name and password."""

    name: str
    password: str

    @classmethod
    def of(cls, url: str) -> "Login":
        """The role that a database address names."""
        parts = urlsplit(url)
        if not parts.username or not parts.password:
            raise CannotStart("A database address must name a user and a password.")
        return cls(unquote(parts.username), unquote(parts.password))


def prepare(
    superuser_dsn: str, database: str = DATABASE, *, owner: Login | None = None, app: Login | None = None
) -> None:
    """Make roles, database, rights and extensions as they must be. Safe to repeat, late, or beside itself.

    Without logins the roles are those of the private database. Tests prepare theirs with it too.
    """
    owner = owner or Login(OWNER, secrets().owner_password)
    app = app or Login(APP, secrets().app_password)
    if owner.name == app.name:
        raise CannotStart("Owner and app must be two roles: the one migrates, the other serves.")
    try:
        with psycopg.connect(superuser_dsn, autocommit=True) as server:
            server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            _role(server, owner, "BYPASSRLS", OWNER_SETTINGS)
            _role(server, app, "NOBYPASSRLS", APP_SETTINGS)
            _database(server, database, owner, app)
            with psycopg.connect(superuser_dsn, dbname=database) as inside:
                _rights(inside, owner, app)
                _extensions(inside)
    except psycopg.errors.InsufficientPrivilege as error:
        raise CannotStart(f"Preparing the database needs a superuser: {error}") from error


def _run(connection: psycopg.Connection, statement: str, **names: str) -> None:
    connection.execute(sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()}))


def _role(server: psycopg.Connection, login: Login, bypass: str, settings: dict[str, str]) -> None:
    known = server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login.name]).fetchone()
    if not known:
        _run(server, "CREATE ROLE {role} NOLOGIN", role=login.name)
    # Sent as the verifier that is stored, so that no log and no view of activity ever holds the password.
    verifier = server.pgconn.encrypt_password(login.password.encode(), login.name.encode(), b"scram-sha-256")
    rights = sql.SQL(f"NOSUPERUSER {bypass} NOCREATEDB NOCREATEROLE NOREPLICATION LOGIN")
    server.execute(
        sql.SQL("ALTER ROLE {} WITH {} PASSWORD {}").format(
            sql.Identifier(login.name), rights, sql.Literal(verifier.decode())
        )
    )
    for name, value in settings.items():
        server.execute(
            sql.SQL("ALTER ROLE {} SET {} TO {}").format(
                sql.Identifier(login.name), sql.Identifier(name), sql.Literal(value)
            )
        )


def _database(server: psycopg.Connection, database: str, owner: Login, app: Login) -> None:
    known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
    if known:
        _run(server, "ALTER DATABASE {database} OWNER TO {owner}", database=database, owner=owner.name)
    else:
        _run(
            server,
            "CREATE DATABASE {database} OWNER {owner} ENCODING 'UTF8' TEMPLATE template0",
            database=database,
            owner=owner.name,
        )
    _run(server, "REVOKE ALL ON DATABASE {database} FROM PUBLIC", database=database)
    _run(server, "GRANT CONNECT ON DATABASE {database} TO {app}", database=database, app=app.name)


RIGHTS = (
    "ALTER SCHEMA public OWNER TO {owner}",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {app}",
    # What the owner makes from now on, the app may use: no migration has to remember it.
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE ON SEQUENCES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT EXECUTE ON FUNCTIONS TO {app}",
    "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO {owner}",
)


def _rights(inside: psycopg.Connection, owner: Login, app: Login) -> None:
    for statement in RIGHTS:
        _run(inside, statement, owner=owner.name, app=app.name)


def _extensions(inside: psycopg.Connection) -> None:
    for name in EXTENSIONS:
        _run(inside, "CREATE EXTENSION IF NOT EXISTS {name} SCHEMA public", name=name)
