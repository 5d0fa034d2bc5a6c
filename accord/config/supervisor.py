"""`accord run`: gets everything ready, starts web and worker, keeps them running, and stops them in order.

It stays small, since it is there for as long as Accord is: no Django, no database driver.
"""

import argparse
import fcntl
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from accord.config import kept, preparation, private_database
from accord.config.database import addresses
from accord.config.home import DEFAULT_PORT, RUNNING, CannotStart, locate, opened

READY_SECONDS = 60
ENOUGH_FAILURES = 4  # Of the web process before it ever answered: it will not come right by itself.
WEB_STOP_SECONDS = 4.0
WORKER_STOP_SECONDS = 4.5
ORPHANS_SECONDS = 8.0  # What a killed supervisor started ends by itself within this time.
LOOK_SECONDS = 1.0
LARGEST_LOG = 20_000_000


def main(arguments: list[str]) -> int:
    """Serve until told to stop; returns the exit code."""
    parser = argparse.ArgumentParser("accord run", description="Serve Accord until Ctrl-C.")
    parser.add_argument("--port", type=int, default=os.environ.get("PORT", DEFAULT_PORT), help="PORT, or else 8000")
    host = os.environ.get("ACCORD_HOST", "127.0.0.1")
    parser.add_argument("--host", default=host, help="ACCORD_HOST, or else 127.0.0.1: for this machine only")
    options = parser.parse_args(arguments)
    os.environ["PORT"], os.environ["ACCORD_HOST"] = str(options.port), options.host
    return Supervisor(opened(locate()), options.host, options.port).run()


def say(line: str, end: str = "\n") -> None:
    with suppress(OSError):  # A closed terminal must not keep anything from stopping in order.
        print(line, end=end, flush=True)


@contextmanager
def step(says: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    started = time.monotonic()
    say(f"{says}… ", end="")
    try:
        yield
    except BaseException:
        say("")
        raise
    say(f"done ({time.monotonic() - started:.1f} s)")


def _go_on(*_: object) -> None:
    """Nothing: the signal has woken whoever waited."""


def _on_stop_signals(do: Callable[..., None]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup asks to outlive a terminal.
            signal.signal(number, do)


class Supervisor:
    """One running Accord."""

    def __init__(self, home: Path, host: str, port: int) -> None:
        self.home = home
        self.host = host
        self.port = port
        self.server: private_database.Server | None = None
        self.processes: list[kept.Kept] = []
        self.told_to_stop = False

    @property
    def address(self) -> str:
        shown = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self.host
        return f"http://{shown}:{self.port}"

    def run(self) -> int:
        with self._only_one() as was_killed:
            try:
                self._get_ready(was_killed)
                self._serve()
            finally:
                self._stop()
        return 0

    @contextmanager
    def _only_one(self) -> Iterator[bool]:
        """Hold the home for us. Gives whether the one before us ended without a chance to tidy up."""
        with open(self.home / RUNNING, "a+", encoding="ascii") as file:
            file.seek(0)
            before = file.read()
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CannotStart(f"Accord is already running from {self.home}: {before}") from None
            file.truncate(0)
            file.write(self.address)
            file.flush()
            yield bool(before)
            file.truncate(0)

    def _get_ready(self, was_killed: bool) -> None:
        found = addresses(self.home)
        self._need_port(ORPHANS_SECONDS if was_killed else 0.0)
        if found.is_private:
            with step("Starting the database"):
                self.server = private_database.ensure_running(self.home)
        preparation.ensure(self.home, found, step, preparation.EVERYTHING)
        environment = found.environment()
        self.processes = [
            kept.of_accord("web", environment, WEB_STOP_SECONDS, say),
            kept.of_accord("worker", environment, WORKER_STOP_SECONDS, say),
        ]

    def _need_port(self, patience: float) -> None:
        give_up_at = time.monotonic() + patience
        while not self._is_port_free():
            if time.monotonic() > give_up_at:
                raise CannotStart(
                    f"Port {self.port} is in use by another program. Stop that one, or choose another port: "
                    f"PORT={self.port + 1}"
                )
            time.sleep(0.2)

    def _is_port_free(self) -> bool:
        try:
            family, kind, _, _, where = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(where)
                probe.listen(1)
        except PermissionError:
            raise CannotStart(f"Port {self.port} may not be used by this user. Choose one above 1023.") from None
        except socket.gaierror:
            raise CannotStart(f"There is no address “{self.host}” on this machine.") from None
        except (OSError, OverflowError):
            return False
        return True

    def _serve(self) -> None:
        """Keep everything running until a signal says stop."""
        with self._signals() as wakes:
            started = time.monotonic()
            is_ready = False
            while not self.told_to_stop:
                for process in self.processes:
                    process.keep()
                if not is_ready:
                    is_ready = self._look_for_first_page(started)
                self._keep_database()
                self._put_logs_away()
                if select.select([wakes], [], [], LOOK_SECONDS if is_ready else 0.1)[0]:
                    os.read(wakes, 4096)

    @contextmanager
    def _signals(self) -> Iterator[int]:
        """Give the end of a pipe that can be read when a signal has come: an ended child is noticed at once."""
        reads, writes = os.pipe()
        os.set_blocking(writes, False)
        signal.set_wakeup_fd(writes, warn_on_full_buffer=False)
        _on_stop_signals(self._stop_soon)
        signal.signal(signal.SIGCHLD, _go_on)
        yield reads

    def _stop_soon(self, *_: object) -> None:
        self.told_to_stop = True

    def _look_for_first_page(self, started: float) -> bool:
        taken = time.monotonic() - started
        if self._answers():
            say(f"\nAccord is ready: {self.address}\nCtrl-C stops it.")
            return True
        if taken > READY_SECONDS or self.processes[0].failures >= ENOUGH_FAILURES:
            raise CannotStart(f"No page is being served. What went wrong is above, or in {self.home / 'log'}.")
        return False

    def _answers(self) -> bool:
        """Whether /healthz says that all is well."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        request = f"GET /healthz HTTP/1.1\r\nHost: localhost:{self.port}\r\nConnection: close\r\n\r\n"
        try:
            with socket.create_connection((host, self.port), timeout=5) as connection:
                connection.sendall(request.encode("ascii"))
                return connection.recv(1024).split(b"\r\n")[0].endswith(b" 200 OK")
        except OSError:
            return False

    def _keep_database(self) -> None:
        if self.server is None or self.server.is_alive():
            return
        say("The database ended unexpectedly. Starting it again…")
        try:
            self.server.revive()
            say("The database is ready again.")
        except CannotStart as trouble:
            say(str(trouble))  # Tried again at the next look.

    def _put_logs_away(self) -> None:
        """Keep a log from growing without end: whoever writes it notices and begins a new one."""
        for name in ("web", "worker"):
            log = self.home / "log" / f"{name}.log"
            with suppress(FileNotFoundError):
                if log.stat().st_size > LARGEST_LOG:
                    log.replace(log.with_suffix(".log.1"))

    def _stop(self) -> None:
        _on_stop_signals(_go_on)  # Asked twice, it stops no faster, and must not stop half-way.
        if not self.server and not self.processes:
            return
        say("\nStopping…")
        for process in self.processes:
            process.stop()
        if self.server:
            self.server.release()
        say("Stopped. Everything is kept.")
