"""Markdown to clean pages of a length that one reads on, split at headings."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from accord.paper.documents import MOST_PAGES, Anchors, Heading, Page, UnreadableDocument, page_levels

ENOUGH_WORDS = 400  # A page with so many ends at the next heading.
MOST_WORDS = 900  # A page with more is split, if it has paragraphs to split at.
_DEEPEST = 40  # Lists within lists within quotes; markdown-it leaves out what lies deeper than its limit.
_SPLIT_AT = 2  # Headings of these levels begin a part: # and ##.

_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "s", "br"),
    *("hr", "a", "table", "thead", "tbody", "tr", "th", "td", "div"),
}
_ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "th": {"scope"},
    "div": {"class", "tabindex", "role", "aria-label"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_PASTED_BULLET = re.compile(r"^([ \t]*)[•◦▪●○■\uf0b7\uf0a7\uf0d8][ \t]*(?=\S)", re.M)  # From word processors.
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.S | re.M)
_FRONT_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.M | re.I)


@dataclass(frozen=True)
class _Block:
    """A paragraph, list, table or heading at the top level; `level` is 0 unless it is a heading."""

    tokens: Sequence[Token]
    level: int
    words: int


def markdown_pages(text: str) -> tuple[str, list[Page], list[Heading]]:
    """The title, the pages and the contents of `text`. Raises UnreadableDocument when nothing is left to read."""
    title, text = _without_front_matter(text)
    parser = _parser()
    blocks = list(_blocks(parser.parse(_PASTED_BULLET.sub(r"\1- ", text))))
    anchors, contents = Anchors(), []
    levels = _levels(blocks)
    pages = []
    for number, page in enumerate(_paged(blocks), start=1):
        headings = [block for block in page if block.level]
        shown = page_levels(block.level for block in headings)
        for block, level in zip(headings, shown, strict=True):
            words = _plain(block.tokens[1])
            contents.append(Heading(levels[block.level], words, anchors.take(words), number))
            block.tokens[0].tag = block.tokens[-1].tag = f"h{level}"
            block.tokens[0].attrSet("id", contents[-1].anchor)
        tokens = [token for block in page for token in block.tokens]
        pages.append(_page(number, parser.renderer.render(tokens, parser.options, {})))
    if len(pages) > MOST_PAGES:
        raise UnreadableDocument(f"This text makes {len(pages)} pages; {MOST_PAGES} is the most.")
    if not any(page.text for page in pages):
        raise UnreadableDocument("There is no text in this file.")
    return title or _first_title(blocks), pages, contents


def _without_front_matter(text: str) -> tuple[str, str]:
    found = _FRONT_MATTER.match(text)
    if not found:
        return "", text
    title = _FRONT_TITLE.search(found[1])
    return (title[1].strip("\"'") if title else ""), text[found.end() :]


def _parser() -> MarkdownIt:
    # maxNesting is twice what we accept: a document that reaches it might have lost something, and is refused.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 2 * _DEEPEST}, renderer_cls=_Renderer)
    # Text that was pasted with indents is not a program's source.
    return parser.enable(["table", "strikethrough"]).disable("code")


class _Renderer(RendererHTML):
    """Pictures become their words, and tables can be scrolled on a phone, with a keyboard too."""

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        words = self.renderInlineAsText(tokens[idx].children, options, env).strip()
        return html.escape(f"[Picture: {words}]" if words else "[Picture]")

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        number = 1 + sum(token.type == "table_open" for token in tokens[:idx])
        return f'<div class="document-table" tabindex="0" role="region" aria-label="Table {number}">\n<table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</table>\n</div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return '<th scope="col">'


def _blocks(tokens: list[Token]) -> Iterator[_Block]:
    begin = depth = 0
    for at, token in enumerate(tokens):
        depth += token.nesting
        if token.level > _DEEPEST:
            raise UnreadableDocument(f"Lists or quotes lie more than {_DEEPEST} deep in each other.")
        if depth == 0:
            block = tokens[begin : at + 1]
            level = int(block[0].tag[1]) if block[0].type == "heading_open" else 0
            yield _Block(block, level, sum(len(each.content.split()) for each in block))
            begin = at + 1


def _levels(blocks: list[_Block]) -> dict[int, int]:
    """The levels in use, to 2, 3, 4 and so on, with none left out."""
    used = sorted({block.level for block in blocks if block.level})
    return {level: number for number, level in enumerate(used, start=2)}


def _paged(blocks: list[_Block]) -> Iterator[list[_Block]]:
    page: list[_Block] = []
    words = 0
    for part in _parts(blocks):
        size = sum(block.words for block in part)
        if page and (words >= ENOUGH_WORDS or words + size > MOST_WORDS):
            yield page
            page, words = [], 0
        page, words = [*page, *part], words + size
    if page:
        yield page


def _parts(blocks: list[_Block]) -> Iterator[list[_Block]]:
    """What must not be parted: from one heading to the next, or as much of it as makes a page."""
    part: list[_Block] = []
    words = 0
    has_text = False
    for block in blocks:
        begins = 0 < block.level <= _SPLIT_AT
        too_long = words + block.words > MOST_WORDS or (words >= ENOUGH_WORDS and block.level > 0)
        if has_text and (begins or too_long):  # A heading stays with what follows it.
            yield part
            part, words, has_text = [], 0, False
        part.append(block)
        words += block.words
        has_text = has_text or not block.level
    if part:
        yield part


def _first_title(blocks: list[_Block]) -> str:
    headings = [block for block in blocks if block.level]
    return _plain(min(headings, key=lambda block: block.level).tokens[1]) if headings else ""


def _plain(inline: Token) -> str:
    return " ".join("".join(each.content or " " for each in inline.children or []).split())


def _page(number: int, rendered: str) -> Page:
    clean = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_only_outward,
        link_rel="noopener noreferrer nofollow",
        url_schemes={scheme.removesuffix(":") for scheme in _SCHEMES},
    ).strip()
    text = html.unescape(nh3.clean(clean, tags=set())).strip()
    return Page(number, clean, text, has_text=bool(text))


def _only_outward(tag: str, attribute: str, value: str) -> str | None:
    """Without links into Accord itself: a document must not lead its reader to one of our own pages."""
    if attribute == "href" and not value.lower().startswith(_SCHEMES):
        return None
    return value
