"""From what was handed in to the pages that people read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape

from accord.paper.extract import Extracted, Kind, TakesLong, Tell, UnreadableDocument, extract, sniff
from accord.policies.models import Version
from accord.signing.actions import PageContent

__all__ = ["Original", "TakesLong", "UnreadableDocument", "read_at_leisure", "read_file", "read_typed", "without_title"]

_FIRST_HEADING = re.compile(r"\s*<h2\b[^>]*>(.*?)</h2>", re.S)
_HEADING = re.compile(r"(</?h)([3-6])(?=[ >])")
_TAG = re.compile(r"<[^>]+>")

MEDIA_TYPES = {
    Version.Format.PDF: "application/pdf",
    Version.Format.MARKDOWN: "text/markdown",
    Version.Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Version.Format.ODT: "application/vnd.oasis.opendocument.text",
}
BYTES_AT_ONCE = 2 * 2**20  # What is larger is read by the worker.


@dataclass(frozen=True)
class Original:
    """A version as it was handed in, with its text. `title` is what it calls itself, where it does."""

    name: str
    format: str
    content: bytes
    title: str
    pages: tuple[PageContent, ...]

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[Version.Format(self.format)]


def read_file(name: str, content: bytes) -> Original:
    """An uploaded file. Raises UnreadableDocument with a sentence for whoever uploaded it.

    Raises TakesLong for one that nobody should wait for: the worker reads it, with `read_at_leisure`.
    """
    kind = sniff(content, name)
    if len(content) > BYTES_AT_ONCE and kind != "markdown":
        raise TakesLong(0)
    return _original(name, kind, content, extract(content, kind))


def read_at_leisure(name: str, content: bytes, tell: Tell) -> Original:
    """The same for a file of any size, three minutes at most; `tell` hears how far it has come."""
    kind: Kind = sniff(content, name)
    return _original(name, kind, content, extract(content, kind, tell=tell))


def read_typed(text: str, *, name: str) -> Original:
    """Text that was typed on the page. Browsers send carriage returns, which nobody typed. Raises UnreadableDocument."""
    content = text.replace("\r\n", "\n").strip("\n").encode() + b"\n"
    return _original(name, Version.Format.MARKDOWN, content, extract(content, "markdown"))


def without_title(pages: Sequence[PageContent], title: str) -> list[PageContent]:
    """The pages without a first heading that only repeats the document's title, which stands over every text.

    Where that was the page's only heading of its level, those below it move up, so that none is skipped.
    """
    first, *others = pages
    found = _FIRST_HEADING.match(first.html)
    if not found or _words(found[1]) != " ".join(title.split()).casefold():
        return list(pages)
    rest = first.html[found.end() :]
    if not rest.strip():
        return list(pages)
    if "<h2" not in rest:
        rest = _HEADING.sub(lambda tag: f"{tag[1]}{int(tag[2]) - 1}", rest)
    return [replace(first, html=rest), *others]


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split()).casefold()


def _original(name: str, kind: str, content: bytes, extracted: Extracted) -> Original:
    first_headings: dict[int, str] = {}
    for heading in extracted.contents:
        first_headings.setdefault(heading.page, heading.title)
    pages = tuple(
        PageContent(title=first_headings.get(page.number, ""), html=page.html, words=page.text)
        for page in extracted.pages
    )
    return Original(name, str(kind), content, extracted.title, pages)
