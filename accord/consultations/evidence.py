"""Whether consultations, comments, answers, outcomes and the board's papers are still those that the ledger speaks of."""

import json
import uuid
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from accord.consultations.models import BoardPaper, Comment, Consultation, Outcome
from accord.kernel.ledger.entries import canonical
from accord.kernel.ledger.verify import Finding, TableCheck, table_checks
from accord.kernel.models import Entry

STARTED, MOVED, CALLED_OFF, CONCLUDED = (
    "consultation.started",
    "consultation.moved",
    "consultation.called-off",
    "consultation.concluded",
)
MADE, CHANGED, WITHDRAWN, ANSWERED = "comment.made", "comment.changed", "comment.withdrawn", "comment.answered"
ASKED, SEALED = "paper.asked", "paper.sealed"


def offer() -> None:
    """Have `accord ledger verify` look at consultations, too."""
    table_checks.register(ConsultationsMatchTheLedger())


def hash_of(words: str) -> str:
    """What stands for people's words in the ledger: it outlives them, and they are not its to keep."""
    return sha256(words.encode()).hexdigest()


def facts_of_consultation(consultation: Consultation) -> dict[str, Any]:
    return {
        "version": consultation.version_id,
        "opens_on": consultation.opens_on,
        "about": hash_of(consultation.about),
        "anonymous": consultation.is_anonymous_allowed,
    }


def facts_of_comment(comment: Comment) -> dict[str, Any]:
    """Nothing in it leads to a person who chose not to be named."""
    return {
        "version": comment.version_id,
        "consultation": comment.consultation_id,
        "voice": comment.invitation_id,
        "person": comment.person_id,
        "formal": comment.is_formal,
        "page": comment.page,
        "paragraph": comment.paragraph,
        "quotation": hash_of(comment.quotation),
        "received_on": comment.received_on,
    }


def facts_of_answer(comment: Comment) -> dict[str, Any]:
    return {"answer": comment.answer, "answer_words": hash_of(comment.answer_words)}


def facts_of_outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "outcome": outcome.pk,
        "recommendation": outcome.recommendation,
        "outcome_words": hash_of(outcome.words),
        "reached_on": outcome.reached_on,
    }


def facts_of_paper(paper: BoardPaper) -> dict[str, Any]:
    return {"version": paper.version_id, "recommendation": paper.recommendation, "paper_words": hash_of(paper.words)}


class ConsultationsMatchTheLedger(TableCheck):
    """Rows against what the entries about them add up to, both ways. Five queries."""

    def check(self) -> Iterator[Finding]:
        kinds: tuple[tuple[str, Any, tuple[str, ...], Any], ...] = (
            ("consultation", Consultation, (STARTED, MOVED, CALLED_OFF, CONCLUDED), _consultation_stands),
            ("comment", Comment, (MADE, CHANGED, WITHDRAWN, ANSWERED), _comment_stands),
            ("board-paper", BoardPaper, (ASKED, SEALED), _paper_stands),
        )
        for what, model, acts, stands in kinds:
            recorded, erased = _told(acts)
            rows = model.objects.select_related("file") if model is BoardPaper else model.objects.all()
            yield from _compared(what, rows, recorded, erased, stands)
        yield from self._outcomes()

    def _outcomes(self) -> Iterator[Finding]:
        recorded, erased = _told((CONCLUDED,))
        for outcome in Outcome.objects.all():
            told = recorded.pop(outcome.consultation_id, None)
            about = f"outcome {outcome.pk}"
            if told is None:
                yield Finding("outcome-unrecorded", about, f"{about.capitalize()} has no entry in the ledger.")
            elif outcome.consultation_id not in erased and not _agree(told, facts_of_outcome(outcome)):
                yield Finding("outcome-edited", about, f"{about.capitalize()} is not what was recorded.")
        for consultation in recorded:
            about = f"consultation {consultation}"
            yield Finding("outcome-deleted", about, f"The ledger keeps an outcome of {about}, but its row is gone.")


def _told(acts: tuple[str, ...]) -> tuple[dict[uuid.UUID, dict[str, Any]], set[uuid.UUID]]:
    """What the entries say of each subject, the later over the earlier; and the subjects of which a detail was erased."""
    told: dict[uuid.UUID, dict[str, Any]] = {}
    erased = set()
    entries = Entry.objects.filter(act__in=acts).order_by("recorded_at", "id")
    for act, subject, detail in entries.values_list("act", "subject_id", "detail"):
        assert subject is not None
        if detail is None:
            erased.add(subject)
        told[subject] = told.get(subject, {}) | {"acts": told.get(subject, {}).get("acts", ()) + (act,)}
        told[subject] |= json.loads(detail) if detail else {}
    return told, erased


def _compared(
    what: str, rows: Any, recorded: dict[uuid.UUID, dict[str, Any]], erased: set, stands: Any
) -> Iterator[Finding]:
    for row in rows.iterator(chunk_size=500):
        about = f"{what} {row.pk}"
        told = recorded.pop(row.pk, None)
        if told is None:
            yield Finding(f"{what}-unrecorded", about, f"{about.capitalize()} has no entry in the ledger.")
        elif row.pk in erased:
            sentence = f"The ledger's detail of {about} was erased, but it still stands."
            yield Finding(f"{what}-unproven", about, sentence)
        elif not _agree(told, stands(row, told["acts"])):
            yield Finding(f"{what}-edited", about, f"{about.capitalize()} is not what was recorded.")
    for subject in recorded:
        about = f"{what} {subject}"
        yield Finding(f"{what}-deleted", about, f"{about.capitalize()} is gone; the ledger keeps it.")


def _consultation_stands(row: Consultation, acts: tuple[str, ...]) -> dict[str, Any]:
    is_over = CALLED_OFF in acts or CONCLUDED in acts
    facts = facts_of_consultation(row) | {"closes_on": row.closes_on}
    if row.is_running == is_over or bool(row.called_off_because) != (CALLED_OFF in acts):
        facts["acts"] = "other"  # Its state is not what the acts add up to.
    return facts


def _comment_stands(row: Comment, acts: tuple[str, ...]) -> dict[str, Any]:
    facts = facts_of_comment(row)
    if WITHDRAWN in acts or row.withdrawn_at is not None:
        facts["acts"] = (*acts,) if WITHDRAWN in acts and row.withdrawn_at is not None else "other"
    else:
        facts["words"] = hash_of(row.words)
    if ANSWERED in acts or row.answer:
        facts |= facts_of_answer(row)
    return facts


def _paper_stands(row: BoardPaper, acts: tuple[str, ...]) -> dict[str, Any]:
    facts = facts_of_paper(row)
    if SEALED in acts or row.file is not None:
        facts["sha256"] = row.file.sha256 if row.file else ""
    return facts


def _agree(told: dict[str, Any], facts: dict[str, Any]) -> bool:
    """Whether what was recorded says the same."""
    plain = json.loads(canonical(told))
    return all(plain.get(name) == value for name, value in json.loads(canonical(facts)).items())
