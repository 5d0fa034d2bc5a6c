"""One person: their page, and every change to who they are and what they are appointed to."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.kernel import clock
from accord.kernel.decision import Decision, Refused
from accord.people import actions
from accord.people.charges import held_by, told
from accord.people.forms import FROM_A_DAY, ChangeForm, DetailsForm, EndForm, PersonForm, PostForm
from accord.people.models import Appointment, Person
from accord.people.reads import sheet as sheets
from accord.people.reads import standing
from accord.people.reads.duplicates import merged_here
from accord.people.reads.leavers import leaver_like
from accord.people.rules import Post, may_close_seat
from accord.ui.times import day as in_words

_DETAILS = tuple(DetailsForm.base_fields)
_POST = tuple(PostForm.base_fields)
# Where on the form each refusal stands.
_FIELD_OF = {
    "no-name": "forename",
    "email-taken": "email",
    "may-do-more": "email",
    "code-taken": "source_id",
    "end-before-start": "ends_on",
    "manager-circle": "line_manager",
    "too-early": "from_day",
    "already-ended": "from_day",
    "no-headteacher": "ends_on",
}


def person(request: Any, person: uuid.UUID) -> HttpResponse:
    """How somebody stands: appointments, roles, access, and what may be done about each."""
    known = get_object_or_404(Person, pk=person)
    if known.merged_into_id:
        messages.info(request, _("This is the record that stands for %(name)s now.") % {"name": known.name})
        return redirect("people:person", request.school.slug, known.merged_into_id)
    today = clock.today()
    may_manage = request.may("people.manage")
    context = {
        "sheet": sheets.sheet(known, today),
        "may_manage": may_manage,
        "may_give": request.may("people.roles"),
        "may_touch": may_manage and sheets.may_touch_access(known, request.person, today),
        "may_close": may_manage and _may_close(known, request.person),
        "merged": merged_here(known),
        "charges": told(held_by(known)),
    }
    return render(request, "people/person.html", context)


def add(request: Any) -> HttpResponse:
    """Somebody new."""
    form = PersonForm(request.POST or None, people=_colleagues())
    if request.method == "POST" and form.is_valid() and "another" not in request.POST:
        leaver = leaver_like(form.details(), clock.today())
        if leaver:
            form.ask_whether_it_is_another()
            return render(request, "people/add.html", {"form": form, "leaver": leaver}, status=409)

    def act() -> HttpResponse:
        made = actions.add_person(details=form.details(), post=form.post(), by=request.person, today=clock.today())
        messages.success(request, _("%(name)s is here now.") % {"name": made.name})
        return redirect("people:person", request.school.slug, made.pk)

    return _filled_in(request, "people/add.html", form, act)


def details(request: Any, person: uuid.UUID) -> HttpResponse:
    """Write down otherwise who somebody is."""
    known = get_object_or_404(Person.objects.on_record(), pk=person)
    form = DetailsForm(request.POST or None, initial={name: getattr(known, name) for name in _DETAILS})

    def act() -> HttpResponse:
        actions.change_person(pk=known.pk, details=form.details(), by=request.person, today=clock.today())
        return _back(request, known, _("The details are changed."))

    return _filled_in(request, "people/details.html", form, act, person=known)


def add_appointment(request: Any, person: uuid.UUID) -> HttpResponse:
    """One more thing that somebody is at the school."""
    known = get_object_or_404(Person.objects.on_record(), pk=person)
    form = PostForm(request.POST or None, people=_colleagues(), person=known)

    def act() -> HttpResponse:
        actions.add_appointment(person=known.pk, post=form.post(), by=request.person, today=clock.today())
        return _back(request, known, _("The appointment is added."))

    return _filled_in(request, "people/appointment.html", form, act, person=known)


def change_appointment(request: Any, appointment: uuid.UUID) -> HttpResponse:
    """Another post, team or line manager from a day on; or what was written wrongly, put right."""
    held = get_object_or_404(Appointment.objects.select_related("person", "line_manager"), pk=appointment)
    initial = {name: getattr(held, name) for name in _POST} | {"line_manager": held.line_manager_id, "how": FROM_A_DAY}
    form = ChangeForm(request.POST or None, people=_colleagues(held.line_manager), person=held.person, initial=initial)

    def act() -> HttpResponse:
        post: Post = form.post()
        actions.change_appointment(pk=held.pk, post=post, from_day=form.starts, by=request.person, today=clock.today())
        return _back(request, held.person, _("The appointment is changed."))

    return _filled_in(request, "people/appointment.html", form, act, person=held.person, appointment=held)


def end_appointment(request: Any, appointment: uuid.UUID) -> HttpResponse:
    """End one appointment, after a look at what follows."""
    held = get_object_or_404(Appointment.objects.select_related("person"), pk=appointment)
    today = clock.today()
    form = EndForm(request.POST or None, initial={"last_day": held.ends_on or today})

    def act() -> HttpResponse:
        last_day = form.cleaned_data["last_day"]
        ended = actions.end_appointment(pk=held.pk, last_day=last_day, by=request.person, today=today)
        return _back(request, held.person, _after(ended))

    is_last = not held.person.appointments.not_over(today).exclude(pk=held.pk).exists()
    return _filled_in(
        request,
        "people/end.html",
        form,
        act,
        person=held.person,
        appointment=held,
        **_what_follows(held.person, is_last),
    )


def end(request: Any, person: uuid.UUID) -> HttpResponse:
    """Somebody leaves, after a look at what follows."""
    known = get_object_or_404(Person.objects.on_record(), pk=person)
    today = clock.today()
    form = EndForm(request.POST or None, initial={"last_day": today})

    def act() -> HttpResponse:
        last_day = form.cleaned_data["last_day"]
        ended = actions.end_person(pk=known.pk, last_day=last_day, by=request.person, today=today)
        messages.success(request, _after(ended))
        if held_by(known):
            return redirect("people:hand-over", request.school.slug, known.pk)
        return redirect("people:person", request.school.slug, known.pk)

    return _filled_in(request, "people/end.html", form, act, person=known, **_what_follows(known, is_last=True))


def open_seat(request: Any, person: uuid.UUID) -> HttpResponse:
    """Let somebody in with the address on their record."""
    known = get_object_or_404(Person.objects.on_record(), pk=person)
    if request.method == "POST":
        actions.open_seat(person=known.pk, by=request.person, today=clock.today())
        messages.success(
            request, _("%(name)s can sign in with %(email)s.") % {"name": known.name, "email": known.email}
        )
    return redirect("people:person", request.school.slug, known.pk)


def close_seat(request: Any, person: uuid.UUID) -> HttpResponse:
    """Shut somebody out who is still here, after a look at what follows."""
    known = get_object_or_404(Person.objects.on_record(), pk=person)
    if request.method == "POST":
        actions.close_seat(person=known.pk, by=request.person, today=clock.today())
        return _back(request, known, _("%(name)s cannot come in any more.") % {"name": known.name})
    return render(request, "people/close.html", {"person": known})


def _filled_in(
    request: Any, template: str, form: Form, act: Callable[[], HttpResponse], **context: Any
) -> HttpResponse:
    """Do what a valid form says. A refusal stands beside its field, and what was typed stays."""
    if request.method == "POST" and form.is_valid():
        try:
            return act()
        except Refused as refused:
            field = _FIELD_OF.get(refused.decision.code, "")
            form.add_error(field if field in form.fields else next(reversed(form.fields)), refused.decision.reason)
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _back(request: Any, person: Person, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("people:person", request.school.slug, person.pk)


def _colleagues(also: Person | None = None) -> list[Person]:
    """Who can be a line manager: everybody who is here, and whoever is named already."""
    people = list(Person.objects.in_post(clock.today()))
    return [*people, also] if also and also not in people else people


def _may_close(person: Person, by: Person) -> Decision:
    return may_close_seat(person.pk, by.pk)


def _what_follows(person: Person, is_last: bool) -> dict[str, Any]:
    today = clock.today()
    return {
        "leaves": is_last,
        "reports": list(standing.reports_of(person, today)) if is_last else [],
        "charges": told(held_by(person)) if is_last else "",
        "sheet": sheets.sheet(person, today),
        "may_leave": sheets.may_leave(person, today, today) if is_last else None,
    }


def _after(ended: actions.Ended) -> str:
    day = in_words(ended.last_day)
    if not ended.leaves:
        return _("The appointment ends on %(day)s.") % {"day": day}
    said = _("%(name)s leaves; the last day is %(day)s.") % {"name": ended.person.name, "day": day}
    count = len(ended.reports)
    if count:
        without = ngettext(
            "%(n)d person then has a line manager who has left: look for “Has left” in the list of people.",
            "%(n)d people then have a line manager who has left: look for “Has left” in the list of people.",
            count,
        )
        said = f"{said} {without % {'n': count}}"
    return said
