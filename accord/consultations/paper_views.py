"""The board's paper on a version: what there is, another one, and the file."""

import time
import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from accord.consultations import actions, reads, rules
from accord.consultations.forms import PaperForm
from accord.consultations.models import BoardPaper, Consultation, Outcome
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.policies.models import Version
from accord.vault import reads as vault

PATIENCE_SECONDS = 1.5  # It takes a fraction of a second. A page that reloads itself would be a time limit.


def papers(request: Any, version: uuid.UUID) -> HttpResponse:
    """What the board gets about a version, and what it decided. POST asks for a new paper."""
    rows = Version.objects.select_related("document__folder", "adoption")
    found = get_object_or_404(rows, pk=version)
    if request.method == "POST":
        request.may("consultations.lead").require()
    coming = found.document.versions.coming().first()
    shown = coming if coming and found.state == Version.State.DISCARDED else found
    running = Consultation.objects.running().filter(document=found.document_id).first()
    concluded = reads.concluded_for(shown)
    decision = rules.may_make_paper(shown.state, is_running=running is not None)
    outcome = Outcome.objects.filter(consultation=concluded).first() if concluded else None
    initial = {"recommendation": outcome.recommendation, "words": outcome.words} if outcome else {}
    form = PaperForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_paper(
                version=shown.pk, consultation=concluded, by=request.person, now=clock.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, refused.decision.reason)
        else:
            return redirect("consultations:paper", request.school.slug, made.pk)
    context = {
        "document": found.document,
        "version": shown,
        "papers": list(reads.papers().filter(version=shown)),
        "running": running,
        "consultation": concluded,
        "decision": decision,
        "leads": request.may("consultations.lead"),
        "form": form,
    }
    return render(request, "consultations/papers.html", context, status=422 if form.is_bound else 200)


def paper(request: Any, paper: uuid.UUID) -> HttpResponse:
    """One paper, as soon as it is made."""
    found = _made(paper)
    return render(request, "consultations/paper.html", {"paper": found, "document": found.document})


def _made(paper: uuid.UUID) -> BoardPaper:
    """The paper; waits a moment for one that is being made."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        found = get_object_or_404(reads.papers().select_related("file__folder"), pk=paper)
        if found.file is not None or time.monotonic() >= until:
            return found
        time.sleep(0.1)


def file(request: Any, paper: uuid.UUID) -> HttpResponse:
    """The sealed PDF, verified before it leaves."""
    found = get_object_or_404(reads.papers().select_related("file__folder"), pk=paper)
    if found.file is None:
        raise Http404
    answer = HttpResponse(vault.content(found.file), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, found.file.name)
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
