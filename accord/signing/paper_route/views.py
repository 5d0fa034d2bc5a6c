"""Signing on paper: sheets are printed, scans come in, and a witness confirms each."""

import time
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.paper.codes import in_groups
from accord.people.models import Person
from accord.signing import receipt_views
from accord.signing.asking import all_asks
from accord.signing.board_views import chosen_people
from accord.signing.models import Declaration
from accord.signing.paper_route import actions, jobs, reads
from accord.signing.paper_route.forms import PrintForm
from accord.signing.paper_route.models import PaperSignature, Printing, ScanPage, Sheet
from accord.signing.paper_route.printing import public_texts
from accord.signing.paper_route.tables import SheetTable
from accord.signing.paper_route.words import SCANS, of_sheet
from accord.ui import exports
from accord.vault import reads as vault

PATIENCE_SECONDS = 1.5  # Most printings take less. A page that reloads itself would be a time limit.
SCANS_SHOWN = 10


def overview(request: Any) -> HttpResponse:
    """What waits for a witness, the latest scans, and every sheet."""
    waiting = ScanPage.objects.filter(state=ScanPage.State.WAITING).count()
    scans = [(scan, SCANS[scan.state]) for scan in reads.scans()[:SCANS_SHOWN]]
    context = {
        "waiting": waiting,
        "scans": scans,
        "table": SheetTable(request),
        "may_print": request.may("signing.paper"),
        "may_witness": request.may("signing.witness"),
    }
    return render(request, "signing/paper/overview.html", context)


def export(request: Any) -> HttpResponseBase:
    """The sheets as a file, narrowed as the page was."""
    table = SheetTable(request)
    headings = ["Name", "Role", "Code", "Documents", "State", "Printed", "Signed", "Witness", "Confirmed"]
    lines = [
        [row.person_name, row.person_role, in_groups(row.code), row.text_count, of_sheet(row.confirmed_at, row.is_back)]
        + [row.printed_at, row.signed_on, row.witness_name, row.confirmed_at]
        for row in table.everything
    ]
    name = f"paper sheets {clock.today().isoformat()}"
    listing = exports.Listing(name, _("Sheets to sign by hand"), headings, lines, table.told, on_paper=(0, 4, 5, 6, 7))
    return exports.answer(request, listing)


@require_POST
def print_sheets(request: Any, series: uuid.UUID) -> HttpResponse:
    """First who gets a sheet and what stands on it; then, confirmed, the sheets."""
    ask = next((ask for ask in all_asks(clock.today()) if ask.series == series), None)
    if ask is None:
        raise Http404
    chosen = chosen_people(request, ask)
    form = PrintForm(request.POST if "confirmed" in request.POST else None)
    if form.is_bound and form.is_valid():
        return _print(request, chosen, form.cleaned_data["once"], series)
    owing = reads.owing(chosen, clock.today())
    gets = {each.person.pk for each in owing}
    context = {
        "ask": ask,
        "form": PrintForm(),
        "owing": owing,
        "chosen": [each.person.pk for each in owing],
        "nothing": Person.objects.filter(pk__in=[pk for pk in chosen if pk not in gets]),
    }
    return render(request, "signing/paper/print.html", context)


def _print(request: Any, chosen: list[uuid.UUID], once: uuid.UUID, series: uuid.UUID) -> HttpResponse:
    try:
        made = actions.print_sheets(
            people=chosen, school_name=request.school.name, once=once, by=request.person, now=clock.now()
        )
    except Refused as refused:
        messages.info(request, refused.decision.reason)
        return redirect("signing:board", school=request.school.slug, series=series)
    return redirect("signing:printing", school=request.school.slug, printing=made.pk)


def printing(request: Any, printing: uuid.UUID) -> HttpResponse:
    """Sheets that were asked for: there to be printed, or being made. POST asks for them once more."""
    found = get_object_or_404(Printing.objects.select_related("asked_by").defer("content"), pk=printing)
    if request.method == "POST":
        actions.print_again(printing=found, now=clock.now())
        return redirect("signing:printing", school=request.school.slug, printing=printing)
    state = _settled(found)
    context = {
        "printing": found,
        "ready": state == "ready",
        "gone": state == "gone",
        "sheets": found.sheets.count(),
        "texts": public_texts(found),
    }
    return render(request, "signing/paper/printing.html", context)


def _settled(printing: Printing) -> str:
    """Whether the PDF is ready, still being made, or gone; waits a moment for one that is being made."""
    until = time.monotonic() + PATIENCE_SECONDS
    ready = Printing.objects.filter(pk=printing.pk, content__isnull=False)
    while True:
        if ready.exists():
            return "ready"
        if clock.now() - printing.asked_at > jobs.KEPT_FOR:
            return "gone"
        if time.monotonic() >= until:
            return "making"
        time.sleep(0.1)


def printed_file(request: Any, printing: uuid.UUID) -> HttpResponse:
    """The PDF to print."""
    found = get_object_or_404(Printing.objects.select_related("folder"), pk=printing)
    if found.content is None:
        return redirect("signing:printing", school=request.school.slug, printing=printing)
    return _pdf(jobs.opened(found), f"sheets {found.asked_at:%Y-%m-%d}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "no-store"
    return answer


def sheet(request: Any, sheet: uuid.UUID) -> HttpResponse:
    """One sheet: what stands on it, and what became of it."""
    found = get_object_or_404(Sheet.objects.select_related("person", "printing"), pk=sheet)
    signature = PaperSignature.objects.filter(sheet=found).select_related("witness", "scan").first()
    waiting = found.pages.filter(state=ScanPage.State.WAITING)
    context = {
        "sheet": found,
        "may_witness": request.may("signing.witness"),
        "may_print": request.may("signing.paper"),
        "waiting": waiting.first() if not signature else None,
        "code": in_groups(found.code),
        "signature": signature,
        "state": of_sheet(signature.confirmed_at if signature else None, waiting.exists()),
        "declaration": Declaration.objects.filter(pk=signature.declaration_id).first() if signature else None,
    }
    return render(request, "signing/paper/sheet.html", context)


def sheet_receipt(request: Any, sheet: uuid.UUID) -> HttpResponse:
    """The receipt to be handed to whoever signed by hand: many of them cannot sign in to fetch it."""
    signature = get_object_or_404(PaperSignature, sheet=sheet)
    made = Declaration.objects.get(pk=signature.declaration_id)
    return receipt_views.serve(request, made, back=("signing:sheet", sheet), name=_("The receipt"))


def sheet_scan(request: HttpRequest, sheet: uuid.UUID) -> HttpResponse:
    """The scan of a sheet that counts, as it came in."""
    signature = get_object_or_404(PaperSignature.objects.select_related("scan__folder"), sheet=sheet)
    return _pdf(vault.content(signature.scan), signature.scan.name)
