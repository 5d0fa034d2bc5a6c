"""Web and worker processes as the supervisor starts them, for as long as something is measured."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from accord.config import kept
from accord.config.bench import place
from accord.config.bench.browser import Browser
from accord.config.database import FOR_SETTINGS, addresses

READY_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def web(home: Path, settings: str = "accord.config.settings") -> Iterator[int]:
    """A web process on a port of its own, which it gives once pages come."""
    port = free_port()
    more = {"PORT": str(port), "ACCORD_HOST": "127.0.0.1", "DJANGO_SETTINGS_MODULE": settings}
    with _kept("web", home, more):
        _wait(port)
        yield port


@contextmanager
def worker(home: Path) -> Iterator[None]:
    with _kept("worker", home, {}):
        yield


@contextmanager
def _kept(name: str, home: Path, more: dict[str, str]) -> Iterator[None]:
    environment = place.environment(home, **{FOR_SETTINGS: addresses(home).app}, **more)
    process = kept.of_accord(name, environment, 5.0, print)
    process.keep()
    try:
        yield
    finally:
        process.stop()


def _wait(port: int) -> None:
    give_up_at = time.monotonic() + READY_SECONDS
    while True:
        try:
            browser = Browser(port)
            if browser.get("/healthz").status == 200:
                browser.close()
                return
        except OSError:
            if time.monotonic() > give_up_at:
                raise
        time.sleep(0.05)
