"""Briefings: that they were held, when, and who was there."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.kernel import clock
from accord.people.models import Person
from accord.signing import actions
from accord.signing.forms import BriefingForm
from accord.signing.models import Briefing
from accord.ui.links import address
from accord.ui.tables import Column, Table


class BriefingTable(Table):
    """The briefings that were recorded."""

    caption = gettext_lazy("Briefings")
    search = ("title", "led_by")
    search_label = gettext_lazy("Search")
    order = "-held_on"
    empty_title = gettext_lazy("No briefing recorded yet")
    empty_text = gettext_lazy(
        "Record each meeting or session in which people were briefed. What they sign rests on it."
    )


def briefings(request: HttpRequest) -> HttpResponse:
    """All briefings, the newest first."""
    rows = Briefing.objects.annotate(people=Count("attendances"))
    columns = [
        Column("title", _("What"), sort="title", link=lambda row: address(request, "signing:briefing", row.pk)),
        Column("held_on", _("When"), sort="held_on"),
        Column("led_by", _("Led by"), sort="led_by"),
        Column("people", _("People there"), sort="people", numeric=True),
    ]
    return render(request, "signing/briefings.html", {"table": BriefingTable(request, rows, columns=columns)})


def briefing(request: HttpRequest, briefing: uuid.UUID) -> HttpResponse:
    """One briefing and who was there."""
    found = get_object_or_404(Briefing.objects.select_related("recorded_by"), pk=briefing)
    people = Person.objects.filter(attendances__briefing=found)
    return render(request, "signing/briefing.html", {"briefing": found, "people": people})


def add_briefing(request: Any) -> HttpResponse:
    """Record a briefing."""
    today = clock.today()
    people = list(Person.objects.in_post(today))
    form = BriefingForm(request.POST if request.method == "POST" else None, people=people, today=today)
    if request.method == "POST" and form.is_valid():
        made = actions.record_briefing(**form.cleaned_data, by=request.person, now=clock.now())
        messages.success(request, _("The briefing is recorded."))
        return redirect("signing:briefing", school=request.school.slug, briefing=made.pk)
    return render(request, "signing/add_briefing.html", {"form": form}, status=422 if form.is_bound else 200)


def correct_briefing(request: Any, briefing: uuid.UUID) -> HttpResponse:
    """Set anew who was at a briefing."""
    today = clock.today()
    found = get_object_or_404(Briefing, pk=briefing)
    there = list(Person.objects.filter(attendances__briefing=found))
    people = sorted({*there, *Person.objects.in_post(today)}, key=lambda person: person.list_name)
    initial = {"title": found.title, "held_on": found.held_on, "led_by": found.led_by}
    initial["people"] = [str(person.pk) for person in there]
    form = BriefingForm(request.POST if request.method == "POST" else None, people=people, today=today, initial=initial)
    for name in ("title", "held_on", "led_by"):
        form.fields[name].disabled = True
    if request.method == "POST" and form.is_valid():
        actions.correct_attendance(
            briefing=found, people=form.cleaned_data["people"], by=request.person, now=clock.now()
        )
        messages.success(request, _("Who was there is corrected."))
        return redirect("signing:briefing", school=request.school.slug, briefing=found.pk)
    context = {"form": form, "briefing": found}
    return render(request, "signing/add_briefing.html", context, status=422 if form.is_bound else 200)
