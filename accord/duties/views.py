"""What a person owes the school, and when the school reminds people of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accord.duties import actions, reads
from accord.duties.cadences import cadence_of_open_school
from accord.duties.forms import RhythmForm
from accord.kernel import clock


def duties(request: Any) -> HttpResponse:
    """Everything the person owes, soonest first, with the way to each; and what they did last."""
    today = clock.today()
    owing = reads.owed_by(request.person, school_slug=request.school.slug, today=today)
    return render(request, "duties/list.html", {"owing": owing, "done": reads.done_by(request.person)})


def rhythm(request: Any) -> HttpResponse:
    """On which days people are reminded."""
    if request.method != "POST":
        return render(request, "duties/rhythm.html", {"form": RhythmForm.showing(cadence_of_open_school())})
    form = RhythmForm(request.POST)
    if not form.is_valid():
        return render(request, "duties/rhythm.html", {"form": form}, status=422)
    actions.set_rhythm(cadence=form.cadence(), by=request.person, now=clock.now())
    messages.success(request, _("People are reminded in this rhythm from now on."))
    return redirect("duties:rhythm", school=request.school.slug)
