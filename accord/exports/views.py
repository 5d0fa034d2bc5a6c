"""Where what was asked for is fetched."""

import time
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.exports import actions, reads
from accord.exports.models import ListCopy, SchoolCopy
from accord.exports.sealing import CONTENT, unseal
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.signing.signer import signed_in
from accord.vault import reads as vault

PATIENCE_SECONDS = 1.5  # Most lists take a fraction of a second. A page that reloads itself would be a time limit.


def paper(request: Any, paper: uuid.UUID) -> HttpResponse:
    """The list that this person asked for; while it is being made, a page that says so."""
    copy = _copy(request, paper)
    if copy.content is None:
        return render(request, "exports/waits.html", {"copy": copy})
    answer = HttpResponse(unseal(copy, CONTENT), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, f"{copy.name}.pdf")
    answer["Cache-Control"] = "no-store"
    return answer


def _copy(request: Any, paper: uuid.UUID) -> ListCopy:
    """The copy, as soon as it is made, or after a moment as it is."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        copy = get_object_or_404(ListCopy.objects.filter(person=request.person), pk=paper)
        if copy.content is not None or time.monotonic() >= until:
            return copy
        time.sleep(0.1)


def everything(request: Any) -> HttpResponse:
    """What may be taken out, and the copies that are there. Posted, another is asked for."""
    if request.method == "POST":
        actions.ask_for_everything(by=request.person, now=clock.now())
        messages.success(request, _("Everything of the school is being put together. This takes a few minutes."))
        return redirect("exports:everything", school=request.school.slug)
    return render(request, "exports/everything.html", reads.copies(clock.now()))


@require_POST
def fetch(request: Any, copy: uuid.UUID) -> HttpResponseBase:
    """A copy of everything, for whoever has just proved who they are."""
    get_object_or_404(SchoolCopy, pk=copy)
    try:
        found = actions.fetch_everything(
            copy=copy, by=request.person, signed_in_at=signed_in(request).at, now=clock.now()
        )
    except Refused as refused:
        if refused.decision.code != "sign-in-old":
            raise
        messages.info(request, refused.decision.reason)
        page = reverse("exports:everything", args=[request.school.slug])
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': page})}")
    assert found.file
    answer = StreamingHttpResponse(vault.stream(found.file), content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, found.file.name)
    answer["Content-Length"] = str(found.file.size)
    answer["Cache-Control"] = "no-store"
    return answer
