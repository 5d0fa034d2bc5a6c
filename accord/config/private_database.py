"""The private PostgreSQL of one home: started when first needed, shared by whoever needs it, stopped by the last.

It listens on a Unix socket only and asks for a password. Whether it is ready is asked of the server itself, never read
off a process number: after a crash that number may be a dead process's or somebody else's.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from accord.config.database_cluster import PORT, SUPERUSER, Cluster, socket_dir
from accord.config.home import opened, secrets

OWNER = "accord_owner"
APP = "accord_app"
DATABASE = "accord"


def ensure_running(home: Path) -> "Server":
    """The private database of `home`, made, started or joined. Safe from several processes at once.

    It stays until `release` of the last process that holds it; a process that dies gives up its hold by dying.
    """
    with _locked(opened(home)):
        cluster = Cluster(home)
        use = os.open(_users(home), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(use, fcntl.LOCK_SH)
        server = Server(home=home, bin=cluster.programs.bin, socket_dir=cluster.socket_dir, _cluster=cluster, _use=use)
        try:
            cluster.make()
            cluster.bring_up()
        except BaseException:  # Told to stop, say, just when it had been started.
            server._leave()
            raise
    return server


def url(home: Path, role: str, database: str = DATABASE) -> str:
    """The address of the private database for a role, whether or not it runs."""
    known = secrets(home)
    passwords = {SUPERUSER: known.superuser_password, OWNER: known.owner_password, APP: known.app_password}
    where = urlencode({"host": str(socket_dir(home)), "port": PORT}, quote_via=quote)
    return f"postgresql://{role}:{quote(passwords[role])}@/{database}?{where}"


@dataclass
class Server:
    """A hold on the private database, until it is released or the process ends."""

    home: Path
    bin: Path
    socket_dir: Path
    _cluster: Cluster = field(repr=False)
    _use: int | None = field(repr=False)

    @property
    def dsn_superuser(self) -> str:
        return url(self.home, SUPERUSER, "postgres")

    def answers(self) -> bool:
        """Whether it takes connections at this moment."""
        return self._cluster.ready()

    def is_alive(self) -> bool:
        """Whether its process is there at all. Cheaper than asking it, and enough for whoever keeps an eye on it."""
        return self._cluster.postmaster() is not None

    def revive(self) -> None:
        """Start it again if it is gone."""
        with _locked(self.home):
            self._cluster.bring_up()

    def release(self) -> bool:
        """Give up the hold; whether the database was stopped because nobody else holds it. Safe to call twice."""
        with _locked(self.home):
            return self._leave()

    def _let_go(self) -> None:
        if self._use is not None:
            os.close(self._use)
            self._use = None

    def _leave(self) -> bool:
        self._let_go()
        with open(_users(self.home), "a") as others:
            try:
                fcntl.flock(others, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self._cluster.stop()
            return True

    def stop(self) -> None:
        """Stop the database, whoever holds it."""
        with _locked(self.home):
            self._let_go()
            self._cluster.stop()


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """One process at a time makes, starts or stops; and no new one may join while the last one leaves."""
    with open(home / "database.lock", "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _users(home: Path) -> Path:
    return home / "database.users"
