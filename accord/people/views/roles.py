"""Roles: what each allows, who holds it, and giving and taking them."""

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.people import actions, words
from accord.people.actions.roles import at_once
from accord.people.charges import held_by
from accord.people.forms import ON_A_DAY, RoleForm, TakeForm
from accord.people.models import Person, RoleHeld
from accord.people.reads import sheet as sheets
from accord.people.reads.suggestions import Suggestion, suggestions
from accord.people.roles import ROLES
from accord.ui.links import address
from accord.ui.tables import Bulk, Column, Filter, Table
from accord.ui.times import day as in_words

_FOLLOWED = ("headteacher", "chair")  # Roles that one person takes over from another.
_FIELD_OF = {"back-dated": "starts_on", "end-before-start": "ends_on", "not-in-post": "starts_on"}


def roles(request: Any) -> HttpResponse:
    """Who may do what, on one page in plain English."""
    today = clock.today()
    shown = Counter(each.role.code for each in suggestions(today))
    context = {
        "holdings": sheets.holdings(today),
        "by_capability": sheets.by_capability(),
        "suggested": [(ROLES[code], shown[code]) for code in ROLES if shown[code]],
        "may_give": request.may("people.roles"),
    }
    return render(request, "people/roles.html", context)


def give(request: Any, person: uuid.UUID) -> HttpResponse:
    """Give somebody a role."""
    known = get_object_or_404(Person.objects.on_record(), pk=person)
    today = clock.today()
    initial = {"starts_on": today, "role": request.GET.get("role")}
    form = RoleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.give_role(person=known.pk, **form.cleaned_data, by=request.person, today=today)
        except Refused as refused:
            form.add_error(_FIELD_OF.get(refused.decision.code, "role"), refused.decision.reason)
        else:
            told = _("%(name)s holds the role “%(role)s” from %(day)s on.")
            day = in_words(given.starts_on)
            messages.success(request, told % {"name": known.name, "role": words.role(given.role), "day": day})
            return _after(request, given.role, known)
    context = {"form": form, "person": known, "heads": _holders("headteacher", known)}
    return render(request, "people/give.html", context, status=422 if form.errors else 200)


def _after(request: Any, role: str, successor: Person) -> HttpResponse:
    """On to the person; or, where they follow a Headteacher or Chair in charge of something, to handing it over."""
    slug = request.school.slug
    if role in _FOLLOWED and request.may("people.manage"):
        for former in _holders(role, successor):
            if held_by(former):
                return redirect(f"{address(request, 'people:hand-over', former.pk)}?to={successor.pk}")
    return redirect("people:person", slug, successor.pk)


def take(request: Any, role: uuid.UUID) -> HttpResponse:
    """Take a role away, at once or after a last day."""
    held = get_object_or_404(RoleHeld.objects.select_related("person"), pk=role)
    today = clock.today()
    form = TakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        later = form.cleaned_data["when"] == ON_A_DAY
        last_day = form.cleaned_data["last_day"] if later else at_once(today)
        try:
            actions.take_role(pk=held.pk, last_day=last_day, by=request.person, today=today)
        except Refused as refused:
            form.add_error("last_day" if later else "when", refused.decision.reason)
        else:
            told = {"name": held.person.name, "role": words.role(held.role)}
            messages.success(request, _("%(name)s: the role “%(role)s” is taken away.") % told)
            return redirect("people:person", request.school.slug, held.person_id)
    shown = sheets.HeldRole(held, ROLES.get(held.role), words.holds(held.starts_on, held.ends_on, today))
    return render(request, "people/take.html", {"form": form, "held": shown}, status=422 if form.errors else 200)


class Suggested(Table):
    """Roles that job titles show and nobody has given."""

    columns = (
        Column("name", gettext_lazy("Name"), "person.list_name", sort="person.search"),
        Column("role", gettext_lazy("Role"), "role.name", sort="role.name"),
        Column("shown", gettext_lazy("Because of the post"), "shown_by"),
        Column("others", gettext_lazy("Held already by"), lambda each: ", ".join(each.others)),
    )
    search = ("person.search", "shown_by")
    key = "key"
    empty_title = gettext_lazy("Every role that a post shows is given")
    empty_text = gettext_lazy("When a staff file brings somebody whose post shows a role, it stands here.")
    page_size = 100


def suggested(request: Any) -> HttpResponse:
    """Give roles to many at once: those that their posts show, ticked by a person."""
    today = clock.today()
    found = suggestions(today)
    if request.method == "POST":
        ticked = _ticked(request, found)
        given = actions.give_roles(
            roles=[(each.person.pk, each.role.code) for each in ticked], by=request.person, today=today
        )
        messages.success(request, ngettext("%(n)d role is given.", "%(n)d roles are given.", given) % {"n": given})
        return redirect("people:roles", request.school.slug)
    return render(request, "people/suggested.html", {"table": _suggested(request, found), "count": len(found)})


def _suggested(request: Any, found: list[Suggestion], query: QueryDict | None = None) -> Suggested:
    shown = {each.role.code: each.role.name for each in found}
    here = address(request, "people:suggested")
    return Suggested(
        request,
        found,
        query=query,
        filters=[Filter("of", gettext_lazy("Role"), list(shown.items()), by="role.code")],
        bulk=[Bulk(gettext_lazy("Give these roles"), here, request.may("people.roles"), style="")],
    )


def _ticked(request: Any, found: list[Suggestion]) -> list[Suggestion]:
    """The rows that were ticked; with `all`, those on the other pages too, as the list was narrowed."""
    if request.POST.get("all") == "yes":
        query = QueryDict(request.POST.get("query", ""))
        return list(_suggested(request, found, query).everything)
    keys = set(request.POST.getlist("row"))
    return [each for each in found if each.key in keys]


def _holders(role: str, besides: Person) -> list[Person]:
    """Who holds a role today, but for one."""
    held = RoleHeld.objects.current(clock.today()).filter(role=role).exclude(person=besides)
    return [each.person for each in held.select_related("person")]
