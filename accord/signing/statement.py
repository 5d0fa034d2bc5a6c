"""The words of the declaration (clause 18.1), with the terms that it carries, each with its clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Named(Protocol):
    """A text as a declaration names it."""

    @property
    def title(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True)
class Term:
    """One thing that a signer agrees to, and the clause it comes from."""

    clause: str
    words: str


TERMS = (
    Term("9.1", "All of this holds for any social media, for work and in private, in working hours and outside them."),
    Term(
        "9.3a",
        "I answer for what I do online, outside work too. What I publish keeps to data protection law and to the "
        "school's staff policies.",
    ),
    Term(
        "7.2",
        "Nobody else in my household uses the school's equipment. School IT manages its software; I install none.",
    ),
    Term("9.7c", "I keep my own phone and devices somewhere safe in lessons, switched off or silent."),
    Term(
        "A1.2",
        "I do not discuss work online, not even without names. I accept no friend request that conflicts with my job. "
        "I post nothing that defames anyone or breaks copyright. I do not open social media, or leave it running, on a "
        "school device in working time (for teachers and teaching assistants: contact time).",
    ),
)


def opening(school_name: str) -> str:
    return f"I work for {school_name} or act for it. I have been trained, and I have read and understood:"


def statement(*, school_name: str, texts: Sequence[Named], training: str) -> str:
    """The whole declaration as it is kept: what was read, by version and hash, what training rests on, and the terms."""
    documents = "\n".join(f"- {text.title}, {text.label} (SHA-256 {text.sha256})" for text in texts)
    terms = "\n".join(f"- {term.words} (clause {term.clause})" for term in TERMS)
    return f"{opening(school_name)}\n{documents}\n\nMy training rests on: {training}\n\nI agree:\n{terms}"


def refusal(*, school_name: str, texts: Sequence[Named]) -> str:
    """What is kept when somebody declines."""
    documents = "\n".join(f"- {text.title}, {text.label} (SHA-256 {text.sha256})" for text in texts)
    return f"I have been asked by {school_name} to sign these documents, and I decline:\n{documents}"
