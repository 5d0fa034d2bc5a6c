"""What is taken out of an uploaded document, for reading on a phone and for search."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Literal, Self

Kind = Literal["pdf", "markdown", "docx", "odt"]
Tell = Callable[[int, int], None]  # Hears how far the reading has come: pages done, of how many.

LARGEST_BYTES = 25 * 2**20
LARGEST_MARKDOWN_BYTES = 2 * 2**20  # 300,000 words: several times the longest policy that a school could adopt.
MOST_PAGES = 300
PAGES_AT_ONCE = 30  # What is read while somebody waits for the page; more is the worker's.


class UnreadableDocument(ValueError):
    """A file that cannot be put before people to read and sign. Its message is a sentence for whoever uploaded it."""


class TakesLong(Exception):
    """A document of so many pages that nobody should wait for it in front of a page."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


@dataclass(frozen=True)
class Heading:
    """A line of the contents: `anchor` is the id of the heading in the HTML of page `page`.

    `level` is 2 or more in the whole document; within its page a heading may stand higher.
    """

    level: int
    title: str
    anchor: str
    page: int


@dataclass(frozen=True)
class Page:
    """One page as it is read: clean HTML whose headings begin at level 2, and the same as plain text for search.

    `has_text` is false for a page of pictures only; its HTML then says so.
    """

    number: int
    html: str
    text: str
    has_text: bool = True


@dataclass(frozen=True)
class Extracted:
    """A document's text. `title` is empty where the document does not say; `original_sha256` is the file's own."""

    title: str
    pages: tuple[Page, ...]
    contents: tuple[Heading, ...]
    original_sha256: str

    @property
    def sha256(self) -> str:
        """The SHA-256 of what is shown: the HTML of all pages, joined by form feeds."""
        return sha256("\f".join(page.html for page in self.pages).encode()).hexdigest()

    @property
    def words(self) -> int:
        """How many words there are to read."""
        return sum(len(page.text.split()) for page in self.pages)

    def as_facts(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Self:
        return cls(
            title=facts["title"],
            pages=tuple(Page(**page) for page in facts["pages"]),
            contents=tuple(Heading(**heading) for heading in facts["contents"]),
            original_sha256=facts["original_sha256"],
        )


def page_levels(levels: Iterable[int]) -> list[int]:
    """Heading levels as one page needs them: from 2, for a page has its own heading, and never one left out."""
    levels = list(levels)
    used = {level: number for number, level in enumerate(sorted(set(levels)), start=2)}
    last, given = 1, []
    for level in levels:
        last = min(used[level], last + 1, 6)
        given.append(last)
    return given


class Anchors:
    """Gives each heading of one document an id of its own."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def take(self, title: str) -> str:
        """An id from the words of `title`, such as part-passwords-and-locks, or part-passwords-and-locks_2."""
        words = "".join(letter.lower() if letter.isalnum() and letter.isascii() else " " for letter in title).split()
        base = "-".join(["part", *words[:8]])
        self._taken[base] += 1
        # The underscore stands in no title, so that no heading called "Locks 2" can be given the same.
        return base if self._taken[base] == 1 else f"{base}_{self._taken[base]}"
