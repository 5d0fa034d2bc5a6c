"""While somebody is away: who stands in for them, and that they are back."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.people import actions, words
from accord.people.forms import PassOnForm
from accord.people.models import Person, RoleHeld
from accord.people.reads import standing_in as reads
from accord.ui.times import day as in_words

_FIELD_OF = {
    "nothing-to-pass-on": "role",
    "not-held": "starts_on",
    "back-dated": "starts_on",
    "end-before-start": "ends_on",
    "already-passed-on": "starts_on",
}


def away(request: Any) -> HttpResponse:
    """Who stands in for the person who looks, and for whom they do."""
    today, person = clock.today(), request.person
    found = reads.about(person, today)
    context = {
        "for_me": [each for each in found if each.held.instead_of_id == person.pk],
        "for_others": [each for each in found if each.held.person_id == person.pk],
        "roles": reads.roles_to_pass_on(person, today),
    }
    return render(request, "people/away.html", context)


def pass_on(request: Any) -> HttpResponse:
    """Have somebody stand in for oneself."""
    return _pass_on(request, request.person)


def pass_on_for(request: Any, person: uuid.UUID) -> HttpResponse:
    """Have somebody stand in for another, who may be ill."""
    return _pass_on(request, get_object_or_404(Person.objects.on_record(), pk=person))


def _pass_on(request: Any, person: Person) -> HttpResponse:
    today = clock.today()
    roles = reads.roles_to_pass_on(person, today)
    form = PassOnForm(
        request.POST or None, roles=roles, people=reads.may_stand_in(person, today), initial={"starts_on": today}
    )
    is_self = person == request.person
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.pass_role_on(away=person.pk, **form.cleaned_data, by=request.person, today=today)
        except Refused as refused:
            form.add_error(_FIELD_OF.get(refused.decision.code, "person"), refused.decision.reason)
        else:
            told = {
                "name": given.person.name,
                "role": words.role(given.role),
                "day": in_words(form.cleaned_data["ends_on"]),
            }
            messages.success(request, _("%(name)s stands in as %(role)s until %(day)s. They are told.") % told)
            return (
                redirect("people:away", request.school.slug)
                if is_self
                else redirect("people:person", request.school.slug, person.pk)
            )
    context = {"form": form, "person": person, "roles": roles, "is_self": is_self}
    return render(request, "people/pass_on.html", context, status=422 if form.errors else 200)


def back(request: Any, stand_in: uuid.UUID) -> HttpResponse:
    """The person is back: nobody stands in any longer."""
    mine = RoleHeld.objects.exclude(instead_of=None)
    if not request.may("people.roles"):
        mine = mine.filter(Q(instead_of=request.person) | Q(person=request.person))
    held = get_object_or_404(mine.select_related("person", "instead_of"), pk=stand_in)
    if request.method == "POST":
        actions.take_role_back(pk=held.pk, by=request.person, today=clock.today())
        told = {"name": held.person.name, "role": words.role(held.role)}
        messages.success(request, _("%(name)s no longer stands in as %(role)s.") % told)
        if request.person.pk in (held.instead_of_id, held.person_id):
            return redirect("people:away", request.school.slug)
        return redirect("people:person", request.school.slug, held.instead_of_id)
    return render(request, "people/back.html", {"held": held, "role": words.role(held.role)})
