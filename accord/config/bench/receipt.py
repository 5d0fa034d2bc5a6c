"""What a receipt costs, against typst and bare pyHanko on the same page. Measured where papers are made."""

from collections.abc import Iterator
from pathlib import Path

from accord.config.bench.figures import Figure

STARTS_ITSELF = True  # It needs no database.


def measure(home: Path, quick: bool) -> Iterator[Figure]:
    from accord.paper import bench

    if quick:
        bench.ROUNDS = 16
    for figure in bench.measure():
        yield Figure(**figure)
