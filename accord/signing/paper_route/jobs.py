"""What the worker does for the paper route: it sets the sheets, and finds the codes in scans."""

import uuid
from datetime import timedelta

from accord.folders.actions import folder_key
from accord.kernel import clock, keys_material
from accord.kernel.jobs import job
from accord.kernel.scope import in_school, require_school
from accord.paper.documents import UnreadableDocument
from accord.paper.scans import ScannedPage, scanned_pages
from accord.schools.models import School
from accord.signing.paper_route import reads
from accord.signing.paper_route.models import Printing, Scan, ScanPage, Sheet

KEPT_FOR = timedelta(days=1)


@job()
def set_sheets(printing: str) -> None:
    """Set the sheets that somebody asked for. Run twice it does nothing: they are there."""
    from accord.paper import sheets as paper
    from accord.signing.paper_route.printing import letterhead, printed

    row = Printing.objects.select_related("folder").filter(pk=printing, content=None).first()
    if row is None:
        return
    made = paper.render(letterhead(School.objects.get(pk=require_school())), printed(row), at=row.asked_at)
    row.content = keys_material.wrap(folder_key(row.folder), made, reads.sealed_as(row, "printing"))
    row.save(update_fields=["content"])


def opened(printing: Printing) -> bytes:
    """The PDF of sheets that have been set."""
    assert printing.content is not None
    return keys_material.unwrap(
        folder_key(printing.folder), bytes(printing.content), reads.sealed_as(printing, "printing")
    )


@job(opens_scopes=True)
def read_scan(school: int, scan: str) -> None:
    """Read a scan page by page, each kept as soon as it is read. Run again after a crash it goes on; twice is once."""
    with in_school(school):
        row = Scan.objects.select_related("folder").filter(pk=scan, state=Scan.State.READING).first()
        if row is None:
            return
        content = keys_material.unwrap(folder_key(row.folder), bytes(row.content or b""), reads.sealed_as(row, "scan"))
    try:
        for page in scanned_pages(content):
            with in_school(school):
                _keep(row, page)
    except UnreadableDocument as problem:
        _end(school, row, Scan.State.REFUSED, str(problem)[:300])
    else:
        _end(school, row, Scan.State.READ, "")


def _keep(scan: Scan, page: ScannedPage) -> None:
    Scan.objects.filter(pk=scan.pk).update(page_count=page.pages)
    sheets = list(Sheet.objects.filter(code__in=page.codes))
    row = ScanPage(scan=scan, number=page.number, found=_found(page, sheets))
    row.sheet = sheets[0] if len(sheets) == 1 else None
    key = folder_key(scan.folder)
    row.picture = keys_material.wrap(key, page.picture, reads.sealed_as(row, "picture"))
    row.paper = keys_material.wrap(key, page.paper, reads.sealed_as(row, "paper"))
    ScanPage.objects.bulk_create([row], ignore_conflicts=True)


def _found(page: ScannedPage, sheets: list[Sheet]) -> str:
    if len(sheets) == 1:
        return ScanPage.Found.CODE
    if sheets:
        return ScanPage.Found.SEVERAL
    return ScanPage.Found.STRANGE if page.codes else ScanPage.Found.NO_CODE


def _end(school: int, scan: Scan, state: str, reason: str) -> None:
    """The file itself is not needed any longer. Refused, nothing of it stays."""
    with in_school(school):
        if state == Scan.State.REFUSED:
            ScanPage.objects.filter(scan=scan, state=ScanPage.State.WAITING).delete()
        Scan.objects.filter(pk=scan.pk, state=Scan.State.READING).update(state=state, reason=reason, content=None)


@job()
def sweep_paper() -> int:
    """Forget printed PDFs after a day, and read scans whose nudge was lost; return how many. Hourly, safe to repeat."""
    now = clock.now()
    forgotten = Printing.objects.filter(asked_at__lt=now - KEPT_FOR, content__isnull=False).update(content=None)
    waiting: list[uuid.UUID] = list(
        Scan.objects.filter(state=Scan.State.READING, uploaded_at__lt=now - timedelta(minutes=10)).values_list(
            "pk", flat=True
        )
    )
    for pk in waiting:
        read_scan.defer(require_school(), scan=str(pk))
    return forgotten + len(waiting)
