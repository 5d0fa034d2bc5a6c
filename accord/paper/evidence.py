"""What a receipt says to a machine: the canonical JSON in the PDF's own metadata, read back when one is checked.

PDF/A-2 lets only PDF/A files be attached, so the evidence travels as the document's keywords.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self

PREFIX = "accord-receipt/2 "
_FIRST_PREFIX = "accord-receipt/1 "  # Receipts of the first kind carry neither path nor record; they stay good.


class Outcome(StrEnum):
    """How a person answered when asked to sign."""

    SIGNED = "signed"
    OBJECTED = "signed with an objection"
    DECLINED = "declined"


class NoEvidence(ValueError):
    """These keywords are not those of a receipt."""


@dataclass(frozen=True)
class Head:
    """A signed head of the ledger: its size, and the root of the tree of that size (RFC 9162).

    `root` is hexadecimal, `signature` is base64 of Ed25519, `key` is the fingerprint of the key that made it, and
    `public` that key's public half, hexadecimal (empty in receipts of the first kind).
    """

    size: int
    root: str
    signed_at: datetime
    signature: str
    key: str
    public: str = ""


@dataclass(frozen=True)
class Record:
    """What the ledger's entry says, as it was committed to: with it, anybody can make the leaf's hash again.

    `salt` is hexadecimal and `detail` the very text of the entry; both are empty once they have been erased.
    """

    recorded_at: str
    act: str
    subject_kind: str
    subject: str
    actor: str
    commitment: str
    salt: str
    detail: str


@dataclass(frozen=True)
class Evidence:
    """The facts of a receipt that can be compared with a ledger.

    `ledger` is the number of the school's ledger, `position` the entry's place in it (from 0), `leaf` the entry's
    leaf hash, `declaration` the SHA-256 of the declaration's text, and `texts` those of the texts that were shown.
    `path` leads from the leaf to the head's root (RFC 9162, hexadecimal, nearest first).
    """

    number: str
    school: str
    urn: str
    signer: str
    outcome: Outcome
    signed_at: datetime
    ledger: int
    entry: str
    position: int
    leaf: str
    head: Head
    declaration: str
    texts: tuple[str, ...]
    path: tuple[str, ...] = ()
    record: Record | None = None

    def keywords(self) -> str:
        """One line of ASCII with one spelling: sorted keys, no spaces, moments in UTC to the microsecond."""
        return PREFIX + json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), default=_moment)

    @classmethod
    def from_keywords(cls, keywords: str) -> Self:
        """Raises NoEvidence for anything that `keywords` did not write."""
        prefix = keywords[: len(PREFIX)]
        if prefix not in (PREFIX, _FIRST_PREFIX):
            raise NoEvidence("This paper is not a receipt.")
        try:
            facts = json.loads(keywords.removeprefix(prefix))
            record = facts.get("record")
            return cls(
                **facts
                | {
                    "outcome": Outcome(facts["outcome"]),
                    "signed_at": datetime.fromisoformat(facts["signed_at"]),
                    "head": Head(**facts["head"] | {"signed_at": datetime.fromisoformat(facts["head"]["signed_at"])}),
                    "texts": tuple(facts["texts"]),
                    "path": tuple(facts.get("path", ())),
                    "record": Record(**record) if record else None,
                }
            )
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            raise NoEvidence("The evidence in this paper cannot be read.") from problem


def _moment(value: object) -> str:
    assert isinstance(value, datetime)
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
