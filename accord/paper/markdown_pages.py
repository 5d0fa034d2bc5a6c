"""Markdown to clean pages of a length that one reads on, split at headings."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from accord.paper.documents import MOST_PAGES, Anchors, Heading, Page, UnreadableDocument, page_levels
from accord.paper.paging import Block, clean_page, heading_levels, paged

_DEEPEST = 40  # Lists within lists within quotes; markdown-it leaves out what lies deeper than its limit.
_PASTED_BULLET = re.compile(r"^([ \t]*)[•◦▪●○■\uf0b7\uf0a7\uf0d8][ \t]*(?=\S)", re.M)  # From word processors.
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.S | re.M)
_FRONT_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.M | re.I)


def markdown_pages(text: str) -> tuple[str, list[Page], list[Heading]]:
    """The title, the pages and the contents of `text`. Raises UnreadableDocument when nothing is left to read."""
    title, text = _without_front_matter(text)
    parser = _parser()
    blocks = list(_blocks(parser.parse(_PASTED_BULLET.sub(r"\1- ", text))))
    anchors, contents = Anchors(), []
    levels = heading_levels(blocks)
    pages = []
    for number, page in enumerate(paged(blocks), start=1):
        headings = [block for block in page if block.level]
        shown = page_levels(block.level for block in headings)
        for block, level in zip(headings, shown, strict=True):
            words = _plain(block.content[1])
            contents.append(Heading(levels[block.level], words, anchors.take(words), number))
            block.content[0].tag = block.content[-1].tag = f"h{level}"
            block.content[0].attrSet("id", contents[-1].anchor)
        tokens = [token for block in page for token in block.content]
        pages.append(clean_page(number, parser.renderer.render(tokens, parser.options, {})))
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


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    begin = depth = 0
    for at, token in enumerate(tokens):
        depth += token.nesting
        if token.level > _DEEPEST:
            raise UnreadableDocument(f"Lists or quotes lie more than {_DEEPEST} deep in each other.")
        if depth == 0:
            block = tokens[begin : at + 1]
            level = int(block[0].tag[1]) if block[0].type == "heading_open" else 0
            yield Block(block, level, sum(len(each.content.split()) for each in block))
            begin = at + 1


def _first_title(blocks: list[Block]) -> str:
    headings = [block for block in blocks if block.level]
    return _plain(min(headings, key=lambda block: block.level).content[1]) if headings else ""


def _plain(inline: Token) -> str:
    return " ".join("".join(each.content or " " for each in inline.children or []).split())
