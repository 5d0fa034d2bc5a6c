"""What somebody is in charge of goes to somebody else, all at once."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.people import actions
from accord.people.charges import held_by, told
from accord.people.models import Person
from accord.people.record_forms import HandOverForm


def hand_over(request: Any, person: uuid.UUID) -> HttpResponse:
    """Everything that somebody is in charge of, and who takes it over."""
    one, today = get_object_or_404(Person.objects.on_record(), pk=person), clock.today()
    here = Person.objects.in_post(today).exclude(pk=one.pk)
    form = HandOverForm(request.POST or None, people=here, initial={"to": request.GET.get("to")})
    held = held_by(one)
    if request.method == "POST" and form.is_valid():
        to = here.get(pk=form.cleaned_data["to"])
        try:
            actions.hand_over(person=one.pk, to=to.pk, by=request.person, today=today)
        except Refused as refused:
            form.add_error("to", refused.decision.reason)
        else:
            messages.success(
                request, _("%(name)s has taken it over: %(what)s.") % {"name": to.name, "what": told(held)}
            )
            return redirect("people:person", request.school.slug, one.pk)
    context = {"person": one, "form": form, "held": held, "told": told(held)}
    return render(request, "people/hand_over.html", context, status=422 if form.errors else 200)
