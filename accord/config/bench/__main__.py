"""Runs the measurements in the home that ACCORD_HOME names. See the command `accord bench`.

Each has a process and an empty home of its own: settings are read once a process, and a home has its own secrets.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from accord.config.bench import place
from accord.config.bench.figures import Figure, table
from accord.config.home import locate

MEASURES = ("signing", "board", "importing", "receipt", "ledger", "running", "authority")


def figures_of(name: str, home: Path, quick: bool) -> Iterator[Figure]:
    """The figures of one measurement, as they come."""
    module = import_module(f"accord.config.bench.{name}")
    if getattr(module, "STARTS_ITSELF", False):
        yield from module.measure(home, quick)
        return
    with place.opened(home):
        yield from module.measure(home, quick)


def measure(name: str, quick: bool) -> list[Figure]:
    """Print the figures of one measurement line by line, and give them."""
    home, found, began = locate(), [], time.monotonic()
    place.empty(home)
    try:
        for figure in figures_of(name, home, quick):
            found.append(figure)
            print(table([figure]), flush=True)
    finally:
        place.empty(home)
    print(f"  {name} took {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return found


def measure_apart(name: str, quick: bool) -> list[Figure]:
    """The same in a process of its own. One that does not come to an end breaks its bound."""
    with tempfile.NamedTemporaryFile("r", suffix=".json") as out:
        words = [name, "--out", out.name, *(["--quick"] if quick else [])]
        subprocess.run([sys.executable, "-m", "accord.config.bench", *words], check=False)
        told = out.read()
    if not told:
        return [Figure(f"{name}: measurements that failed", 1, "", 0, False)]
    return [Figure(**each) for each in json.loads(told)]


def main() -> int:
    parser = argparse.ArgumentParser("accord bench")
    parser.add_argument("names", nargs="+")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--out", type=Path)
    wanted = parser.parse_args()
    if len(wanted.names) == 1:
        found = measure(wanted.names[0], wanted.quick)
    else:
        found = [figure for name in wanted.names for figure in measure_apart(name, wanted.quick)]
    if wanted.out:
        wanted.out.write_text(json.dumps([figure.as_json() for figure in found], indent=2), encoding="utf-8")
    return 0 if all(figure.ok for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
