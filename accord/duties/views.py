"""What a person owes the school."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accord.duties import reads
from accord.kernel import clock


def duties(request: Any) -> HttpResponse:
    """Everything the person owes, soonest first, with the way to each; and what they did last."""
    today = clock.today()
    owing = reads.owed_by(request.person, school_slug=request.school.slug, today=today)
    return render(request, "duties/list.html", {"owing": owing, "done": reads.done_by(request.person)})
