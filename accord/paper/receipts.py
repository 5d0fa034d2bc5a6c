"""The receipt for a declaration: a letter from the school with everything that proves it.

Made on demand from the evidence, never kept; the same evidence gives the same bytes until it is sealed.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from accord.paper.evidence import Evidence, Head, Outcome, Record
from accord.paper.exact import Exact

if TYPE_CHECKING:
    from accord.paper.press import Press

TEMPLATE = Path(__file__).parent / "templates" / "paper" / "receipt.typ"
LONDON = ZoneInfo("Europe/London")

_DID = {
    Outcome.SIGNED: "signed",
    Outcome.OBJECTED: "signed with an objection",
    Outcome.DECLINED: "declined to sign",
}
_THEIR_WORDS = {
    Outcome.SIGNED: "",
    Outcome.OBJECTED: "The objection, in the signer’s own words",
    Outcome.DECLINED: "The reason, in the person’s own words",
}


@dataclass(frozen=True)
class Letterhead:
    """How a school's papers begin. `accent` is a colour as #rrggbb, dark enough for white letters on it."""

    name: str
    urn: str
    initials: str
    accent: str = "#1f4b6e"


@dataclass(frozen=True)
class SignedText:
    """One document as it stood when it was signed.

    `sha256` is that of the text that was shown, `original_sha256` that of the file the school adopted (hexadecimal).
    """

    title: str
    version: str
    sha256: str
    original_sha256: str
    adopted_on: date
    minute: str


@dataclass(frozen=True)
class Receipt:
    """Everything that stands on a receipt.

    `signer` is the name as typed; `person` and `role` are the name and role on record at that moment; `words` is
    the objection or the reason for declining, empty for a plain signature; `rests_on` is what "trained" rests on;
    `signed_in`
    says how they had signed in, `by_hand` who saw them sign on paper; `entry`, `position` (from 0), `leaf`, `head`, `path` and
    `record` are the ledger's.
    """

    number: str
    school: Letterhead
    title: str
    signer: str
    person: str
    role: str
    outcome: Outcome
    words: str
    declaration: str
    texts: tuple[SignedText, ...]
    rests_on: str
    signed_in: str
    signed_at: datetime
    address: str
    browser: str
    ledger: int
    entry: str
    position: int
    leaf: str
    head: Head
    check_at: str
    by_hand: str = ""
    path: tuple[str, ...] = ()
    record: Record | None = None

    @property
    def evidence(self) -> Evidence:
        """What of it can be compared with a ledger."""
        return Evidence(
            number=self.number,
            school=self.school.name,
            urn=self.school.urn,
            signer=self.signer,
            outcome=self.outcome,
            signed_at=self.signed_at,
            ledger=self.ledger,
            entry=self.entry,
            position=self.position,
            leaf=self.leaf,
            head=self.head,
            declaration=sha256(self.declaration.encode()).hexdigest(),
            texts=tuple(text.sha256 for text in self.texts),
            path=self.path,
            record=self.record,
        )


def render(receipt: Receipt, press: "Press | None" = None) -> bytes:
    """The receipt as PDF/A-2a and PDF/UA-1, not yet sealed. Raises FontsMissing when set-up has not built the fonts."""
    # Imported here because typst weighs several megabytes and only the worker makes papers.
    from accord.paper.press import house_press

    return (press or house_press()).set(TEMPLATE, paper_of(receipt), at=receipt.signed_at)


def paper_of(receipt: Receipt) -> dict[str, Any]:
    """What the template is given."""
    local = receipt.signed_at.astimezone(LONDON)
    did = _DID[receipt.outcome]
    return {
        "school": vars(receipt.school) | {"accent": Exact(receipt.school.accent)},
        "reference": f"Receipt {receipt.number}",
        "day": long_day(local),
        "heading": f"{receipt.signer} {did} on {local.day}\xa0{local:%B}\xa0{local:%Y}",
        "keywords": Exact(receipt.evidence.keywords()),
        "about": receipt.title,
        "facts": _facts(receipt, local),
        "their_words": {"heading": _THEIR_WORDS[receipt.outcome], "text": receipt.words},
        "declaration": receipt.declaration,
        "was_declared": receipt.outcome is not Outcome.DECLINED,
        "texts": [_text(text) for text in receipt.texts],
        "ledger": _ledger(receipt),
        "check_at": Exact(receipt.check_at),
        "number": Exact(receipt.number),
    }


def long_day(day: date) -> str:
    """A date as people write it: Friday 27 November 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def _facts(receipt: Receipt, local: datetime) -> list[tuple[str, str]]:
    utc = receipt.signed_at.astimezone(UTC)
    name = "Declined by" if receipt.outcome is Outcome.DECLINED else "Signed by"
    how = "by hand, on paper" if receipt.by_hand else "name as typed"
    facts = [
        (name, f"{receipt.signer} ({how})"),
        ("On record as", ", ".join(part for part in (receipt.person, receipt.role) if part)),
        ("When", f"{long_day(local)} at {local:%H:%M:%S} in London ({utc:%Y-%m-%d %H:%M:%S} UTC)"),
        ("On paper", receipt.by_hand),
        ("Signed in with", receipt.signed_in),
        ("From", ", ".join(part for part in (receipt.address, receipt.browser) if part)),
        ("Training", receipt.rests_on),
    ]
    return [(label, value) for label, value in facts if value]


def _text(text: SignedText) -> dict[str, Any]:
    return {
        "title": text.title,
        "version": text.version,
        "adopted": f"Adopted {text.adopted_on.day} {text.adopted_on:%B %Y}",
        "minute": f"minute {text.minute}" if text.minute else "",
        "shown": Exact(text.sha256),
        "original": Exact(text.original_sha256),
    }


def _ledger(receipt: Receipt) -> list[tuple[str, str]]:
    head = receipt.head
    return [
        ("Ledger and entry", Exact(f"{receipt.ledger} / {receipt.entry}")),
        ("Position", Exact(f"{receipt.position}, counted from 0, of {head.size} entries")),
        ("Leaf", Exact(receipt.leaf)),
        ("Root", Exact(head.root)),
        ("Head signed", Exact(f"{head.signed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}")),
        ("Signature", Exact(head.signature)),
        ("Key", Exact(head.key)),
    ]
