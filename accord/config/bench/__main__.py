"""Runs the measurements in this process, in the home that ACCORD_HOME names. See the command `accord bench`."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from accord.config.bench import place
from accord.config.bench.figures import Figure, table
from accord.config.home import locate

MEASURES = ("signing", "board", "importing", "receipt", "ledger", "running")
Measure = Callable[[Path, bool], Iterator[Figure]]


def measured(name: str, home: Path, quick: bool) -> Iterator[Figure]:
    """The figures of one measurement; it begins with an empty home."""
    place.empty(home)
    module = import_module(f"accord.config.bench.{name}")
    if getattr(module, "STARTS_ITSELF", False):
        yield from module.measure(home, quick)
        return
    with place.opened(home):
        yield from module.measure(home, quick)


def main() -> int:
    parser = argparse.ArgumentParser("accord bench")
    parser.add_argument("names", nargs="*", default=MEASURES)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--out", type=Path)
    wanted = parser.parse_args()
    home, figures = locate(), []
    for name in wanted.names:
        began = time.monotonic()
        for figure in measured(name, home, wanted.quick):
            figures.append(figure)
            print(table([figure]), flush=True)
        print(f"  {name} took {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    place.empty(home)
    if wanted.out:
        wanted.out.write_text(json.dumps([figure.as_json() for figure in figures], indent=2), encoding="utf-8")
    return 0 if all(figure.ok for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
