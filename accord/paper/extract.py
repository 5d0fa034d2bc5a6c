"""Takes the text out of an uploaded document, in a process apart."""

import json
import subprocess
import sys

from accord.paper.documents import LARGEST_BYTES, Extracted, Heading, Kind, Page, UnreadableDocument
from accord.paper.sniff import sniff

__all__ = ["Extracted", "Heading", "Page", "UnreadableDocument", "extract", "sniff"]

SECONDS = 30


def extract(raw: bytes, kind: Kind) -> Extracted:
    """The text of a document that `sniff` called `kind`. Raises UnreadableDocument, which says why not.

    Takes a fifth of a second and longer, half a minute at most; imports nothing heavy here.
    """
    if len(raw) > LARGEST_BYTES:
        raise UnreadableDocument(f"This file is larger than {LARGEST_BYTES // 2**20} MB.")
    try:
        # Without our environment: what reads strangers' files has no business with our keys.
        ran = subprocess.run(
            [sys.executable, "-I", "-m", "accord.paper.reader", kind],
            input=raw,
            capture_output=True,
            timeout=SECONDS,
            env={"PYTHONUTF8": "1"},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableDocument("Reading this file took longer than half a minute; it was given up.") from None
    if ran.returncode:
        raise UnreadableDocument("This file is damaged: reading it failed.")
    answer = json.loads(ran.stdout)
    if "unreadable" in answer:
        raise UnreadableDocument(answer["unreadable"])
    return Extracted.from_facts(answer["document"])
