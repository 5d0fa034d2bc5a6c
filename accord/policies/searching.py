"""Finding words in the text of documents."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F

from accord.policies.models import Version
from accord.signing.models import Page

LONGEST_QUERY = 100
MOST_HITS = 50
_AROUND = 90  # Characters shown on either side of the first word that was found.


@dataclass(frozen=True)
class Piece:
    """A stretch of a quotation; `is_found` where it is one of the words looked for."""

    text: str
    is_found: bool


@dataclass(frozen=True)
class Hit:
    """A page that holds every word, with the place of the first."""

    version: Version
    number: int
    page_title: str
    pieces: tuple[Piece, ...]


def words_of(query: str) -> list[str]:
    """What is looked for: at most ten words of the first hundred characters."""
    return query.replace("\x00", "")[:LONGEST_QUERY].split()[:10]


def search(query: str, *, drafts: bool) -> list[Hit]:
    """The pages of the versions in force (with `drafts`, of those to come as well) that hold every word. Two queries."""
    words = words_of(query)
    if not words:
        return []
    versions = Version.objects.in_force() | Version.objects.coming() if drafts else Version.objects.in_force()
    by_text = {version.text_id: version for version in versions.select_related("document")}
    pages = Page.objects.filter(text__in=list(by_text)).defer("html")
    for word in words:
        pages = pages.filter(words__icontains=word)
    found = pages.order_by(F("text__title"), "text_id", "number")[:MOST_HITS]
    return [Hit(by_text[page.text_id], page.number, page.title, quotation(page.words, words)) for page in found]


def quotation(text: str, words: list[str]) -> tuple[Piece, ...]:
    """A line of `text` around the first word that is found, with every found word marked."""
    flat = " ".join(text.split())
    places = sorted(_places(flat, words))
    if not places:
        return (Piece(_cut(flat, 0, 2 * _AROUND), False),)
    start, end = max(0, places[0][0] - _AROUND), min(len(flat), places[0][1] + _AROUND)
    return tuple(_marked(flat, start, end, places))


def _places(flat: str, words: list[str]) -> Iterator[tuple[int, int]]:
    lowered = flat.lower()
    if len(lowered) != len(flat):  # A few letters change their length when lowered; then places would not fit.
        lowered = flat
    for word in words:
        place = lowered.find(word.lower())
        while place >= 0:
            yield place, place + len(word)
            place = lowered.find(word.lower(), place + len(word))


def _marked(flat: str, start: int, end: int, places: list[tuple[int, int]]) -> Iterator[Piece]:
    if start:
        yield Piece("… ", False)
    here = start
    for first, last in places:
        if first < here or last > end:
            continue
        if first > here:
            yield Piece(flat[here:first], False)
        yield Piece(flat[first:last], True)
        here = last
    yield Piece(_cut(flat, here, end), False)


def _cut(flat: str, start: int, end: int) -> str:
    return flat[start:end] + (" …" if end < len(flat) else "")
