"""Runs a module of ours in a process apart, on what a stranger made, and hears its answers line by line."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

_MOST_BYTES = 200 * 2**20  # Of all answers together.
_MEMORY_BYTES = 2 * 2**30


class TooSlow(Exception):
    """The process was ended because its time was over."""


class Crashed(Exception):
    """The process ended without saying why, or said what is no answer."""


def answers(module: str, *arguments: str, given: bytes, seconds: float) -> Iterator[dict[str, Any]]:
    """What `python -m module` says about `given`, as it says it. Raises TooSlow and Crashed.

    It runs without our environment: what reads strangers' files has no business with our keys. When this ends, however
    it ends, the process and all that it began are gone.
    """
    process = subprocess.Popen(
        [sys.executable, "-I", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONUTF8": "1"},
        cwd="/",
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    late = threading.Event()

    def end() -> None:
        late.set()
        _end(process)

    clock = threading.Timer(seconds, end)
    feeder = threading.Thread(target=_feed, args=(process.stdin, given), daemon=True)
    clock.start()
    feeder.start()
    try:
        left = _MOST_BYTES
        while line := process.stdout.readline(left + 1):
            left -= len(line)
            if left < 0:
                raise Crashed
            yield _answer(line)
        failed = process.wait()
    finally:
        clock.cancel()
        _end(process)
        process.stdout.close()
        process.wait()
        feeder.join()
        if late.is_set():
            raise TooSlow
    if failed:
        raise Crashed


def _feed(pipe: Any, given: bytes) -> None:
    with suppress(OSError), pipe:  # It may end before it has read everything.
        pipe.write(given)


def _answer(line: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(line))
    except (ValueError, RecursionError):
        raise Crashed from None


def _end(process: subprocess.Popen) -> None:
    if process.returncode is None:  # Its number is still its own, and that of all it began.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


# In the process itself


def limit(seconds: int) -> None:
    """Give this process, and each that it begins, little memory and little time, and no files to write."""
    limits = {
        resource.RLIMIT_AS: _MEMORY_BYTES,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for each, most in limits.items():
        _, hard = resource.getrlimit(each)
        with suppress(ValueError, OSError):  # macOS does not know them all.
            resource.setrlimit(each, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def say(**answer: Any) -> None:
    """One answer, at once."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
