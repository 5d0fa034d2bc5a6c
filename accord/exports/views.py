"""Where what was asked for is fetched."""

import time
import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header

from accord.exports.models import ListCopy
from accord.exports.sealing import CONTENT, unseal

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
