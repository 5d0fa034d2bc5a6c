"""What must be done before Accord can serve, each step skipped while what it depends on has not changed.

What was done is remembered in the home folder. A database of the operator's can change without us, so there nothing
that concerns it is skipped.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from accord.config.database import Addresses, is_demonstration
from accord.config.home import PROJECT, CannotStart

PACKAGE = Path(__file__).resolve().parents[1]
UNDERWAY = "ACCORD_PREPARING"  # Set for the steps themselves, which must not prepare in turn.

ROLES = ("prepare",)  # What somebody needs who changes the tables,
TABLES = (*ROLES, "migrate")  # who uses them,
EVERYTHING = ("front end", "static", *TABLES, "demo")  # and who serves pages.

Announce = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True)
class Step:
    """Something to do again when `made_from` changes or `makes` is missing; without `made_from`, always."""

    name: str
    says: str
    command: list[str]
    environment: dict[str, str]
    made_from: str
    makes: Path | None = None


@contextmanager
def aside(says: str) -> Iterator[None]:
    """Announce a step on the error output, for commands whose output somebody reads."""
    print(f"{says}…", file=sys.stderr, flush=True)
    yield


def ensure(home: Path, addresses: Addresses, announce: Announce, wanted: Collection[str]) -> None:
    """Bring database and files up to date. Processes that call at once take turns, and the later find nothing to do."""
    if os.environ.get(UNDERWAY):
        return
    with open(home / "prepared.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        record = home / "prepared.json"
        done = _read(record)
        for step in _steps(home, addresses):
            is_there = step.makes is None or step.makes.exists()
            if step.name not in wanted or (step.made_from and is_there and done.get(step.name) == step.made_from):
                continue
            with announce(step.says):
                _run(step)
            done[step.name] = step.made_from
            _write(record, done)


def _steps(home: Path, addresses: Addresses) -> Iterator[Step]:
    yield from _pages(home, addresses)
    yield from _database(home, addresses)
    if is_demonstration() and (PACKAGE / "demo" / "management" / "commands" / "demo_seed.py").exists():
        yield _demonstration(home)


def _pages(home: Path, addresses: Addresses) -> Iterator[Step]:
    environment = addresses.environment() | {"DJANGO_SETTINGS_MODULE": "accord.config.settings"}
    built = PACKAGE / "ui" / "static" / "built"
    if (PROJECT / "package.json").exists():
        inputs = [PACKAGE / "ui" / "build.py", PROJECT / "package.json", PROJECT / "package-lock.json"]
        assets = _fingerprint([*inputs, *PACKAGE.glob("ui/assets/**/*")])
        command = [sys.executable, "-m", "accord.ui.build"]
        yield Step("front end", "Building the front end", command, environment, assets, built / ".stamp")
    command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--clear", "--verbosity=0"]
    files = _fingerprint(PACKAGE.glob("*/static/**/*"), *_packages())
    yield Step("static", "Gathering the pages' files", command, environment, files, home / "static")


def _database(home: Path, addresses: Addresses) -> Iterator[Step]:
    cluster = _cluster(home) if addresses.is_private else ""
    for name, says, address, inputs in (
        ("prepare", "Preparing the database", addresses.admin, [PACKAGE / "config" / "roles.py"]),
        ("migrate", "Bringing the tables up to date", addresses.owner, PACKAGE.glob("*/migrations/*.py")),
    ):
        if address:
            made_from = _fingerprint(inputs, cluster, *_packages()) if cluster else ""
            yield Step(name, says, _accord("database", name), dict(os.environ), made_from)


def _demonstration(home: Path) -> Step:
    today = time.strftime("%Y-%m-%d")  # The demonstration school lives on, a day at a time.
    made_from = _fingerprint(PACKAGE.glob("demo/**/*.py"), _cluster(home), today)
    return Step("demo", "Waking the demonstration school", _accord("demo", "seed"), dict(os.environ), made_from)


def _accord(*words: str) -> list[str]:
    return [sys.executable, "-m", "accord.config.cli", *words]


def _cluster(home: Path) -> str:
    """Tells one private database from another that was put in its place."""
    made = (home / "database" / "data" / "PG_VERSION").stat()
    return f"{made.st_ino}-{made.st_mtime_ns}"


def _packages() -> list[str]:
    """The names and versions of what is installed: some of it brings tables and files of its own."""
    return sorted({path.name for entry in sys.path for path in Path(entry).glob("*.dist-info")})


def _fingerprint(paths: Iterable[Path], *words: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    for word in words:
        digest.update(f"{word}\0".encode())
    return digest.hexdigest()


def _run(step: Step) -> None:
    environment = step.environment | {UNDERWAY: "1"}
    done = subprocess.run(
        step.command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotStart(f"{step.says} failed.\n{(done.stdout + done.stderr).strip()}")


def _read(record: Path) -> dict[str, str]:
    try:
        found = json.loads(record.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(record: Path, done: dict[str, str]) -> None:
    fresh = record.with_suffix(".new")
    fresh.write_text(json.dumps(done, indent=2), encoding="ascii")
    fresh.replace(record)
