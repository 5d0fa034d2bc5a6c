"""A process of the supervisor's: `python -m accord.config.child web` or `worker`. It ends when its parent has ended.

A supervisor that is killed cannot stop anybody, so each child looks for itself whether its parent is still there.
"""

import os
import runpy
import signal
import sys
import threading
import time
from typing import Any

PARENT = "ACCORD_PARENT"
LOOK_SECONDS = 0.25
GRACE_SECONDS = 5.0


def follow_parent() -> None:
    """End this process in good order, or after a while in any, once the process that started it is gone."""
    parent = int(os.environ[PARENT])
    threading.Thread(target=_watch, args=(parent,), name="follow-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)


def application() -> Any:
    """The WSGI application, made in the server's own worker process."""
    follow_parent()
    from accord.config.wsgi import application as served

    return served


def web() -> None:
    """Serve pages. The process that starts the workers imports neither Django nor Accord."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    os.environ[PARENT] = str(os.getpid())  # The workers follow this process.
    Server(
        "accord.config.child:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=os.environ["ACCORD_HOST"],
        port=int(os.environ["PORT"]),
        workers=int(os.environ.get("ACCORD_WEB_WORKERS", "1")),
        blocking_threads=8,
        respawn_failed_workers=True,
        workers_kill_timeout=3,
        websockets=False,
        log_level=LogLevels.error,
        log_access=False,
    ).serve()


def main() -> None:
    name = sys.argv[1]
    os.environ["ACCORD_PROCESS"] = name
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")
    follow_parent()
    if name == "web":
        web()
    else:
        runpy.run_module(f"accord.config.{name}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
