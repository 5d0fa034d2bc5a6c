"""What changed between two texts, for whoever reads the newer one."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from accord.kernel.registry import Registry
from accord.paper.compare import Comparison, Skipped, compare
from accord.signing.models import Page, Signature, Text
from accord.signing.words import BECAME, what_changed

MOST_SHOWN = 12  # So many changes stand on the reading page itself; more have a page of their own.


class Notes(Protocol):
    """What a slice offers that has texts signed: what was said about the change that each text brought."""

    def of(self, texts: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, str]: ...


change_notes: Registry[Notes] = Registry("change notes")


def compared(old: Text, new: Text) -> Comparison:
    """Two texts that the caller may see, compared. One query at first; pages never change, so it is kept a while."""
    return _compared(old.pk, new.pk)


@lru_cache(maxsize=8)  # A comparison of 300 pages takes a few megabytes.
def _compared(old: uuid.UUID, new: uuid.UUID) -> Comparison:
    pages: dict[uuid.UUID, list[str]] = {old: [], new: []}
    for text, html in Page.objects.filter(text__in=[old, new]).order_by("number").values_list("text_id", "html"):
        pages[text].append(html)
    return compare(pages[old], pages[new])


@dataclass(frozen=True)
class Since:
    """What changed in a text since the version that somebody signed last."""

    signature: Signature
    comparison: Comparison
    notes: Sequence[str]  # What was said about each version since, the oldest first.

    @property
    def summary(self) -> str:
        return what_changed(self.comparison)

    @property
    def is_short(self) -> bool:
        return len(self.comparison.changes) <= MOST_SHOWN


def since(signature: Signature | None, text: Text) -> Since | None:
    """What changed from the signed text to a newer one of its series; None where nothing was signed, or this one was.

    Two queries and one of each slice that has notes.
    """
    if signature is None or not is_older(signature.text, text):
        return None
    between = Text.objects.filter(
        series=text.series, published_at__gt=signature.text.published_at, published_at__lte=text.published_at
    )
    texts = list(between.order_by("published_at").values_list("pk", flat=True))
    said: dict[uuid.UUID, str] = {}
    for source in change_notes:
        said.update(source.of(texts))
    notes = [said[pk] for pk in texts if said.get(pk)]
    return Since(signature, compared(signature.text, text), notes)


def is_older(one: Text, other: Text) -> bool:
    """Whether `one` was in force before `other`."""
    return bool(one.published_at and other.published_at and one.published_at < other.published_at)


def shown(comparison: Comparison, *, everything: bool = False) -> dict[str, Any]:
    """What the templates `signing/parts/changes.html` and `compared.html` need."""
    rows = comparison.passages if everything else comparison.shortened()
    return {
        "summary": what_changed(comparison),
        "changes": [(BECAME[change.how], change) for change in comparison.changes],
        "rows": [(None if isinstance(row, Skipped) else BECAME.get(row.how), row) for row in rows],
        "everything": everything,
    }
