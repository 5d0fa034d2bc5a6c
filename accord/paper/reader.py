"""The process apart in which strangers' documents are read: `python -m accord.paper.reader pdf < FILE`.

It has no secrets in its environment, little memory and little time, and may crash without harm to anybody else.
"""

import json
import resource
import sys
from contextlib import suppress
from hashlib import sha256
from typing import Any

from accord.paper.documents import Extracted, Kind, UnreadableDocument

SECONDS = 30
_MEMORY_BYTES = 2 * 2**30
_LIMITS = {
    resource.RLIMIT_AS: _MEMORY_BYTES,
    resource.RLIMIT_CPU: SECONDS,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
}


def read(raw: bytes, kind: Kind) -> Extracted:
    """The text of `raw`. Raises UnreadableDocument."""
    # Each kind's library is only loaded for it.
    if kind == "pdf":
        from accord.paper.paragraphs import pages_of
        from accord.paper.pdf_lines import printed_pages

        title, lines = printed_pages(raw)
        pages, contents = pages_of(lines)
    else:
        from accord.paper.markdown_pages import markdown_pages
        from accord.paper.sniff import decoded

        title, pages, contents = markdown_pages(decoded(raw))
    if not title and contents:
        title = contents[0].title
    return Extracted(title, tuple(pages), tuple(contents), sha256(raw).hexdigest())


def main(kind: Kind) -> None:
    for limit, most in _LIMITS.items():
        _, hard = resource.getrlimit(limit)
        with suppress(ValueError, OSError):  # macOS does not know them all.
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        answer: dict[str, Any] = {"document": read(sys.stdin.buffer.read(), kind).as_facts()}
    except UnreadableDocument as problem:
        answer = {"unreadable": str(problem)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main("pdf" if sys.argv[1] == "pdf" else "markdown")
