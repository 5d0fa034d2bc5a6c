"""Pages of a list: where we are, what is shown, and the addresses of the others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Step:
    """A number between Previous and Next; without a number it is the gap between two."""

    number: int = 0
    url: str = ""
    here: bool = False


class Paging:
    """A page of `size` among `total`. A page past the end is the last one. `address(page=2)` gives a page's address."""

    def __init__(self, asked: int, size: int, total: int, address: Callable[..., str]) -> None:
        self.size = size
        self.total = total
        self.count = max(1, -(-total // size))
        self.number = min(max(1, asked), self.count)
        self._address = address

    @property
    def first(self) -> int:
        """The place of the first row shown, from 1."""
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def previous(self) -> str:
        return self._address(page=self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self._address(page=self.number + 1) if self.number < self.count else ""

    @cached_property
    def steps(self) -> list[Step]:
        """The first page, the last, and those around this one, with gaps between; nothing where all is on one page."""
        return list(self._steps()) if self.count > 1 else []

    def _steps(self) -> Iterator[Step]:
        before = 0
        for number in range(1, self.count + 1):
            if number in (1, self.count) or abs(number - self.number) <= 1:
                if number - before > 1:
                    yield Step()
                yield Step(number, self._address(page=number), number == self.number)
                before = number
