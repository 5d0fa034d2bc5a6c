"""What the serving role cannot do, tried as that role."""

import threading
from collections.abc import Iterator
from urllib.parse import quote

import psycopg
import pytest
from psycopg import errors, sql

from accord.config import private_database, roles
from accord.config.home import CannotStart
from accord.config.private_database import APP, OWNER, Server

POLICY = "school_id = nullif(current_setting('app.school', true), '')::int"
LOGINS = {"owner": roles.Login("t_owner", "pass word/1"), "app": roles.Login("t_app", "pass:word@2")}


@pytest.fixture(scope="module")
def prepared(shared_server: Server) -> str:
    """A prepared database with one school-owned table, and rows of two schools."""
    name = "accord_roles"
    roles.prepare(shared_server.dsn_superuser, name, **LOGINS)
    with connect(shared_server, name, "owner") as owner:
        owner.execute("DROP TABLE IF EXISTS notes")
        owner.execute("CREATE TABLE notes (id serial PRIMARY KEY, school_id int NOT NULL, body text)")
        owner.execute("ALTER TABLE notes ENABLE ROW LEVEL SECURITY")
        owner.execute(sql.SQL("CREATE POLICY one_school ON notes USING ({0}) WITH CHECK ({0})").format(sql.SQL(POLICY)))
        owner.execute("INSERT INTO notes (school_id, body) VALUES (1, 'first'), (2, 'second')")
    return name


@pytest.fixture
def app(shared_server: Server, prepared: str) -> Iterator[psycopg.Connection]:
    with connect(shared_server, prepared, "app") as connection:
        yield connection
        connection.rollback()


def connect(server: Server, database: str, who: str) -> psycopg.Connection:
    login = LOGINS[who]
    address = private_database.url(server.home, APP, database).split("@", 1)[1]
    return psycopg.connect(f"postgresql://{quote(login.name, safe='')}:{quote(login.password, safe='')}@{address}")


def test_app_sees_the_rows_of_the_open_school_only(app):
    assert app.execute("SELECT count(*) FROM notes").fetchone() == (0,)
    with app.transaction():
        app.execute("SET LOCAL app.school = 1")
        assert app.execute("SELECT body FROM notes").fetchall() == [("first",)]
        app.execute("INSERT INTO notes (school_id, body) VALUES (1, 'more')")
    app.execute("SET LOCAL app.school = 1")
    with pytest.raises(errors.InsufficientPrivilege):
        app.execute("INSERT INTO notes (school_id, body) VALUES (2, 'smuggled')")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT set_config('app.school', '2', true)",
        "SELECT * FROM notes WHERE set_config('app.school', '2', false) IS NOT NULL",
        "UPDATE pg_settings SET setting = '2' WHERE name = 'app.school'",
        "SELECT query_to_xml('SET app.school = 2', true, true, '')",
        "SELECT query_to_xml('SELECT set_config(''app.school'', ''2'', false)', true, true, '')",
        "SELECT * FROM ts_stat('SELECT set_config(''app.school'', ''2'', false)::tsvector')",
        "ALTER TABLE notes DISABLE ROW LEVEL SECURITY",
        "DROP POLICY one_school ON notes",
        "ALTER TABLE notes ADD COLUMN extra int",
        "TRUNCATE notes",
        "DROP TABLE notes",
        "CREATE TABLE mine (n int)",
        "CREATE TEMPORARY TABLE mine (n int)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SET ROLE t_owner",
        "SET SESSION AUTHORIZATION t_owner",
        "CREATE ROLE other",
        "COPY notes TO PROGRAM 'cat'",
        "SELECT pg_read_file('postgresql.conf')",
    ],
)
def test_app_is_refused(app, statement):
    app.execute("SET LOCAL app.school = 1")
    with pytest.raises(psycopg.Error) as refusal:
        app.execute(statement)
    refused = (errors.InsufficientPrivilege, errors.FeatureNotSupported, errors.InvalidTransactionState)
    assert isinstance(refusal.value, refused), repr(refusal.value)


def test_owner_sees_every_school_for_migrations_and_copies(shared_server, prepared):
    with connect(shared_server, prepared, "owner") as owner:
        assert owner.execute("SELECT count(DISTINCT school_id) FROM notes").fetchone() == (2,)
        assert owner.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
        assert owner.execute("SELECT set_config('app.school', '2', true)").fetchone() == ("2",)


def test_app_waits_only_so_long_and_counts_in_utc(app):
    found = {name: app.execute(f"SHOW {name}").fetchone()[0] for name in roles.APP_SETTINGS}
    assert found == {
        "timezone": "UTC",
        "statement_timeout": "30s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "1min",
    }


def test_what_the_owner_makes_later_the_app_can_use(shared_server, prepared):
    with connect(shared_server, prepared, "owner") as owner:
        owner.execute("CREATE TABLE later (id serial PRIMARY KEY, name text)")
        owner.execute("CREATE FUNCTION two() RETURNS int LANGUAGE sql AS 'SELECT 2'")
    with connect(shared_server, prepared, "app") as app:
        app.execute("INSERT INTO later (name) VALUES ('Zoë')")
        app.execute("UPDATE later SET name = unaccent(name)")
        assert app.execute("SELECT name, two(), similarity(name, 'Zoe') FROM later").fetchone() == ("Zoe", 2, 1.0)
        app.execute("DELETE FROM later")


def test_preparing_again_changes_passwords_and_keeps_rows(shared_server, prepared):
    old = LOGINS["app"]
    LOGINS["app"] = roles.Login(old.name, "another")
    roles.prepare(shared_server.dsn_superuser, prepared, **LOGINS)
    with connect(shared_server, prepared, "app") as app:
        app.execute("SET LOCAL app.school = 2")
        assert app.execute("SELECT body FROM notes").fetchall() == [("second",)]
    LOGINS["app"] = old
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(shared_server, prepared, "app")
    roles.prepare(shared_server.dsn_superuser, prepared, **LOGINS)


def test_four_may_prepare_at_once(shared_server):
    faults: list[Exception] = []

    def prepare() -> None:
        try:
            roles.prepare(shared_server.dsn_superuser, "accord_at_once", **LOGINS)
        except psycopg.Error as error:
            faults.append(error)

    threads = [threading.Thread(target=prepare) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_only_a_superuser_can_prepare(shared_server, prepared):
    address = private_database.url(shared_server.home, APP, prepared).split("@", 1)[1]
    login = LOGINS["owner"]
    as_owner = f"postgresql://{login.name}:{quote(login.password, safe='')}@{address}"
    with pytest.raises(CannotStart, match="superuser"):
        roles.prepare(as_owner, prepared, **LOGINS)


def test_two_roles_are_two(shared_server):
    with pytest.raises(CannotStart, match="two roles"):
        roles.prepare(shared_server.dsn_superuser, "never", owner=LOGINS["app"], app=LOGINS["app"])


def test_the_private_roles_have_the_passwords_of_this_home(shared_server, monkeypatch):
    monkeypatch.setenv("ACCORD_HOME", str(shared_server.home))
    roles.prepare(shared_server.dsn_superuser)
    for role in (OWNER, APP):
        with psycopg.connect(private_database.url(shared_server.home, role)) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (role,)
