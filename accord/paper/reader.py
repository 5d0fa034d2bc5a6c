"""The process apart in which strangers' documents are read: `python -m accord.paper.reader pdf at-once 30 < FILE`.

It has no secrets in its environment, little memory and little time, and may crash without harm to anybody else.
"""

import sys
from hashlib import sha256

from accord.paper import apart
from accord.paper.documents import PAGES_AT_ONCE, Extracted, Kind, TakesLong, Tell, UnreadableDocument


def read(raw: bytes, kind: Kind, tell: Tell) -> Extracted:
    """The text of `raw`. Raises UnreadableDocument."""
    # Each kind's library is only loaded for it.
    if kind == "pdf":
        from accord.paper.paragraphs import pages_of
        from accord.paper.pdf_lines import printed_pages

        title, lines = printed_pages(raw, tell)
        pages, contents = pages_of(lines)
    elif kind == "markdown":
        from accord.paper.markdown_pages import markdown_pages
        from accord.paper.sniff import decoded

        title, pages, contents = markdown_pages(decoded(raw))
    else:
        from accord.paper.office_pages import office_pages

        title, pages, contents = office_pages(raw, kind, tell)
    if not title and contents:
        title = contents[0].title
    return Extracted(title, tuple(pages), tuple(contents), sha256(raw).hexdigest())


def _tell(done: int, total: int) -> None:
    apart.say(done_of=[done, total])


def _tell_or_stop(done: int, total: int) -> None:
    if total > PAGES_AT_ONCE:
        raise TakesLong(total)


def main(kind: Kind, whole: str, seconds: str) -> None:
    apart.limit(int(seconds))
    try:
        document = read(sys.stdin.buffer.read(), kind, _tell if whole == "whole" else _tell_or_stop)
    except UnreadableDocument as problem:
        apart.say(unreadable=str(problem))
    except TakesLong as long:
        apart.say(takes_long=long.pages)
    else:
        apart.say(document=document.as_facts())


if __name__ == "__main__":
    main(*sys.argv[1:])  # type: ignore[arg-type]
