"""Finds the codes on scanned sheets, in a process apart."""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass

from accord.paper import apart
from accord.paper.documents import LARGEST_BYTES, UnreadableDocument

MOST_SCANNED_PAGES = 100
SECONDS = 300


@dataclass(frozen=True)
class ScannedPage:
    """One page of a scan: our codes on it, a picture of it the right way up (PNG), and the page alone as a PDF."""

    number: int
    pages: int
    codes: tuple[str, ...]
    picture: bytes
    paper: bytes


def scanned_pages(raw: bytes) -> Iterator[ScannedPage]:
    """The pages of a PDF, JPEG or PNG, one by one as they are read. Raises UnreadableDocument with the reason."""
    if len(raw) > LARGEST_BYTES:
        raise UnreadableDocument(f"This file is larger than {LARGEST_BYTES // 2**20} MB.")
    try:
        for answer in apart.answers("accord.paper.scan_reader", str(SECONDS), given=raw, seconds=SECONDS):
            if "unreadable" in answer:
                raise UnreadableDocument(answer["unreadable"])
            yield ScannedPage(
                number=answer["number"],
                pages=answer["pages"],
                codes=tuple(answer["codes"]),
                picture=b64decode(answer["picture"]),
                paper=b64decode(answer["paper"]),
            )
    except apart.TooSlow:
        raise UnreadableDocument("Reading this scan took longer than five minutes; it was given up.") from None
    except apart.Crashed:
        raise UnreadableDocument("This file is damaged: reading it failed.") from None
