"""The files and processes of one PostgreSQL server: made with initdb, started, found after a crash, stopped."""

import hashlib
import os
import shutil
import stat
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from accord.config import postgres_programs
from accord.config.database_account import account_for
from accord.config.home import CannotStart, secrets

SUPERUSER = "postgres"
PORT = 5432  # Names the socket; nothing listens on the network.
LONGEST_SOCKET_PATH = 103  # macOS allows 104 bytes with the closing zero, Linux 108.
START_SECONDS = 90  # Replaying the log after a crash can take long.
RETRY_SECONDS = 20  # A server that was killed leaves processes that end by themselves, and a new one refuses till then.
STOP_SECONDS = 20
LARGEST_LOG = 5_000_000

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "max_connections": "60",
    "shared_buffers": "64MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "autovacuum_max_workers": "2",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "max_wal_senders": "3",
    "max_logical_replication_workers": "0",
    "max_wal_size": "256MB",
    "synchronous_commit": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # Statements and the values in error details can be personal: neither is written to the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
SETTINGS_FROM = {18: {"io_method": "sync"}}  # No extra processes for reading.


def socket_dir(home: Path) -> Path:
    """The folder of the server's socket: in the home, or where that path would be too long, in /tmp."""
    inside = home / "database" / "socket"
    if len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return inside
    return Path("/tmp") / f"accord-{hashlib.sha256(os.fsencode(home)).hexdigest()[:24]}"


# Our own children: asking after them clears them away once they have ended.
_children: list["subprocess.Popen[str]"] = []


class Cluster:
    """The files and programs of one home's database. Only used while the lock is held."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "database"
        self.data = self.folder / "data"
        self.log = home / "log" / "database.log"
        self.socket_dir = socket_dir(home)
        self.account = account_for(self.folder)
        self.programs = postgres_programs.find(self.account, made_by=self._made_by())

    def _made_by(self) -> int | None:
        try:
            return int((self.data / "PG_VERSION").read_text(encoding="ascii").split(".")[0])
        except FileNotFoundError:
            return None
        except PermissionError as error:
            raise CannotStart(f"The database in {self.folder} belongs to another user. Start as that user.") from error

    def make(self) -> None:
        """Make an empty database if there is none. One that was half made is thrown away."""
        if self._made_by() is not None:
            return
        self.account.folder(self.folder)
        for left_over in self.folder.glob("making-*"):
            shutil.rmtree(left_over, ignore_errors=True)
        # Never the same name twice: an initdb whose starter was killed may still be writing there.
        half_made = self.folder / f"making-{uuid.uuid4().hex}"
        password = self._password_file()
        if self.programs.major >= 17:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        else:
            locale = ["--locale=C.UTF-8"]
        try:
            with self._reached() as (folder, options):
                done = self.account.run(
                    self.programs.bin / "initdb",
                    f"--pgdata={folder}/{half_made.name}",
                    f"--pwfile={folder}/{password.name}",
                    f"--username={SUPERUSER}",
                    *("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", *locale),
                    **options,
                    capture_output=True,
                )
        finally:
            password.unlink()
        if done.returncode:
            raise CannotStart(f"The database could not be made in {self.folder}.\n{done.stderr.strip()}")
        half_made.rename(self.data)

    def _password_file(self) -> Path:
        path = self.folder / "password"
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets(self.home).superuser_password + "\n")
        self.account.own(path)
        return path

    @contextmanager
    def _reached(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The folder as the account can reach it, and what hands it over: see `database_account`."""
        if self.account.uid is None:
            yield str(self.folder), {}
            return
        handle = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield f"/proc/self/fd/{handle}", {"pass_fds": (handle,)}
        finally:
            os.close(handle)

    def ready(self) -> bool:
        where = ["--host", str(self.socket_dir), "--port", str(PORT), "--timeout", "3", "--quiet"]
        asked = subprocess.run([self.programs.bin / "pg_isready", *where], env={"LC_ALL": "C"}, check=False)
        return asked.returncode == 0

    def bring_up(self) -> None:
        """Start the server unless it answers, and wait until it does."""
        process: subprocess.Popen[str] | None = None
        failing_since = 0.0
        give_up_at = time.monotonic() + START_SECONDS
        while not self.ready():
            now = time.monotonic()
            _clear_children()
            if not (process and process.poll() is None) and not self.postmaster():
                failing_since = failing_since or now
                if now - failing_since > RETRY_SECONDS:
                    raise CannotStart(f"The database does not start. Its last words:\n{self._last_words()}")
                if process:
                    time.sleep(0.3)
                self._forget_dead_server()
                process = self._start()
            elif now > give_up_at:
                raise CannotStart(f"The database does not answer. Its last words:\n{self._last_words()}")
            time.sleep(0.02)

    def _start(self) -> "subprocess.Popen[str]":
        self._make_socket_dir()
        inside = self.socket_dir.parent == self.folder
        wanted = SETTINGS | {"unix_socket_directories": "../socket" if inside else str(self.socket_dir)}
        for major, settings in SETTINGS_FROM.items():
            wanted |= settings if self.programs.major >= major else {}
        arguments = [part for name, value in wanted.items() for part in ("-c", f"{name}={value}")]
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self._reached() as (folder, options), open(self.log, "a") as log:
            process = self.account.start(
                self.programs.bin / "postgres", "-D", f"{folder}/data", *arguments, **options, stdout=log, stderr=log
            )
        _children.append(process)
        return process

    def _make_socket_dir(self) -> None:
        with suppress(FileExistsError):  # A link or a file: refused below.
            self.account.folder(self.socket_dir)
        found = os.lstat(self.socket_dir)
        owner = os.geteuid() if self.account.uid is None else self.account.uid
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or stat.S_IMODE(found.st_mode) != 0o700:
            raise CannotStart(f"{self.socket_dir} is not ours alone. Remove it, or set ACCORD_HOME to a shorter path.")

    def postmaster(self) -> int | None:
        """The process number of our server, if that process is alive and really is our server."""
        try:
            pid = int((self.data / "postmaster.pid").read_text(encoding="ascii").split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if pid > 0 and self._is_our_server(pid) else None

    def _is_our_server(self, pid: int) -> bool:
        process = Path("/proc") / str(pid)
        if not Path("/proc/self/stat").exists():
            return self._is_our_server_by_ps(pid)
        try:
            before, after = (process / "stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)
            if after.split()[0] in "ZX":
                return False
            try:
                return (process / "cwd").samefile(self.data)
            except PermissionError:  # A container without the right to look: go by name and owner, which is careful.
                return before.endswith("(postgres") and process.stat().st_uid == self.data.stat().st_uid
        except (FileNotFoundError, ProcessLookupError):
            return False

    def _is_our_server_by_ps(self, pid: int) -> bool:
        command = ["ps", "-o", "stat=,command=", "-p", str(pid)]
        asked = subprocess.run(command, capture_output=True, text=True, check=False)
        return str(self.data) in asked.stdout and not asked.stdout.startswith("Z")

    def _forget_dead_server(self) -> None:
        """Remove what a killed server left: PostgreSQL itself would take another process of that number for it."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.socket_dir / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def stop(self) -> None:
        """Stop the server cleanly; the next start need not replay its log."""
        if not self.postmaster():
            return
        with self._reached() as (folder, options), open(self.log, "a") as log:
            self.account.run(
                self.programs.bin / "pg_ctl",
                *("stop", "-D", f"{folder}/data", "-m", "fast", "-w", "-t", str(STOP_SECONDS)),
                **options,
                stdout=log,
                stderr=log,
            )
        _clear_children()

    def _last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-8:])


def _clear_children() -> None:
    _children[:] = [child for child in _children if child.poll() is None]
