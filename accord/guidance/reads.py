"""The guidance as its pages show it: clauses by section, with what Accord has for each, sifted by the reader."""

from dataclasses import dataclass

from django.utils.functional import Promise

from accord.guidance import words
from accord.guidance.catalogue import Clause, Section, clauses, sections
from accord.guidance.proofs import Proof, Standing, proofs
from accord.ui.states import State

# Readers type plain hyphens and quotes; the text has proper ones.
_PLAIN = str.maketrans("–—’‘“”", "--''\"\"")


@dataclass(frozen=True)
class Line:
    """A clause and what Accord has for it."""

    clause: Clause
    proofs: tuple[Proof, ...]

    @property
    def standing(self) -> Standing:
        return Standing.PROOF_SO_FAR if self.proofs else Standing.NOTHING_YET

    @property
    def standing_state(self) -> State:
        return words.STANDINGS[self.standing]

    @property
    def who(self) -> str:
        return words.who(self.clause)

    @property
    def strength(self) -> str:
        return words.strength(self.clause)

    @property
    def strength_in_source(self) -> Promise | str:
        """How the source differs, or nothing where it does not."""
        if not self.clause.is_stronger_than_source:
            return ""
        return words.STRENGTHS_IN_SOURCE[self.clause.strength_in_source]

    @property
    def status_state(self) -> State:
        return words.STATUSES[self.clause.status]


@dataclass(frozen=True)
class Group:
    section: Section
    lines: tuple[Line, ...]


def line(clause: Clause) -> Line:
    return Line(clause, tuple(proofs.of(clause.number)))


def groups(*, search: str = "", strength: str = "", who: str = "", status: str = "", proof: str = "") -> list[Group]:
    """The clauses that meet every condition, by section. An empty condition keeps all; sections left empty go."""
    found = []
    for section in sections():
        kept = tuple(
            candidate
            for candidate in map(line, section.clauses)
            if _has_words(section, candidate.clause, search)
            and (not strength or strength in candidate.clause.strengths)
            and (not who or who in candidate.clause.bearers)
            and (not status or status == candidate.clause.status)
            and (not proof or proof == candidate.standing)
        )
        if kept:
            found.append(Group(section, kept))
    return found


def neighbours(clause: Clause) -> tuple[Clause | None, Clause | None]:
    """The clauses before and after, in the order of the guidance."""
    in_order = list(clauses().values())
    place = in_order.index(clause)
    before = in_order[place - 1] if place else None
    after = in_order[place + 1] if place + 1 < len(in_order) else None
    return before, after


@dataclass(frozen=True)
class Summary:
    """The whole guidance at a glance. `noted`: the clauses that are not simply in force."""

    clauses: int
    with_proof: int
    noted: tuple[Clause, ...]


def summary() -> Summary:
    every = [line(clause) for clause in clauses().values()]
    return Summary(
        clauses=len(every),
        with_proof=sum(bool(one.proofs) for one in every),
        noted=tuple(one.clause for one in every if not one.clause.is_in_force),
    )


def _has_words(section: Section, clause: Clause, search: str) -> bool:
    text = " ".join((clause.number, section.title, clause.title, clause.plain, clause.note, words.who(clause)))
    text = text.translate(_PLAIN).casefold()
    return all(word in text for word in search.translate(_PLAIN).casefold().split())
