"""Word and OpenDocument to clean pages, by pandoc in its sandbox. Heavy, and only for a process apart."""

import json
import re
import secrets
import subprocess
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from accord.paper.documents import (
    LARGEST_MARKDOWN_BYTES,
    MOST_PAGES,
    Anchors,
    Heading,
    Kind,
    Page,
    Tell,
    UnreadableDocument,
    page_levels,
)
from accord.paper.office_files import OfficeFile, opened
from accord.paper.office_text import letters
from accord.paper.office_tree import Tree, plain
from accord.paper.paging import Block, clean_page, heading_levels, paged

_LETTERS_A_PAGE = 2_200  # As it would be printed; only to say how far the reading has come, and whether it takes long.
_MOST_BYTES = 100 * 2**20
_SAMPLE = 60
_HEADS = re.compile(r"<thead>.*?</thead>", re.S)
_HEAD_CELL = re.compile(r"<th(?=[ >])(?! scope)")


def office_pages(raw: bytes, kind: Kind, tell: Tell) -> tuple[str, list[Page], list[Heading]]:
    """The title, the pages and the contents of a file. Raises UnreadableDocument with the reason.

    No word is lost in silence: what stands in the file and not in what was made of it is named in the refusal.
    """
    file = opened(raw, kind)
    if file.letters > LARGEST_MARKDOWN_BYTES:
        raise UnreadableDocument("This document has far more text in it than any policy.")
    printed = max(1, round(file.letters / _LETTERS_A_PAGE))
    tell(0, printed)
    tree = Tree(json.loads(_pandoc(file.packed, kind, "json")))
    tell(printed // 2, printed)
    _refuse_loss(file, tree)
    blocks = [Block(block, level, len(plain(block).split())) for block, level in tree.blocks()]
    if not blocks:
        raise UnreadableDocument("There is no text in this file. If it holds pictures of text, nobody can read them.")
    parts, contents = _parts(blocks, tree)
    if len(parts) > MOST_PAGES:
        raise UnreadableDocument(f"This document makes {len(parts)} pages; {MOST_PAGES} is the most.")
    pages = [clean_page(number, html) for number, html in enumerate(_html(tree, parts), start=1)]
    tell(printed, printed)
    return tree.title, pages, contents


def _pandoc(given: bytes, source: str, target: str) -> bytes:
    """Pandoc in its sandbox: it reads nothing but what it is given, and has this process's own limits."""
    spec = find_spec("pypandoc")
    assert spec is not None
    assert spec.origin is not None
    program = Path(spec.origin).parent / "files" / "pandoc"
    ran = subprocess.run(
        [program, "--sandbox", "--from", source, "--to", target, "--wrap=none", "--eol=lf"],
        input=given,
        capture_output=True,
        check=False,
    )
    if ran.returncode or len(ran.stdout) > _MOST_BYTES:
        raise UnreadableDocument("This document is damaged, or has more in it than can be read.")
    return ran.stdout


def _refuse_loss(file: OfficeFile, tree: Tree) -> None:
    kept = letters(tree.words)
    for paragraph in file.paragraphs:
        if letters(paragraph) not in kept:
            sample = " ".join(paragraph.split())
            sample = sample if len(sample) <= _SAMPLE else sample[:_SAMPLE].rstrip() + "…"
            raise UnreadableDocument(
                f"Not all of this document can be read out, for example “{sample}”. It may stand in a text box, a "
                "shape or a field. Please put it into the ordinary text, or save the document as a PDF."
            )


def _parts(blocks: Iterable[Block], tree: Tree) -> tuple[list[list[dict]], list[Heading]]:
    """The blocks of each page with its notes below, and the contents."""
    blocks = list(blocks)
    anchors, contents, parts = Anchors(), [], []
    levels = heading_levels(blocks)
    for number, page in enumerate(paged(blocks), start=1):
        headings = [block for block in page if block.level]
        shown = page_levels(block.level for block in headings)
        for block, level in zip(headings, shown, strict=True):
            words = " ".join(plain(block.content).split())
            contents.append(Heading(levels[block.level], words, anchors.take(words), number))
            block.content["c"][0], block.content["c"][1] = level, [contents[-1].anchor, [], []]
        parts.append([*(block.content for block in page), *tree.notes_of(block.content for block in page)])
    return parts, contents


def _html(tree: Tree, parts: list[list[dict]]) -> Iterator[str]:
    """The HTML of each part. One run of pandoc for all of them, parted again at a mark that nobody can guess."""
    mark = f"part-{secrets.token_hex(16)}"
    raw = {"t": "RawBlock", "c": ["html", mark]}
    blocks = [block for part in parts for block in (raw, *part)]
    made = _pandoc(json.dumps(tree.with_blocks(blocks)).encode(), "json", "html5").decode()
    for part in made.split(mark)[1:]:
        with_columns = _HEADS.sub(lambda found: _HEAD_CELL.sub('<th scope="col"', found[0]), part)
        yield _HEAD_CELL.sub('<th scope="row"', with_columns)
