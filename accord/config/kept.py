"""A process that the supervisor keeps running."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from accord.config.child import PARENT

LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60  # One that ran this long and ends is started again without much of a pause.


@dataclass
class Kept:
    """A process that is started again when it ends; `say` tells whoever watches."""

    name: str
    command: list[str]
    environment: dict[str, str]
    stop_seconds: float
    say: Callable[[str], None]
    failures: int = 0
    _process: "subprocess.Popen[bytes] | None" = None
    _started_at: float = 0.0
    _start_at: float = 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def keep(self) -> None:
        """Start it if it does not run; after it ended, only when a pause is over that grows while it keeps ending."""
        if self._process and self._process.poll() is None:
            return
        now = time.monotonic()
        if self._process:
            if now - self._started_at > STEADY_SECONDS:
                self.failures = 0
            self._start_at = now + min(LONGEST_PAUSE, 0.25 * 2**self.failures)
            self.failures += 1
            self.say(
                f"The {self.name} process ended unexpectedly ({_how(self._process.returncode)}). Starting it again…"
            )
            self._process = None
        if now >= self._start_at:
            self._start(now)

    def _start(self, now: float) -> None:
        # A session of its own: Ctrl-C in the terminal reaches the supervisor only, which stops things in order.
        environment = self.environment | {PARENT: str(os.getpid())}
        self._process = subprocess.Popen(
            self.command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self._started_at = now

    def stop(self) -> None:
        """Ask it to stop, and once its time is over, end it and whatever it started."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(self.stop_seconds)
        except subprocess.TimeoutExpired:
            self.say(f"The {self.name} process did not stop in time and was ended.")
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def of_accord(name: str, environment: dict[str, str], stop_seconds: float, say: Callable[[str], None]) -> Kept:
    """One of Accord's own processes: see `child`."""
    command = [sys.executable, "-m", "accord.config.child", name]
    return Kept(name, command, environment, stop_seconds, say)


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
