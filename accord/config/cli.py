"""The `accord` command: `accord <noun> <verb>` is the management command `<noun>_<verb>` of some slice.

It finds or starts the database first and lets go of it afterwards, so it works beside a running Accord or without one.
Exit codes: 0 done, 1 could not, 2 asked wrongly or (a command's own word) the input is bad.
"""

import ast
import difflib
import os
import signal
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from accord.config import preparation, private_database
from accord.config.database import FOR_SETTINGS, addresses
from accord.config.home import CannotStart, locate, opened

PACKAGE = Path(__file__).resolve().parents[1]
MIGRATING = 4_207_849_134_072  # The advisory lock of whoever migrates.
LONGEST_NAME = 3  # Words of a command, as in `accord bank-holidays show`.
AS_OWNER = {"migrate", "makemigrations", "sqlmigrate", "createcachetable"}  # Of Django's own commands.

BUILT_IN = {
    "run": "Serve Accord: database, pages and background work, until Ctrl-C.",
    "database prepare": "Make the database's roles and rights (as superuser: DATABASE_ADMIN_URL).",
    "database migrate": "Bring the tables up to date (as owner: DATABASE_OWNER_URL).",
    "django": "Any of Django's own commands: accord django <command> …",
}


@dataclass(frozen=True)
class Command:
    """A management command of a slice, known without importing it."""

    slice: str
    name: str
    help: str


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for; returns the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # Through the clean-up below.
    try:
        return _dispatch(words)
    except CannotStart as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _dispatch(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        print(_overview(_commands()))
        return 0 if words else 2
    if words[0] == "run":
        from accord.config import supervisor

        return supervisor.main(words[1:])
    if words[0] == "django":
        as_owner = len(words) > 1 and words[1] in AS_OWNER
        needs = preparation.ROLES if as_owner else preparation.TABLES
        return _with_database(partial(_django, words[1:]), needs, as_owner=as_owner)
    if words[:2] == ["database", "prepare"]:
        return _with_database(_prepare, needs=())
    if words[:2] == ["database", "migrate"]:
        return _with_database(partial(_migrate, words[2:]), needs=preparation.ROLES, as_owner=True)
    return _slice_command(words)


def _slice_command(words: list[str]) -> int:
    commands = _commands()
    names = [" ".join(words[:length]) for length in range(min(LONGEST_NAME, len(words)), 0, -1)]
    name = next((name for name in names if name in commands), None)
    if name is None:
        return _unknown(words, commands)
    run = partial(_run_command, commands[name], name, words[len(name.split()) :])
    if {"-h", "--help"} & set(words):
        os.environ[FOR_SETTINGS] = addresses(locate()).app
        return run()
    return _with_database(run, needs=preparation.TABLES)


def _unknown(words: list[str], commands: dict[str, Command]) -> int:
    names = [*commands, *BUILT_IN]
    asked_for_help = bool({"-h", "--help"} & set(words))
    of_noun = {name: command for name, command in commands.items() if name.split()[0] == words[0]}
    built_in = {name: help for name, help in BUILT_IN.items() if name.split()[0] == words[0]}
    if (of_noun or built_in) and (len(words) == 1 or asked_for_help):
        print(_listing({**built_in, **{name: command.help for name, command in of_noun.items()}}))
        return 0 if asked_for_help else 2
    asked = " ".join(word for word in words[:2] if not word.startswith("-"))
    near = difflib.get_close_matches(asked, names, n=3, cutoff=0.5) or sorted(of_noun)
    print(f"There is no “accord {asked}”.", file=sys.stderr)
    if near:
        print("Did you mean " + " or ".join(f"“accord {name}”" for name in near) + "?", file=sys.stderr)
    print("“accord --help” lists everything.", file=sys.stderr)
    return 2


def _overview(commands: dict[str, Command]) -> str:
    everything = BUILT_IN | {name: command.help for name, command in commands.items()}
    listing = _listing(dict(sorted(everything.items())))
    return f"Usage: accord <noun> <verb> [options]; each has --help.\n\n{listing}"


def _listing(lines: dict[str, str]) -> str:
    width = max(map(len, lines))
    return "\n".join(f"  accord {name:{width}}  {help}".rstrip() for name, help in lines.items())


def _commands() -> dict[str, Command]:
    """Every slice's commands by the words that call them. Read from the files: nothing is imported for it."""
    found = {}
    for path in sorted(PACKAGE.glob("*/management/commands/[!_]*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        command = Command(f"accord.{path.parents[2].name}", path.stem, _help(tree))
        found[path.stem.replace("_", " ")] = command
    return found


def _help(tree: ast.Module) -> str:
    for part in ast.walk(tree):
        if isinstance(part, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "help" for to in part.targets):
            try:
                return " ".join(str(ast.literal_eval(part.value)).split())
            except ValueError:
                break  # Put together at run time: the file's own first line will do.
    return (ast.get_docstring(tree) or "").split("\n")[0]


def _with_database(run: Callable[[], int], needs: Collection[str], *, as_owner: bool = False) -> int:
    """Run with a database that answers, and let go of it afterwards."""
    home = opened(locate())
    found = addresses(home)
    if as_owner and not found.owner:
        raise CannotStart("This needs the owner of the tables: set DATABASE_OWNER_URL beside DATABASE_URL.")
    server = private_database.ensure_running(home) if found.is_private else None
    try:
        if found.is_private:
            preparation.ensure(home, found, preparation.aside, needs)
        os.environ[FOR_SETTINGS] = (found.owner if as_owner else None) or found.app
        return run()
    finally:
        _close_connections()
        if server:
            server.release()


def _prepare() -> int:
    from accord.config import roles

    found = addresses(locate())
    if not found.admin or not found.owner:
        raise CannotStart("Set DATABASE_ADMIN_URL (a superuser) and DATABASE_OWNER_URL beside DATABASE_URL.")
    database = unquote(urlsplit(found.app).path.lstrip("/"))
    roles.prepare(found.admin, database, owner=roles.Login.of(found.owner), app=roles.Login.of(found.app))
    return 0


def _migrate(arguments: list[str]) -> int:
    import psycopg

    with psycopg.connect(os.environ[FOR_SETTINGS], autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])  # Two at once would trip over each other.
        before = _migrations(connection)
        _django(["migrate", *arguments])
        _django(["createcachetable"])
        if _migrations(connection) != before:
            _django(["ledger_state"])
        return 0


def _migrations(connection: Any) -> int:
    """How many migrations the database has had."""
    there = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    found = connection.execute("SELECT count(*) FROM django_migrations").fetchone() if there and there[0] else None
    return int(found[0]) if found else 0


def _django(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")
    execute_from_command_line(["accord django", *words])
    return 0


def _run_command(command: Command, name: str, rest: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")
    import django
    from django.core.management import load_command_class

    django.setup()
    *before, last = ["accord", *name.split()]
    load_command_class(command.slice, command.name).run_from_argv([" ".join(before), last, *rest])
    return 0


def _close_connections() -> None:
    """Let go of every connection, the pool's too, before the database is let go of."""
    if "django.db" in sys.modules:
        from django.db import connections

        for connection in connections.all(initialized_only=True):
            connection.close()
            if hasattr(connection, "close_pool"):
                connection.close_pool()


if __name__ == "__main__":
    sys.exit(main())
