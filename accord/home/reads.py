"""What the home page says, each card from one or two questions."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accord.guidance.proofs import Standing
from accord.guidance.reads import groups
from accord.kernel.clock import LONDON, now
from accord.policies.models import Document, Version
from accord.schools.reads import calendar_of_open_school
from accord.signing import board, reasons
from accord.signing.asking import all_asks
from accord.signing.models import Declaration
from accord.ui.charts import Chart, Mark, Segment, progress, weeks
from accord.ui.states import DUE, LATE, YOURS, State, state_of

WEEKS_AHEAD = 8
WORDS_SHOWN = 5  # Of the newest reasons and objections; the others are a link away.


def greeting() -> str:
    """The time of day in London."""
    hour = now().astimezone(LONDON).hour
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 17 else "Good evening"


@dataclass(frozen=True)
class Signing:
    """How signing goes over all documents in force."""

    rows: list[board.DocumentProgress]
    chart: Chart

    @property
    def done(self) -> int:
        return sum(row.done for row in self.rows)

    @property
    def needed(self) -> int:
        return sum(row.needed for row in self.rows)

    @property
    def missing(self) -> int:
        return sum(row.missing for row in self.rows)


def signing(today: date) -> Signing | None:
    """None while no document in force asks anybody."""
    rows = sorted(board.progress(all_asks(today), today), key=lambda row: (-row.missing, row.ask.title))
    if not rows:
        return None
    totals = [
        Segment(state_of(kind), sum(getattr(row, kind) for row in rows)) for kind in ("signed", "objected", "declined")
    ]
    return Signing(rows, progress("Signatures", totals, sum(row.needed for row in rows), shows_title=False))


@dataclass(frozen=True)
class Words:
    """Reasons and objections of the last four weeks: how many there are, and the newest, each with its board."""

    total: int
    newest: list[tuple[Declaration, uuid.UUID | None]]


def words_to_read(today: date) -> Words:
    """What was said when people objected or declined. Five queries at most."""
    recent = reasons.recent(reasons.reasons(), today)
    newest = list(recent[:WORDS_SHOWN])
    if not newest:
        return Words(0, [])
    in_force = reasons.series_in_force()
    return Words(recent.count(), [(each, reasons.board_of(each, in_force)) for each in newest])


def documents_waiting(today: date) -> list[tuple[Document, State, str]]:
    """Documents on which somebody has something to do: a draft to adopt, an adopted one to publish, a review."""
    waiting = []
    coming = Version.objects.filter(state__in=[Version.State.DRAFT, Version.State.ADOPTED]).select_related("document")
    for version in coming:
        if version.state == Version.State.DRAFT:
            waiting.append((version.document, State("Draft", YOURS), f"{version.label} waits for the governing board"))
        else:
            waiting.append(
                (version.document, State("Adopted", DUE), f"{version.label} is adopted and not yet published")
            )
    soon = today + timedelta(days=30)
    for document in _in_force().filter(review_on__lte=soon).order_by("review_on"):
        state = State("Overdue", LATE) if document.review_on and document.review_on < today else State("Due", DUE)
        waiting.append((document, state, f"Review by {document.review_on:%-d %B %Y}"))
    return waiting


def _in_force() -> QuerySet[Document]:
    """Nobody reviews what was withdrawn, or was never in force."""
    return Document.objects.filter(Exists(Version.objects.in_force().filter(document=OuterRef("pk"))))


def term_strip(today: date, signing_rows: list[board.DocumentProgress]) -> Chart:
    """The weeks that come with what falls into them, and the same as a table below it."""
    calendar = calendar_of_open_school()
    first, last = today, today + timedelta(days=WEEKS_AHEAD * 7)
    marks = [Mark(row.ask.due_on, f"Sign: {row.ask.title}", State("Due", DUE)) for row in signing_rows]
    reviews = _in_force().filter(review_on__range=(first, last)).values_list("review_on", "title")
    marks += [Mark(day, f"Review: {title}", State("Review", YOURS)) for day, title in reviews if day]
    marks += [Mark(day, "INSET day", State("INSET")) for day in calendar.inset_days]
    marks += [Mark(term.first_day, f"{term.name} begins", State("Term")) for term in calendar.terms]
    shown = [mark for mark in marks if first <= mark.day <= last]
    return replace(weeks("The next weeks", first, last, shown, today=today), table_open=True)


def guidance_figures() -> dict[str, Any]:
    """How many clauses of the guidance Accord has something for so far."""
    lines = [line for group in groups() for line in group.lines]
    kept = sum(line.standing is Standing.PROOF_SO_FAR for line in lines)
    return {"kept": kept, "all": len(lines)}
