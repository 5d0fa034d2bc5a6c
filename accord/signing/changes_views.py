"""What changed since the version that the reader signed last, on a page of its own."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accord.signing import comparing, reads
from accord.signing.models import Text


def changes(request: Any, text: uuid.UUID) -> HttpResponse:
    """A text against the older one that this person signed; who signed none is led to the text itself."""
    found = get_object_or_404(Text.objects.filter(published_at__isnull=False), pk=text)
    signature = reads.signed_before(request.person, [found.series]).get(found.series)
    since = comparing.since(signature, found)
    if since is None:
        return redirect("signing:read", request.school.slug, found.pk, 1)
    everything = request.GET.get("show") == "all"
    context = {"text": found, "since": since, **comparing.shown(since.comparison, everything=everything)}
    return render(request, "signing/changes.html", context)
