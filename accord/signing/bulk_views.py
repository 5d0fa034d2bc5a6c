"""What can be done for several people at once from the board: excusing them, and taking reminders back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accord.duties import actions as duties
from accord.duties import reads
from accord.duties.models import HeldReminders
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.people.models import Person
from accord.signing import actions
from accord.signing.asking import Ask, ask_for
from accord.signing.board_views import chosen_people
from accord.signing.forms import ExcuseForm


def _ask(series: uuid.UUID) -> Ask:
    ask = ask_for(series, clock.today())
    if ask is None:
        raise Http404
    return ask


@require_POST
def excuse(request: Any, series: uuid.UUID) -> HttpResponse:
    """First who it would concern; then, with a reason, none of them need sign."""
    ask = _ask(series)
    people = list(Person.objects.filter(pk__in=chosen_people(request, ask)).order_by("search"))
    is_confirmed = "confirmed" in request.POST and bool(people)
    form = ExcuseForm(request.POST if is_confirmed else None, today=clock.today())
    if is_confirmed and form.is_valid():
        given = form.cleaned_data
        done = actions.excuse_several(
            people=people,
            series=series,
            because=given["because"],
            until=given["until"],
            by=request.person,
            now=clock.now(),
        )
        told = ngettext("%(n)d person need not sign this.", "%(n)d people need not sign this.", len(done))
        messages.success(request, told % {"n": len(done)})
        return redirect("signing:board", school=request.school.slug, series=series)
    context = {"form": form, "ask": ask, "people": people}
    return render(request, "signing/excuse_several.html", context, status=422 if form.is_bound else 200)


def reminders(request: Any, series: uuid.UUID, held: uuid.UUID) -> HttpResponse:
    """Reminders that were sent by hand: whose wait, whose have left; and, confirmed, they are taken back."""
    ask = _ask(series)
    row = get_object_or_404(HeldReminders.objects.select_related("asked_by", "taken_back_by"), pk=held)
    if request.method == "POST":
        try:
            people = duties.take_back_reminders(held=row.pk, by=request.person, now=clock.now())
        except Refused as refused:
            messages.warning(request, refused.decision.reason)
        else:
            told = ngettext(
                "%(n)d reminder was taken back. They have not been told anything.",
                "%(n)d reminders were taken back. They have not been told anything.",
                len(people),
            )
            messages.success(request, told % {"n": len(people)})
        return redirect("signing:reminders", school=request.school.slug, series=series, held=held)
    context = {"ask": ask, "found": reads.look_at(row), "may_take_back": request.may("signing.remind")}
    return render(request, "signing/reminders.html", context)
