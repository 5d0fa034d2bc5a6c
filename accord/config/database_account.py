"""Who runs the private database: we ourselves, or, where we are root, a user with no other rights.

PostgreSQL refuses to run as root, and a home folder of root is closed to anybody else. On Linux an open folder can be
handed over all the same: the service user reaches it as `/proc/self/fd/N`, and nothing above it is opened to anybody.
"""

import os
import pwd
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accord.config.home import CannotStart

SERVICE_USER = "accord"
FALLBACK_USER = "nobody"


@dataclass(frozen=True)
class Account:
    """The user that the database's programs run as. `uid` is None where that is simply us."""

    uid: int | None = None
    gid: int | None = None

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def folder(self, path: Path) -> None:
        """Make the folder if it is not there, for this user alone."""
        path.mkdir(mode=0o700, exist_ok=True)
        self.own(path)

    def run(self, *command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; its output is text, and its failure is a return code."""
        options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.run([*map(str, command)], **self._dropped(), **options, text=True, check=False)

    def start(self, *command: str | Path, **options: Any) -> "subprocess.Popen[str]":
        """Start a program that outlives us and that no signal to our terminal reaches."""
        options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.Popen([*map(str, command)], **self._dropped(), **options, text=True, start_new_session=True)

    def can_run(self, program: Path) -> bool:
        """Whether this user can run the program: it is tried, since folders above it may be closed."""
        try:
            return self.run(program, "--version", capture_output=True, timeout=20).returncode == 0
        except (OSError, subprocess.TimeoutExpired):
            return False

    def _dropped(self) -> dict[str, Any]:
        # The environment holds secrets, and settings that would bend PostgreSQL's programs.
        common: dict[str, Any] = {"cwd": "/", "env": {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}}
        if self.uid is None:
            return common
        return {**common, "user": self.uid, "group": self.gid, "extra_groups": []}


def account_for(folder: Path) -> Account:
    """The account for a database in `folder`: once made, it stays with the user that it was made by."""
    if os.geteuid() != 0:
        return Account()
    if not Path("/proc/self/fd").is_dir():
        raise CannotStart("PostgreSQL does not run as root here. Start Accord as an ordinary user.")
    if folder.exists() and folder.stat().st_uid != 0:
        found = folder.stat()
        return Account(found.st_uid, found.st_gid)
    entry = _service_user()
    return Account(entry.pw_uid, entry.pw_gid)


def _service_user() -> pwd.struct_passwd:
    if found := _look_up(SERVICE_USER):
        return found
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        subprocess.run(
            [*command, "--shell", "/usr/sbin/nologin", SERVICE_USER], capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"The user “{SERVICE_USER}” could not be made ({error}); using “{FALLBACK_USER}”.", file=sys.stderr)
    found = _look_up(SERVICE_USER) or _look_up(FALLBACK_USER)
    if found is None:
        raise CannotStart("PostgreSQL does not run as root, and there is no other user. Start Accord as one.")
    return found


def _look_up(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
