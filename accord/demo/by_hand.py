"""People without an address sign on paper: sheets are printed, come back in one scan, and some are confirmed already."""

import io
import random
import uuid
from collections.abc import Callable
from datetime import date

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from accord.demo.days import at
from accord.demo.office import Office
from accord.demo.past import Past
from accord.kernel import clock
from accord.people.models import Person
from accord.signing.paper_route import actions, jobs
from accord.signing.paper_route.models import Printing, ScanPage

SHEETS, CONFIRMED = 5, 3
_TRAINING = "Talked through with the office, {day:%-d %B %Y}"


def plan(past: Past, office: Office, ago: Callable[[int], date], *, by: str) -> None:
    """Printed two days of school ago, back yesterday; the last ones still wait for their witness."""
    past.plan(at(ago(2), 10, 10), lambda: _print(past.school.name, office[by]))
    past.plan(at(ago(1), 9, 20), lambda: _bring_back(office[by]))
    past.plan(at(ago(1), 9, 40), lambda: _confirm(office[by], signed_on=ago(2)))


def _print(school_name: str, by: Person) -> None:
    without = Person.objects.filter(email="", duties__source="signing", duties__done_at=None, duties__ended_at=None)
    some = list(without.distinct().order_by("search").values_list("pk", flat=True)[:SHEETS])
    if some:
        actions.print_sheets(people=some, school_name=school_name, once=uuid.uuid4(), by=by, now=clock.now())


def _bring_back(by: Person) -> None:
    printing = Printing.objects.select_related("folder").filter(content__isnull=False).first()
    if printing:
        content = _signed(jobs.opened(printing))
        actions.take_in(name="sheets.pdf", content=content, once=uuid.uuid4(), by=by, now=clock.now())


def _signed(pdf: bytes) -> bytes:
    """The sheets with a line of ink where each signature belongs, no two alike."""
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        luck = random.Random(number)
        for left, bottom, width in ((70, 180, 130), (70, 104, 110), (440, 180, 60)):
            _scribble(page, luck, left, bottom, width)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _scribble(page: pypdfium2.PdfPage, luck: random.Random, left: float, bottom: float, width: float) -> None:
    """Loops from left to right, as in a name written fast."""
    path = pdfium.FPDFPageObj_CreateNewPath(left, bottom)
    at = left
    while at < left + width:
        step, up, down = luck.uniform(6, 16), luck.uniform(4, 18), luck.uniform(0, 5)
        pdfium.FPDFPath_BezierTo(path, at + step, bottom + up, at - step / 3, bottom + up, at + step, bottom - down)
        at += step
    pdfium.FPDFPageObj_SetStrokeColor(path, 20, 30, 110, 255)
    pdfium.FPDFPageObj_SetStrokeWidth(path, 1.3)
    pdfium.FPDFPath_SetDrawMode(path, pdfium.FPDF_FILLMODE_NONE, True)
    pdfium.FPDFPage_InsertObject(page, path)


def _confirm(by: Person, *, signed_on: date) -> None:
    now = clock.now()
    waiting = ScanPage.objects.filter(state=ScanPage.State.WAITING, sheet__isnull=False).exclude(sheet__person=by)
    for number, page in enumerate(waiting.order_by("number").values_list("pk", flat=True)[:CONFIRMED]):
        how = "mark" if number == 1 else "hand"
        training = _TRAINING.format(day=signed_on)
        seen = actions.Seen(signed_on=signed_on, how=how, training=training, signed_in_at=now)
        actions.confirm(page=page, seen=seen, by=by, now=now)
