"""Our own starting texts for the four policies and the guidelines on mobile phones: a start, to be adapted (clause F.6)."""

from functools import cache
from pathlib import Path

from accord.policies.models import Version
from accord.policies.reading import Original, read_typed
from accord.signing.models import Page

FOLDER = Path(__file__).with_name("starting_texts")
# Their first line says what they are. The school takes it out once it has made the text its own.
MARK = "A starting text from Accord, to be adapted by the school."


def has_starting_text(code: str) -> bool:
    """Whether we have a starting text for this named document."""
    return code in _codes()


@cache
def _codes() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.md"))


@cache
def starting_text(code: str) -> Original:
    """The text for one named document. Read in a process apart, once."""
    return read_typed((FOLDER / f"{code}.md").read_text(encoding="utf-8"), name=f"{code}.md")


def is_still_marked(version: Version) -> bool:
    """Whether a version made from one still says that it is only a start. One query."""
    if not version.started_from:
        return False
    return Page.objects.filter(text=version.text_id, words__contains=MARK).exists()
