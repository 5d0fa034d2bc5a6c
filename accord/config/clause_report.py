"""Which clauses of the guidance have a test that ends in what a person sees: `python -m accord.config.clause_report`.

Such a test is a journey, or a test that asks for pages as somebody. The marks are read from the files: nothing is run.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accord.guidance.catalogue import clauses

PROJECT = Path(__file__).resolve().parents[2]
ASKS_FOR_PAGES = {"signed_in", "Client", "client", "page", "visit", "as_role"}


@dataclass(frozen=True)
class Mark:
    """One `pytest.mark.clause("…")`. It proves its clause to a person where `on_page`."""

    number: str
    file: str
    line: int
    on_page: bool


def marks() -> list[Mark]:
    """Every mark in the tests of all slices and in the journeys."""
    files = [*PROJECT.glob("accord/*/tests/test_*.py"), *PROJECT.glob("journeys/test_*.py")]
    return [mark for file in sorted(files) for mark in _marks_in(file)]


def _marks_in(file: Path) -> Iterator[Mark]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    on_page = bool(names & ASKS_FOR_PAGES)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.clause":
            for given in node.args:
                number = given.value if isinstance(given, ast.Constant) else ast.unparse(given)
                yield Mark(str(number), str(file.relative_to(PROJECT)), node.lineno, on_page)


def main() -> int:
    """Print the clauses without such a test; the exit code is 0 in any case, since most are still to come."""
    every = list(clauses().values())
    proven = {mark.number for mark in marks() if mark.on_page}
    missing = [clause for clause in every if clause.number not in proven]
    for clause in missing:
        print(f"{clause.number:8} {clause.title}")
    print(f"{len(every) - len(missing)} of {len(every)} clauses have a test that ends in what a person sees.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
