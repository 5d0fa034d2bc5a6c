"""Who is on leave from when to when: recorded, changed, and taken out again."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.duties import actions
from accord.duties.cadences import days_after_leave
from accord.duties.forms import LeaveForm
from accord.duties.models import Leave
from accord.duties.rules import Away
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.people.models import Person


def leaves(request: Any, person: uuid.UUID) -> HttpResponse:
    """When somebody is on leave, and another such time."""
    known = get_object_or_404(Person, pk=person)

    def act(days: Away) -> None:
        actions.record_leave(person=known.pk, days=days, by=request.person, now=clock.now())

    return _typed(request, known, None, act)


def change(request: Any, leave: uuid.UUID) -> HttpResponse:
    """Other days for a leave."""
    row = get_object_or_404(Leave.objects.select_related("person"), pk=leave)

    def act(days: Away) -> None:
        actions.change_leave(leave=row.pk, days=days, by=request.person, now=clock.now())

    return _typed(request, row.person, row, act)


@require_POST
def remove(request: Any, leave: uuid.UUID) -> HttpResponse:
    """They are not on leave after all."""
    row = get_object_or_404(Leave, pk=leave)
    actions.remove_leave(leave=row.pk, by=request.person, now=clock.now())
    messages.success(request, _("It is taken out."))
    return redirect("duties:leave", school=request.school.slug, person=row.person_id)


def _typed(request: Any, person: Person, row: Leave | None, act: Callable[[Away], None]) -> HttpResponse:
    shown = {"first_day": row.first_day, "last_day": row.last_day} if row else None
    form = LeaveForm(request.POST if request.method == "POST" else None, initial=shown)
    if form.is_bound and form.is_valid():
        try:
            act(Away(form.cleaned_data["first_day"], form.cleaned_data["last_day"]))
        except Refused as refused:
            form.add_error("last_day", refused.decision.reason)
        else:
            messages.success(request, _("The leave is recorded. Nobody asks or reminds them meanwhile."))
            return redirect("duties:leave", school=request.school.slug, person=person.pk)
    context = {
        "form": form,
        "person": person,
        "leave": row,
        "leaves": Leave.objects.filter(person=person),
        "days_after": days_after_leave(),
    }
    return render(request, "duties/leave.html", context, status=422 if form.is_bound else 200)
