"""Two records of one person: found, looked at side by side, merged, and parted again."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.people import actions
from accord.people.models import Person
from accord.people.reads.duplicates import likely, likely_with, merged_here, pair
from accord.people.record_forms import MergeForm, OtherForm


def duplicates(request: Any) -> HttpResponse:
    """Records that look like one person twice."""
    return render(request, "people/duplicates.html", {"found": likely()})


def merge(request: Any, person: uuid.UUID) -> HttpResponse:
    """Which other record is the same person; then both side by side, and merged when that is confirmed."""
    one = get_object_or_404(Person.objects.on_record(), pk=person)
    others = Person.objects.on_record().exclude(pk=one.pk)
    chosen = OtherForm(request.GET if "other" in request.GET else None, people=others)
    if not (chosen.is_bound and chosen.is_valid()):
        context = {"person": one, "form": chosen, "likely": likely_with(one)}
        return render(request, "people/merge_choose.html", context, status=422 if chosen.errors else 200)
    other = get_object_or_404(others, pk=chosen.cleaned_data["other"])
    both = pair(one, other, clock.today())
    form = MergeForm(request.POST or None, pair=both)
    if request.method == "POST" and form.is_valid():
        try:
            actions.merge_people(
                survivor=one.pk,
                duplicate=other.pk,
                keep=form.keep(),
                by=request.person,
                today=clock.today(),
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.decision.reason)
        else:
            messages.success(request, _("%(name)s is one record now.") % {"name": one.name})
            return redirect("people:person", request.school.slug, one.pk)
    context = {"pair": both, "form": form, "person": one, "other": other}
    return render(request, "people/merge.html", context, status=422 if form.errors else 200)


def undo(request: Any, person: uuid.UUID) -> HttpResponse:
    """Part again the record that was merged into this one last, after a look at what follows."""
    one = get_object_or_404(Person.objects.on_record(), pk=person)
    merged = next(iter(merged_here(one)), None)
    if merged is None:
        return redirect("people:person", request.school.slug, one.pk)
    problem = ""
    if request.method == "POST":
        try:
            actions.undo_merge(pk=merged.pk, by=request.person, today=clock.today(), now=clock.now())
        except Refused as refused:
            problem = refused.decision.reason
        else:
            messages.success(request, _("There are two records again, each as it was before."))
            return redirect("people:person", request.school.slug, one.pk)
    context = {"person": one, "merge": merged, "problem": problem}
    return render(request, "people/part.html", context, status=422 if problem else 200)
