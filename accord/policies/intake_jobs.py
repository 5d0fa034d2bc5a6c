"""What the worker does for long files: it reads them, and says how far it has come."""

import time
import uuid
from datetime import timedelta

from accord.kernel import clock
from accord.kernel.jobs import job
from accord.kernel.scope import in_school, require_school
from accord.policies.actions import intakes
from accord.policies.models import Intake
from accord.policies.reading import UnreadableDocument, read_at_leisure

_TOLD_EVERY = 0.5  # Seconds.
_NUDGE_LOST = timedelta(minutes=10)
_REMEMBERED = timedelta(days=7)


@job(opens_scopes=True)
def read(school: int, intake: str) -> None:
    """Make a draft of a long file, or say why not. A worker that dies is followed by another; twice is once."""
    pk = uuid.UUID(intake)
    with in_school(school):
        row = Intake.objects.select_related("document__folder").filter(pk=pk, state=Intake.State.READING).first()
        if row is None:
            return
        content = intakes.content_of(row)
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _TOLD_EVERY:
            told = time.monotonic()
            with in_school(school):
                intakes.note_progress(intake=pk, pages_read=done, page_count=total)

    try:
        original = read_at_leisure(row.name, content, tell)
    except UnreadableDocument as problem:
        with in_school(school):
            intakes.refuse(intake=pk, reason=str(problem))
    else:
        with in_school(school):
            intakes.finish(intake=pk, original=original, now=clock.now())


@job()
def sweep() -> int:
    """Read what lost its nudge, and forget what is long over; return how many. Hourly, safe to repeat."""
    now = clock.now()
    lost = list(
        Intake.objects.filter(state=Intake.State.READING, asked_at__lt=now - _NUDGE_LOST).values_list("pk", flat=True)
    )
    for pk in lost:
        read.defer(require_school(), intake=str(pk))
    return len(lost) + intakes.forget(before=now - _REMEMBERED)
