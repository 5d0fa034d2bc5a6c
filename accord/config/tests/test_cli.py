"""The `accord` command: what it says, what it starts, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from accord.config import cli, private_database
from accord.config.tests.test_private_database import is_running

pytestmark = [pytest.mark.slow, pytest.mark.whole]


def accord(home: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    known = {name: value for name, value in os.environ.items() if not name.startswith(("ACCORD", "DATABASE"))}
    known |= {"ACCORD_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)} | environment
    command = [sys.executable, "-m", "accord.config.cli", *words]
    return subprocess.run(command, env=known, capture_output=True, text=True, timeout=120, check=False)


def test_help_lists_everything_and_starts_nothing(place):
    done = accord(place / "var", "--help")
    assert done.returncode == 0
    assert "accord run" in done.stdout
    assert "accord database migrate Bring the tables up to date" in " ".join(done.stdout.split())
    assert not (place / "var").exists()


def test_every_command_says_in_one_line_what_it_does():
    commands = cli._commands()
    assert "guidance list" in commands
    for name, command in commands.items():
        assert command.help, f"accord {name} has no help"
        assert command.help[-1] in ".)", f"accord {name}: {command.help}"


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        pytest.param([], 2, "Usage: accord", id="nothing"),
        pytest.param(["databse", "migrate"], 2, "“accord database migrate”", id="mistyped noun"),
        pytest.param(["database", "migrat"], 2, "“accord database migrate”", id="mistyped verb"),
        pytest.param(["database"], 2, "accord database prepare", id="noun alone"),
        pytest.param(["database", "--help"], 0, "accord database prepare", id="help of a noun"),
        pytest.param(["xyzzy"], 2, "“accord --help” lists everything", id="unknown"),
    ],
)
def test_what_is_asked_wrongly_is_answered_helpfully(place, words, code, hint):
    done = accord(place / "var", *words)
    assert done.returncode == code
    assert hint in done.stdout + done.stderr
    assert not (place / "var").exists()


def test_help_of_a_command_starts_no_database(place):
    done = accord(place / "var", "guidance", "list", "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("usage: accord guidance list")
    assert not (place / "var" / "database").exists()


def test_a_command_prepares_a_new_home_and_its_output_stays_its_own(home):
    done = accord(home, "guidance", "list", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert done.stderr == "Preparing the database…\nBringing the tables up to date…\n"
    again = accord(home, "guidance", "list", "--nonsense")
    assert again.returncode == 2
    assert "unrecognized arguments: --nonsense" in again.stderr
    assert not (home / "database" / "data" / "postmaster.pid").exists()


def test_prepare_starts_the_private_database_and_stops_it_again(home):
    done = accord(home, "database", "prepare")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (home / "database" / "data" / "postmaster.pid").exists()
    server = private_database.ensure_running(home)
    for role in (private_database.OWNER, private_database.APP):
        with psycopg.connect(private_database.url(home, role)) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (role,)
    pid = int((home / "database" / "data" / "postmaster.pid").read_text().split()[0])
    assert accord(home, "database", "prepare").returncode == 0
    assert is_running(pid), "a command beside a server does not stop the server's database"
    server.release()


def test_a_given_database_is_prepared_through_its_three_addresses(shared_server, place):
    here = private_database.url(shared_server.home, private_database.APP, "given").split("@", 1)[1]
    given = {
        "DATABASE_URL": f"postgresql://given_app:one@{here}",
        "DATABASE_OWNER_URL": f"postgresql://given_owner:two@{here}",
        "DATABASE_ADMIN_URL": shared_server.dsn_superuser,
    }
    done = accord(place / "var", "database", "prepare", **given)
    assert done.returncode == 0, done.stderr
    with psycopg.connect(given["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT current_database(), current_user").fetchone() == ("given", "given_app")
    assert not (place / "var" / "database").exists()


@pytest.mark.parametrize(
    ("words", "missing"),
    [(["database", "migrate"], "DATABASE_OWNER_URL"), (["database", "prepare"], "DATABASE_ADMIN_URL")],
)
def test_a_given_database_without_its_owner_is_refused_in_a_sentence(place, words, missing):
    done = accord(place / "var", *words, DATABASE_URL="postgresql://a:b@db.example/accord")
    assert done.returncode == 1
    assert missing in done.stderr
    assert "Traceback" not in done.stderr
