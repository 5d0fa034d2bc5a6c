"""Pandoc's own tree of a document, made into what our pages can show: pictures as words, notes below, boxes opened."""

from collections.abc import Iterable, Iterator
from typing import Any

from accord.paper.documents import UnreadableDocument

_DEEPEST = 60  # Lists within tables within lists; pandoc's tree has about two steps for each.
_LONGEST_HEADING = 160
_NO_HEADING = (".", ";", ",", ":")
_META = ("subtitle", "author", "date", "abstract")  # What pandoc takes out of the text by the names of its styles.

Node = dict[str, Any]


class Tree:
    """A document's tree. `words` is all that it says, `title` what it calls itself."""

    def __init__(self, document: Node) -> None:
        self._document = document
        self._notes: dict[int, list[Node]] = {}  # By the number that stands in the text.
        self._tables = 0
        meta, body = document.get("meta", {}), document["blocks"]
        self.title = " ".join(plain(meta.get("title")).split())
        said = [block for name in _META for block in _as_blocks(meta.get(name))]
        self.words = "\n".join((self.title, *map(_said, said), *map(_said, body)))
        opened = [*self._blocks(said, 0), *self._blocks(body, 0)]
        if self.title:
            opened = [_heading(1, _inlines(meta["title"])), *map(_one_lower, opened)]
        self._opened = (
            opened if any(block["t"] == "Header" for block in opened) else list(map(_bold_as_heading, opened))
        )

    def blocks(self) -> Iterator[tuple[Node, int]]:
        """The blocks at the top level, each with its level as a heading, or 0."""
        for block in self._opened:
            yield block, block["c"][0] if block["t"] == "Header" else 0

    def notes_of(self, blocks: Iterable[Node]) -> list[Node]:
        """The notes that these blocks refer to, as a list below them."""
        numbers = sorted(number for block in blocks for number in _references(block))
        if not numbers:
            return []
        style = [numbers[0], {"t": "Decimal"}, {"t": "Period"}]
        heading = {"t": "Para", "c": [{"t": "Strong", "c": [_text("Notes")]}]}
        return [heading, {"t": "OrderedList", "c": [style, [self._notes[number] for number in numbers]]}]

    def with_blocks(self, blocks: list[Node]) -> Node:
        return {**self._document, "meta": {}, "blocks": blocks}

    # Blocks

    def _blocks(self, blocks: Iterable[Node], depth: int) -> Iterator[Node]:
        if depth > _DEEPEST:
            raise UnreadableDocument("Lists or tables lie too deep in each other.")
        for block in blocks:
            yield from self._block(block, depth)

    def _block(self, block: Node, depth: int) -> Iterator[Node]:
        kind: str = block["t"]
        content: Any = block.get("c")
        if kind in ("Div", "Figure"):  # Of a figure, its words below are in `content[1]`.
            yield from self._blocks(content[-1], depth)
            if kind == "Figure":
                yield from self._blocks(content[1][1], depth)
        elif kind == "Header":
            inlines = self._inlines(content[2], depth)
            if plain(inlines).strip():
                yield _heading(content[0], inlines) if depth == 0 else _strong(inlines)
        elif kind in ("Para", "Plain"):
            yield {"t": kind, "c": self._inlines(content, depth)}
        elif kind in ("BlockQuote", "BulletList", "OrderedList", "DefinitionList", "LineBlock", "Table"):
            yield from getattr(self, f"_{kind.lower()}")(content, depth + 1)
        elif kind in ("CodeBlock", "HorizontalRule"):
            yield {"t": kind, **({"c": [["", [], []], content[1]]} if kind == "CodeBlock" else {})}

    def _blockquote(self, content: Any, depth: int) -> Iterator[Node]:
        yield {"t": "BlockQuote", "c": list(self._blocks(content, depth))}

    def _bulletlist(self, content: Any, depth: int) -> Iterator[Node]:
        yield {"t": "BulletList", "c": [list(self._blocks(item, depth)) for item in content]}

    def _orderedlist(self, content: Any, depth: int) -> Iterator[Node]:
        yield {"t": "OrderedList", "c": [content[0], [list(self._blocks(item, depth)) for item in content[1]]]}

    def _definitionlist(self, content: Any, depth: int) -> Iterator[Node]:
        items = [
            [self._inlines(term, depth), [list(self._blocks(each, depth)) for each in said]] for term, said in content
        ]
        yield {"t": "DefinitionList", "c": items}

    def _lineblock(self, content: Any, depth: int) -> Iterator[Node]:
        for line in content:
            yield {"t": "Para", "c": self._inlines(line, depth)}

    def _table(self, content: Any, depth: int) -> Iterator[Node]:
        """In a region that can be scrolled on a phone, with a keyboard too; what it is called stands above it."""
        _attributes, caption, columns, head, bodies, foot = content
        yield from self._blocks(caption[1], depth)
        self._tables += 1
        for rows in (head[1], *(part for body in bodies for part in body[2:]), foot[1]):
            for _row, cells in rows:
                for cell in cells:
                    cell[0], cell[4] = ["", [], []], list(self._blocks(cell[4], depth))
        plain_columns = [[alignment, {"t": "ColWidthDefault"}] for alignment, _width in columns]
        table = {"t": "Table", "c": [["", [], []], [None, []], plain_columns, head, bodies, foot]}
        named = [["tabindex", "0"], ["role", "region"], ["aria-label", f"Table {self._tables}"]]
        yield {"t": "Div", "c": [["", ["document-table"], named], [table]]}

    # Inlines

    def _inlines(self, inlines: Iterable[Node], depth: int) -> list[Node]:
        if depth > _DEEPEST:
            raise UnreadableDocument("Parts of this document lie too deep in each other.")
        return [made for inline in inlines for made in self._inline(inline, depth)]

    def _inline(self, inline: Node, depth: int) -> Iterator[Node]:
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind == "Image":
            words = " ".join(plain(content[1]).split()) or content[2][1].replace(
                "-", " "
            )  # Pandoc joins the words of an ODT's title.
            yield _text(f"[Picture: {words}]" if words else "[Picture]")
        elif kind == "Note":
            number = len(self._notes) + 1
            self._notes[number] = []
            self._notes[number] = list(self._blocks(content, depth + 1))
            yield {"t": "Span", "c": [["", ["note"], [["number", str(number)]]], [_text(f" [{number}]")]]}
        elif kind == "Math":
            yield _text(content[1])
        elif kind in ("Span", "Cite"):
            yield from self._inlines(content[1], depth + 1)
        elif kind == "Link":
            yield {"t": "Link", "c": [["", [], []], self._inlines(content[1], depth + 1), [content[2][0], ""]]}
        elif kind == "Quoted":
            yield {"t": "Quoted", "c": [content[0], self._inlines(content[1], depth + 1)]}
        elif kind in ("Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps"):
            made = self._inlines(content, depth + 1)
            yield from made if kind == "SmallCaps" else [{"t": kind, "c": made}]
        elif kind == "Code":
            yield {"t": "Code", "c": [["", [], []], content[1]]}
        elif kind in ("Str", "Space", "SoftBreak", "LineBreak"):
            yield inline


def plain(node: Any) -> str:
    """All that a part of a tree says, in plain words, with blanks between blocks. Without what images and notes say."""
    return "".join(_pieces(node, skip=("Image", "Note", "RawInline", "RawBlock")))


def _said(block: Node) -> str:
    """What a block says to be held against the file itself: the text without its formulas, and each note after it."""
    notes = [note for note in _found(block, "Note")]
    body = "".join(_pieces(block, skip=("Image", "Note", "Math", "RawInline", "RawBlock")))
    return "\n".join((body, *("".join(_pieces(note["c"], skip=("Image", "Math"))) for note in notes)))


def _pieces(node: Any, skip: tuple[str, ...]) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _pieces(each, skip)
    elif isinstance(node, dict):
        kind = node.get("t")
        if kind in skip:
            return
        if kind == "Str":
            yield node["c"]
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            yield " "
        elif kind in ("Code", "CodeBlock", "Math"):
            yield node["c"][1]
        elif kind == "MetaString":
            yield node["c"]
        elif "c" in node:
            yield from _pieces(node["c"], skip)
            if kind in ("Para", "Plain", "Header"):
                yield " "


def _found(node: Any, kind: str) -> Iterator[Node]:
    if isinstance(node, list):
        for each in node:
            yield from _found(each, kind)
    elif isinstance(node, dict):
        if node.get("t") == kind:
            yield node
        yield from _found(node.get("c"), kind)


def _references(block: Node) -> Iterator[int]:
    for span in _found(block, "Span"):
        yield from (int(value) for name, value in span["c"][0][2] if name == "number")


def _as_blocks(meta: Any) -> Iterator[Node]:
    """A value of the metadata as paragraphs of the text, which it was before pandoc knew it by its style."""
    if not meta:
        return
    if meta["t"] == "MetaBlocks":
        yield from meta["c"]
    elif meta["t"] == "MetaList":
        for each in meta["c"]:
            yield from _as_blocks(each)
    else:
        yield {"t": "Para", "c": _inlines(meta)}


def _inlines(meta: Any) -> list[Node]:
    return meta["c"] if meta["t"] == "MetaInlines" else [_text(plain(meta))]


def _text(words: str) -> Node:
    return {"t": "Str", "c": words}


def _heading(level: int, inlines: list[Node]) -> Node:
    return {"t": "Header", "c": [level, ["", [], []], inlines]}


def _strong(inlines: list[Node]) -> Node:
    return {"t": "Para", "c": [{"t": "Strong", "c": inlines}]}


def _one_lower(block: Node) -> Node:
    return _heading(block["c"][0] + 1, block["c"][2]) if block["t"] == "Header" else block


def _bold_as_heading(block: Node) -> Node:
    """Who knows no styles makes headings bold. Only where a document has no other."""
    if block["t"] not in ("Para", "Plain") or not block["c"]:
        return block
    is_bold = all(inline["t"] in ("Strong", "Space", "LineBreak") for inline in block["c"])
    words = plain(block).strip()
    if not is_bold or not words or len(words) > _LONGEST_HEADING or words.endswith(_NO_HEADING):
        return block
    inlines = [part for inline in block["c"] for part in (inline["c"] if inline["t"] == "Strong" else [inline])]
    return _heading(1, inlines)
