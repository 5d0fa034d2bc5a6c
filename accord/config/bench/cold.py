"""From nothing to the first page: a clone, `make run`, a page. Told only; it downloads what it needs."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from accord.config.bench import serving
from accord.config.bench.figures import Figure, told
from accord.config.bench.running import wait_for_page
from accord.config.database import GIVEN
from accord.config.home import PROJECT

STARTS_ITSELF = True


def measure(home: Path, quick: bool) -> Iterator[Figure]:
    port = serving.free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ACCORD_") and name not in GIVEN}
    # The clone makes a virtual environment of its own.
    environment = {name: value for name, value in kept.items() if name != "VIRTUAL_ENV"} | {"PORT": str(port)}
    with tempfile.TemporaryDirectory(prefix="accord-cold-") as folder:
        began = time.perf_counter()
        subprocess.run(["git", "clone", "--quiet", PROJECT, f"{folder}/accord"], check=True)
        process = subprocess.Popen(["make", "run"], cwd=f"{folder}/accord", env=environment, start_new_session=True)
        try:
            wait_for_page(port, process)
            yield told("from clone to first page", time.perf_counter() - began, "s")
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(30)
