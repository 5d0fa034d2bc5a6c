"""Takes the text out of an uploaded document, in a process apart."""

from accord.paper import apart
from accord.paper.documents import (
    LARGEST_BYTES,
    Extracted,
    Heading,
    Kind,
    Page,
    TakesLong,
    Tell,
    UnreadableDocument,
)
from accord.paper.sniff import sniff

__all__ = [
    "Extracted",
    "Heading",
    "Kind",
    "Page",
    "TakesLong",
    "Tell",
    "UnreadableDocument",
    "extract",
    "sniff",
]

SECONDS = 30
SECONDS_IN_THE_WORKER = 180


def extract(raw: bytes, kind: Kind, *, tell: Tell | None = None) -> Extracted:
    """The text of a document that `sniff` called `kind`. Raises UnreadableDocument, which says why not.

    Takes a fifth of a second and longer, half a minute at most; imports nothing heavy here. Raises TakesLong for a
    document of many pages, unless somebody listens to how far it has come: then it takes three minutes at most.
    """
    if len(raw) > LARGEST_BYTES:
        raise UnreadableDocument(f"This file is larger than {LARGEST_BYTES // 2**20} MB.")
    seconds = SECONDS_IN_THE_WORKER if tell else SECONDS
    whole = "whole" if tell else "at-once"
    try:
        for answer in apart.answers("accord.paper.reader", kind, whole, str(seconds), given=raw, seconds=seconds):
            if "document" in answer:
                return Extracted.from_facts(answer["document"])
            if "unreadable" in answer:
                raise UnreadableDocument(answer["unreadable"])
            if "takes_long" in answer:
                raise TakesLong(answer["takes_long"])
            if tell:
                tell(*answer["done_of"])
    except apart.TooSlow:
        minutes = "three minutes" if tell else "half a minute"
        raise UnreadableDocument(f"Reading this file took longer than {minutes}; it was given up.") from None
    except apart.Crashed:
        pass
    raise UnreadableDocument("This file is damaged: reading it failed.")
