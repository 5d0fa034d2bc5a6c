"""Word and OpenDocument files for tests: made by pandoc itself, and changed by hand where they must be hostile."""

import io
import subprocess
import zipfile
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

PANDOC = Path(find_spec("pypandoc").origin).parent / "files" / "pandoc"
POLICY = """---
title: Mobile phones
subtitle: For staff and volunteers
---

# Who this is for

Everybody who **works** for the school.[^1] Water is H~2~O, and 10^2^ is a hundred.

[^1]: Volunteers *too*.

1. First
2. Second
    a) deeper
    b) and deeper

- a point
- another

| Where | When |
|-------|------|
| Class | Off  |
| Yard  | Off  |

## Photographs

See [the council](https://example.org/a) and [our own page](/s/somewhere/).

![A map of the school](missing.png)
"""


@cache
def made(kind: str, text: str = POLICY) -> bytes:
    """A file of this kind as an office program would make it."""
    command = [PANDOC, "--from", "markdown", "--to", kind, "--output", "-"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


def changed(raw: bytes, changes: dict[str, Callable[[bytes], bytes] | bytes | None]) -> bytes:
    """`raw` with some of its members changed, added, or (None) taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in changes if name not in old.namelist())]:
            change = changes.get(name, lambda content: content)
            if change is not None:
                new.writestr(name, change(old.read(name)) if callable(change) else change)
    return out.getvalue()


def with_body(raw: bytes, xml: str) -> bytes:
    """A Word or OpenDocument file with `xml` at the end of its text."""
    name, end = (
        ("content.xml", b"</office:text>") if b"opendocument" in raw[:256] else ("word/document.xml", b"<w:sectPr")
    )
    return changed(raw, {name: lambda content: content.replace(end, xml.encode() + end, 1)})
