"""The texts of the demonstration's documents: our own, in full as they are now, and as earlier versions had them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("texts")


def document_text(document: str, number: str = "") -> str:
    """The Markdown of one version of `document`; of the newest without a `number`.

    Earlier versions are made from the next one by taking back what it changed.
    """
    text = (FOLDER / f"{document}.md").read_text(encoding="utf-8")
    if not number:
        return text
    for version in _earlier(document):
        text = _taken_back(text, version)
        if version["number"] == number:
            return text
    raise LookupError(f"There is no text of {document}, version {number}.")


@cache
def _earlier(document: str) -> list[dict[str, Any]]:
    """The earlier versions of `document`, the latest first."""
    with (FOLDER / "earlier.toml").open("rb") as file:
        return [version for version in tomllib.load(file)["version"] if version["document"] == document]


def _taken_back(text: str, version: dict[str, Any]) -> str:
    for heading in version.get("absent", ()):
        start = _only_place(text, f"\n## {heading}\n")
        end = text.find("\n## ", start + 1)
        text = text[:start] + (text[end:] if end > 0 else "\n")
    for passage in version.get("passage", ()):
        start = _only_place(text, passage["now"])
        text = text[:start] + passage["then"] + text[start + len(passage["now"]) :]
    return text


def _only_place(text: str, words: str) -> int:
    """Where `words` stand. They stand there once: what was changed must be plain."""
    start = text.find(words)
    if start < 0 or text.find(words, start + 1) >= 0:
        raise LookupError(f"“{words.strip()[:60]}” does not stand in the text exactly once.")
    return start
