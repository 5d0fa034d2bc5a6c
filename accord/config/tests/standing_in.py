"""The supervisor with small programs in the place of web and worker: `python standing_in.py`.

They are real processes that answer, note what happens to them in the folder STANDING_IN, and follow their parent as ours do.
"""

import os
import signal
import sys
import time
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from unittest import mock

from accord.config import child, cli, kept, preparation


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200, "OK")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


def note(folder: Path, line: str) -> None:
    with open(folder / "notes", "a") as file:
        file.write(line + "\n")


def stand_in(name: str, folder: Path) -> None:
    def stop(*_: object) -> None:
        if name == "worker" and (folder / "stubborn").exists():
            return
        note(folder, f"{name} stopped")
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    child.follow_parent()
    if name == "web" and (folder / "broken").exists():
        sys.exit(3)
    (folder / f"{name}.pid").write_text(str(os.getpid()))
    if name == "web":
        HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Page).serve_forever()
    while True:
        time.sleep(1)


def supervise() -> int:
    def stands_in(name: str, environment: dict[str, str], *rest: object) -> kept.Kept:
        environment |= {"PYTHONPATH": os.pathsep.join(sys.path)}
        return kept.Kept(name, [sys.executable, __file__, name], environment, *rest)

    prepared = {"ensure": lambda *_, **__: nullcontext()}
    with mock.patch.object(kept, "of_accord", stands_in), mock.patch.multiple(preparation, **prepared):
        return cli.main(["run"])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        stand_in(sys.argv[1], Path(os.environ["STANDING_IN"]))
    else:
        sys.exit(supervise())
