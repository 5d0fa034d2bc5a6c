"""Editions whose copies are to be destroyed, and the register of what was."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.scope import streamed
from accord.people.models import Person
from accord.ui import exports
from accord.withdrawals import actions, reads, tables
from accord.withdrawals.forms import CloseForm, OpenForm
from accord.withdrawals.models import Place, Withdrawal
from accord.withdrawals.words import SEEN, place_state, state_of


def withdrawals(request: Any) -> HttpResponse:
    """Every withdrawal, and the way to open one for an edition that was held elsewhere."""
    outside = Withdrawal.objects.filter(origin=Withdrawal.Origin.OUTSIDE).exists()
    context = {
        "table": _table(request),
        "open": Withdrawal.objects.open().count(),
        "county_policy": "" if outside else actions.COUNTY_POLICY,
        "may_open": request.may("policies.manage"),
    }
    return render(request, "withdrawals/list.html", context)


def _table(request: Any) -> tables.WithdrawalTable:
    rows = Withdrawal.objects.counted().select_related("lead")
    return tables.WithdrawalTable(request, rows, export=reverse("withdrawals:export", args=[request.school.slug]))


def export(request: Any) -> HttpResponseBase:
    """The list as a spreadsheet file or a paper, narrowed as the page was."""
    table = _table(request)
    lines = streamed(request.school.pk, lambda: (tables.withdrawal_line(row) for row in table.everything))
    name, headings = f"withdrawals-{request.school.slug}", tables.withdrawal_headings()
    return exports.answer(
        request, exports.Listing(name, _("Withdrawals"), headings, lines, table.told, tables.ON_PAPER)
    )


def register(request: Any) -> HttpResponse:
    """What was destroyed, where, when, and who confirmed it."""
    return render(request, "withdrawals/register.html", {"table": _register(request)})


def _register(request: Any) -> tables.PlaceTable:
    rows = Place.objects.select_related("withdrawal", "person", "confirmed_by")
    return tables.PlaceTable(request, rows, export=reverse("withdrawals:export_register", args=[request.school.slug]))


def export_register(request: Any) -> HttpResponseBase:
    """The register as a spreadsheet file or a paper, narrowed as the page was."""
    table = _register(request)
    lines = streamed(request.school.pk, lambda: (tables.place_line(row) for row in table.everything))
    name, headings = f"destroyed-{request.school.slug}", tables.place_headings()
    title, shown = _("What was destroyed"), tables.PLACES_ON_PAPER
    return exports.answer(request, exports.Listing(name, title, headings, lines, table.told, shown))


def open_one(request: Any) -> HttpResponse:
    """Withdraw an edition that was held outside Accord, such as the policy of 2018."""
    people = Person.objects.in_post(clock.today())
    initial = {"title": request.GET.get("title", ""), "person": str(request.person.pk)}
    form = OpenForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        lead = form.people[form.cleaned_data["person"]]
        made = actions.open_outside(
            title=form.cleaned_data["title"], lead=lead, by=request.person, today=clock.today(), now=clock.now()
        )
        messages.success(request, _("The withdrawal is open. Say where copies may stand."))
        return redirect("withdrawals:one", request.school.slug, made.pk)
    return render(request, "withdrawals/open.html", {"form": form}, status=422 if form.errors else 200)


def withdrawal(request: Any, withdrawal: uuid.UUID) -> HttpResponse:
    """One edition: where copies may stand, who confirms each place, and what has been confirmed."""
    found = get_object_or_404(reads.visible(request), pk=withdrawal)
    places = list(reads.visible_places(request).filter(withdrawal=found))
    context = {
        "withdrawal": found,
        "state": state_of(found, clock.today()),
        "places": [(place, place_state(place), SEEN.get(place.seen)) for place in places],
        "clear": sum(1 for place in places if place.confirmed_at),
        "may_change": reads.may_change(request, found),
        "signatures": reads.signatures_on(found.version),
        "sees_all": request.may("policies.see"),
    }
    return render(request, "withdrawals/withdrawal.html", context)


def close(request: Any, withdrawal: uuid.UUID) -> HttpResponse:
    """Close a withdrawal of which there are no copies anywhere."""
    found = get_object_or_404(reads.visible(request), pk=withdrawal)
    reads.may_change(request, found).require()
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        try:
            actions.close_empty(withdrawal=found.pk, because=because, by=request.person, now=clock.now())
        except Refused as refused:
            form.add_error("because", refused.decision.reason)
        else:
            messages.success(request, _("The withdrawal is closed."))
            return redirect("withdrawals:one", request.school.slug, found.pk)
    context = {"form": form, "withdrawal": found}
    return render(request, "withdrawals/close.html", context, status=422 if form.errors else 200)
