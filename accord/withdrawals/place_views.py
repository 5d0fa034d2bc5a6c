"""One place where copies may stand: named, looked at, confirmed."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.people.models import Person
from accord.withdrawals import actions, jobs, reads, rules
from accord.withdrawals.forms import ChangePlaceForm, ConfirmForm, PlaceForm
from accord.withdrawals.models import Place, Withdrawal
from accord.withdrawals.words import SEEN, place_state


def mine(request: Any) -> HttpResponse:
    """The places that this person confirms, and the withdrawals for which they say where copies may stand."""
    places = Place.objects.filter(person=request.person).select_related("withdrawal", "person")
    context = {
        "waiting": places.waiting().order_by("withdrawal__due_on", "name"),
        "done": places.filter(confirmed_at__isnull=False).order_by("-confirmed_at")[:20],
        "orphans": reads.orphans(request, clock.today()),
        "empty": Withdrawal.objects.open().filter(lead=request.person, places__isnull=True),
    }
    return render(request, "withdrawals/mine.html", context)


def add(request: Any, withdrawal: uuid.UUID) -> HttpResponse:
    """Name a place where copies may stand."""
    found = get_object_or_404(reads.visible(request), pk=withdrawal)
    reads.may_change(request, found).require()
    form = PlaceForm(request.POST or None, people=Person.objects.in_post(clock.today()))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_place(withdrawal=found.pk, where=form.where, by=request.person, now=clock.now())
        except Refused as refused:
            form.add_error("name", refused.decision.reason)
        else:
            _have_looked_at(request, made)
            messages.success(request, _("%(name)s is asked to confirm it.") % {"name": made.person.name})
            return redirect("withdrawals:one", request.school.slug, found.pk)
    context = {"form": form, "withdrawal": found}
    return render(request, "withdrawals/add.html", context, status=422 if form.errors else 200)


def place(request: Any, place: uuid.UUID) -> HttpResponse:
    """One place: what is known of it, and what may be done."""
    found = get_object_or_404(reads.visible_places(request), pk=place)
    context = {
        "place": found,
        "state": place_state(found),
        "seen": SEEN.get(found.seen),
        "may_confirm": rules.may_confirm(request.person, found, clock.now()),
        "may_change": reads.may_change(request, found.withdrawal) and rules.may_take_out(found),
    }
    return render(request, "withdrawals/place.html", context)


def change(request: Any, place: uuid.UUID) -> HttpResponse:
    """Name somebody else, or another web address."""
    found = _changeable(request, place)
    people = {person.pk: person for person in Person.objects.in_post(clock.today())} | {found.person_id: found.person}
    initial = {"person": str(found.person_id), "address": found.address}
    form = ChangePlaceForm(request.POST or None, people=people.values(), initial=initial)
    if request.method == "POST" and form.is_valid():
        person, address = form.people[form.cleaned_data["person"]], form.cleaned_data["address"]
        made = actions.change_place(place=found.pk, person=person, address=address, by=request.person, now=clock.now())
        _have_looked_at(request, made)
        messages.success(request, _("The place is changed."))
        return redirect("withdrawals:place", request.school.slug, found.pk)
    context = {"form": form, "place": found}
    return render(request, "withdrawals/change.html", context, status=422 if form.errors else 200)


def take_out(request: Any, place: uuid.UUID) -> HttpResponse:
    """Ask once more, then take out a place that was a mistake."""
    found = _changeable(request, place)
    if request.method == "POST":
        actions.take_out(place=found.pk, by=request.person, now=clock.now())
        messages.success(request, _("“%(name)s” is taken out.") % {"name": found.name})
        return redirect("withdrawals:one", request.school.slug, found.withdrawal_id)
    return render(request, "withdrawals/take_out.html", {"place": found})


def _changeable(request: Any, pk: uuid.UUID) -> Place:
    found = get_object_or_404(reads.visible_places(request), pk=pk)
    reads.may_change(request, found.withdrawal).require()
    rules.may_take_out(found).require()
    return found


@require_POST
def look(request: Any, place: uuid.UUID) -> HttpResponse:
    """Have the worker look at the address again."""
    found = get_object_or_404(reads.visible_places(request), pk=place)
    if _have_looked_at(request, found):
        messages.success(request, _("We are looking. Open this page again in a moment."))
    return redirect("withdrawals:place", request.school.slug, found.pk)


def _have_looked_at(request: Any, place: Place) -> bool:
    if not place.address or place.confirmed_at:
        return False
    jobs.look.defer(request.school.pk, place=str(place.pk))
    return True


def confirm(request: Any, place: uuid.UUID) -> HttpResponse:
    """The named person confirms that no copies are left."""
    found = get_object_or_404(reads.visible_places(request), pk=place)
    rules.may_confirm(request.person, found, clock.now()).require()
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.confirm(place=found.pk, by=request.person, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("Thank you. “%(name)s” is clear.") % {"name": found.name})
        return redirect("withdrawals:mine", request.school.slug)
    context = {"form": form, "place": found, "seen": SEEN.get(found.seen)}
    return render(request, "withdrawals/confirm.html", context, status=422 if form.errors else 200)
