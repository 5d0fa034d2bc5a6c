"""Scans of signed sheets: brought in, read by the worker, and each page confirmed, given to its person, or put aside."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.kernel import clock
from accord.kernel.decision import Decision, Refused
from accord.signing.paper_route import actions, reads, rules
from accord.signing.paper_route.forms import ChooseForm, ScanForm, WitnessForm
from accord.signing.paper_route.models import Scan, ScanPage
from accord.signing.paper_route.words import CANNOT_COUNT, FOUND, NOBODYS, PAGES, WAITS
from accord.signing.signer import signed_in
from accord.ui.states import State

_FIELD_OF = {"ahead": "signed_on", "before-printing": "signed_on", "no-training": "training"}
_DRAFT = "paper_witness_draft"  # What was typed while a sign-in ran out.


def add_scan(request: Any) -> HttpResponse:
    """Bring in a scan."""
    form = ScanForm(request.POST or None, request.FILES or None, initial={"once": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        scan = actions.take_in(
            name=file.name or "",
            content=file.read(),
            once=form.cleaned_data["once"],
            by=request.person,
            now=clock.now(),
        )
        return redirect("signing:scan", school=request.school.slug, scan=scan.pk)
    return render(request, "signing/paper/add_scan.html", {"form": form}, status=422 if form.is_bound else 200)


def scan(request: Any, scan: uuid.UUID) -> HttpResponse:
    """A scan: how far it is read, and its pages."""
    found = get_object_or_404(Scan.objects.select_related("uploaded_by").defer("content"), pk=scan)
    pages = list(reads.pages_of(found))
    facts = reads.facts_of([page.sheet for page in pages if page.sheet])
    rows = [(page, _state(page, facts), FOUND[page.found], _why(page, facts)) for page in pages]
    waiting = sum(page.state == ScanPage.State.WAITING for page in pages)
    context = {
        "scan": found,
        "rows": rows,
        "waiting": waiting,
        "is_reading": found.state == Scan.State.READING,
        "is_refused": found.state == Scan.State.REFUSED,
    }
    return render(request, "signing/paper/scan.html", context)


def _decision(page: ScanPage, facts: dict[uuid.UUID, rules.SheetFacts]) -> Decision:
    return rules.may_count(facts[page.sheet_id] if page.sheet_id else None)


def _state(page: ScanPage, facts: dict[uuid.UUID, rules.SheetFacts]) -> State:
    if page.state != ScanPage.State.WAITING:
        return PAGES[page.state]
    if page.sheet_id is None:
        return NOBODYS
    return WAITS if _decision(page, facts) else CANNOT_COUNT


def _why(page: ScanPage, facts: dict[uuid.UUID, rules.SheetFacts]) -> str:
    if page.state != ScanPage.State.WAITING or page.sheet_id is None:
        return ""
    return _decision(page, facts).reason


def page(request: Any, scan_page: uuid.UUID) -> HttpResponse:
    """One page of a scan: look at it, and say that you have seen it signed."""
    found = _visible(scan_page)
    facts = reads.facts_of([found.sheet])[found.sheet.pk] if found.sheet else None
    may = rules.may_witness(facts, witness_id=request.person.pk, today=clock.today())
    form = (
        WitnessForm(request.POST or None, sheet=found.sheet, initial=_draft(request)) if may and found.sheet else None
    )
    if request.method == "POST":
        if form is None:
            return _told(request, found, may)
        if form.is_valid():
            answer = _confirm(request, found, form)
            if answer:
                return answer
    context = {
        "page": found,
        "sheet": found.sheet,
        "facts": facts,
        "found": FOUND[found.found],
        "may": may,
        "form": form,
        "chooser": ChooseForm(sheets=reads.choices()),
    }
    return render(request, "signing/paper/page.html", context, status=422 if form and form.is_bound else 200)


def _visible(page: uuid.UUID) -> ScanPage:
    """A page that waits. One on which somebody has decided has nothing to show any longer."""
    pages = ScanPage.objects.select_related("scan__folder", "sheet__person").defer("picture", "paper")
    return get_object_or_404(pages, pk=page)


def _draft(request: Any) -> dict[str, Any]:
    return request.session.pop(_DRAFT, None) or {} if request.method == "GET" else {}


def _confirm(request: Any, page: ScanPage, form: WitnessForm) -> HttpResponse | None:
    """Confirm it; None where the form must come back with a problem."""
    given = form.cleaned_data
    seen = actions.Seen(
        signed_on=given["signed_on"],
        how=given["how"],
        training=given.get("training", ""),
        signed_in_at=signed_in(request).at,
    )
    try:
        actions.confirm(page=page.pk, seen=seen, by=request.person, now=clock.now())
    except Refused as refused:
        decision = refused.decision
        if decision.code == "sign-in-old":
            kept = {"how": given["how"], "training": given.get("training", "")}
            request.session[_DRAFT] = kept | {"signed_on": given["signed_on"].isoformat()}
            messages.info(request, _("Confirming needs a fresh sign-in. Nothing that you typed is lost."))
            return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
        if decision.code not in _FIELD_OF:
            return _told(request, page, decision)
        form.add_error(_FIELD_OF[decision.code], decision.reason)
        return None
    assert page.sheet
    messages.success(request, _("It counts: %(name)s has signed.") % {"name": page.sheet.person_name})
    return _on(request, page)


@require_POST
def choose(request: Any, scan_page: uuid.UUID) -> HttpResponse:
    """Say whose sheet a page is."""
    found = _visible(scan_page)
    form = ChooseForm(request.POST, sheets=reads.choices())
    if not form.is_valid():
        context = {
            "page": found,
            "sheet": found.sheet,
            "found": FOUND[found.found],
            "may": rules.may_count(None),
            "chooser": form,
        }
        return render(request, "signing/paper/page.html", context, status=422)
    try:
        actions.choose(page=found.pk, sheet=uuid.UUID(form.cleaned_data["sheet"]), by=request.person, now=clock.now())
    except Refused as refused:
        return _told(request, found, refused.decision)
    return redirect("signing:scan_page", school=request.school.slug, scan_page=found.pk)


@require_POST
def discard(request: Any, scan_page: uuid.UUID) -> HttpResponse:
    """Put a page aside."""
    found = _visible(scan_page)
    try:
        actions.discard(page=found.pk, by=request.person, now=clock.now())
    except Refused as refused:
        return _told(request, found, refused.decision)
    messages.success(request, _("The page is put aside, and nothing of it is kept."))
    return _on(request, found)


def picture(request: HttpRequest, scan_page: uuid.UUID) -> HttpResponse:
    """What the page looks like."""
    found = get_object_or_404(ScanPage.objects.select_related("scan__folder"), pk=scan_page)
    if found.picture is None:
        raise Http404
    answer = HttpResponse(reads.picture(found), content_type="image/png")
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "no-store"
    return answer


def _on(request: Any, page: ScanPage) -> HttpResponse:
    """To the next page of the scan that waits, or to the scan."""
    waiting = page.scan.pages.filter(state=ScanPage.State.WAITING).order_by("number")
    after = waiting.filter(number__gt=page.number).first() or waiting.first()
    if after is None:
        return redirect("signing:scan", school=request.school.slug, scan=page.scan_id)
    return redirect("signing:scan_page", school=request.school.slug, scan_page=after.pk)


def _told(request: Any, page: ScanPage, decision: Decision) -> HttpResponse:
    messages.info(request, decision.reason)
    return redirect("signing:scan", school=request.school.slug, scan=page.scan_id)
