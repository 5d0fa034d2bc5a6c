"""What the school says about itself, and its calendar: terms, INSET days and closures."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.schools import actions, calendar_files, reads
from accord.schools.bank_holidays import bank_holidays
from accord.schools.forms import CalendarFileForm, ClosedDayForm, SchoolForm, TermForm
from accord.schools.models import ClosedDay, Term
from accord.schools.yearstrip import school_year, year_strip
from accord.ui.narrowing import whole_number
from accord.ui.theme import contrast

_DETAILS = ("name", "email", "telephone", "address", "accent")


def settings(request: Any) -> HttpResponse:
    """What the school says about itself, with the way to change it."""
    school = request.school
    colour = _("%(colour)s, which stands out %(contrast)s to 1 from white")
    rows = [
        (_("URN"), school.urn),
        (_("Kind of school"), school.get_phase_display()),
        (_("Authority or trust"), school.authority),
        (_("E-mail address"), school.email),
        (_("Telephone"), school.telephone),
        (_("Address"), school.address),
        (_("Colour"), colour % {"colour": school.accent, "contrast": f"{contrast(school.accent):.1f}"}),
    ]
    return render(request, "schools/settings.html", {"school": school, "rows": rows})


def details(request: Any) -> HttpResponse:
    """Change what the school says about itself."""
    known = {name: getattr(request.school, name) for name in _DETAILS}
    form = SchoolForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.change_school(details=form.details(), by=request.person)
        messages.success(request, _("The school's details are changed."))
        return redirect("schools:settings", request.school.slug)
    return _form(request, "schools/details.html", form)


def calendar(request: Any) -> HttpResponse:
    """The school year as everybody at the school may see it; whoever may change it finds the ways here."""
    today = clock.today()
    first, last = _chosen_year(request)
    year = reads.calendar_of_open_school()
    on = year.on(today)
    strip = year_strip(year, first, last, today=today)
    context = {
        "strip": strip,
        "days": strip.description,
        "first": first,
        "last": last,
        "before": first.year - 1,
        "after": first.year + 1,
        "terms": Term.objects.filter(last_day__gte=first, first_day__lte=last),
        "closed": ClosedDay.objects.filter(day__range=(first, last)),
        "holidays": [(day, name) for day, name in _holidays(first.year) if first <= day <= last],
        "today": on,
        "next_school_day": year.next_school_day(today),
        "may_change": request.may("school.settings"),
    }
    return render(request, "schools/calendar.html", context)


def calendar_file(request: Any) -> HttpResponse:
    """Terms and days from a file: looked at first, entered after that."""
    if "plan" in request.POST:
        try:
            lines = calendar_files.read_back(request.POST["plan"])
        except calendar_files.Unreadable as problem:
            messages.info(request, str(problem))
            return redirect("schools:calendar-file", request.school.slug)
        terms, days = actions.enter_calendar(lines=lines, by=request.person)
        messages.success(request, _("Entered: %(terms)d terms, %(days)d days.") % {"terms": terms, "days": days})
        return redirect("schools:calendar", request.school.slug)
    form = CalendarFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            found = calendar_files.read(upload.name or "", upload.read(calendar_files.MOST_BYTES + 1))
        except calendar_files.Unreadable as problem:
            form.add_error("file", str(problem))
        else:
            return render(request, "schools/calendar_preview.html", _preview(found))
    return _form(request, "schools/calendar_file.html", form)


def _preview(found: calendar_files.Found) -> dict[str, Any]:
    judged = actions.judged(found.lines)
    good = [line for line, decision in judged if decision]
    return {
        "judged": judged,
        "terms": sum(line.kind == calendar_files.TERM for line in good),
        "days": sum(line.kind != calendar_files.TERM for line in good),
        "left_out": found.left_out,
        "plan": calendar_files.written(good),
    }


def term(request: Any, term: uuid.UUID) -> HttpResponse:
    """Change a term."""
    known = get_object_or_404(Term, pk=term)
    form = TermForm(
        request.POST or None, initial={"name": known.name, "first_day": known.first_day, "last_day": known.last_day}
    )
    return _entered(
        request, form, lambda: actions.change_term(pk=term, name=form.cleaned_data["name"], days=form.days(), by=request.person),
        "first_day", _("The term is changed."), {"term": known},
    )  # fmt: skip


def add_term(request: Any) -> HttpResponse:
    """Enter a term."""
    form = TermForm(request.POST or None)
    return _entered(
        request, form, lambda: actions.add_term(name=form.cleaned_data["name"], days=form.days(), by=request.person),
        "first_day", _("The term is entered."), {},
    )  # fmt: skip


def remove_term(request: Any, term: uuid.UUID) -> HttpResponse:
    """Take a term out, after a look at what follows."""
    known = get_object_or_404(Term, pk=term)
    if request.method == "POST":
        actions.remove_term(pk=known.pk, by=request.person)
        messages.success(request, _("“%(name)s” is taken out.") % {"name": known.name})
        return redirect("schools:calendar", request.school.slug)
    return render(request, "schools/remove.html", {"term": known})


def day(request: Any, day: uuid.UUID) -> HttpResponse:
    """Change an INSET day or a closure."""
    known = get_object_or_404(ClosedDay, pk=day)
    form = ClosedDayForm(request.POST or None, initial={"day": known.day, "kind": known.kind})
    return _entered(
        request, form, lambda: actions.change_closed_day(pk=day, **form.values(), by=request.person),
        "day", _("The day is changed."), {"closed": known},
    )  # fmt: skip


def add_day(request: Any) -> HttpResponse:
    """Enter an INSET day or a closure."""
    form = ClosedDayForm(request.POST or None)
    return _entered(
        request,
        form,
        lambda: actions.add_closed_day(**form.values(), by=request.person),
        "day",
        _("The day is entered."),
        {},
    )


def remove_day(request: Any, day: uuid.UUID) -> HttpResponse:
    """Let a day be an ordinary one again, after a look at what follows."""
    known = get_object_or_404(ClosedDay, pk=day)
    if request.method == "POST":
        actions.remove_closed_day(pk=known.pk, by=request.person)
        messages.success(request, _("The day is an ordinary one again."))
        return redirect("schools:calendar", request.school.slug)
    return render(request, "schools/remove.html", {"closed": known})


def _entered(
    request: Any, form: Form, act: Callable[[], object], field: str, done: str, context: dict[str, Any]
) -> HttpResponse:
    """Do what a valid form says; a refusal stands beside `field`."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error(field, refused.decision.reason)
        else:
            messages.success(request, done)
            return redirect("schools:calendar", request.school.slug)
    return _form(request, "schools/entry.html", form, **context)


def _form(request: Any, template: str, form: Form, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _chosen_year(request: Any) -> tuple[Any, Any]:
    """The school year that the address asks for, within reason, else this one."""
    first, last = school_year(clock.today())
    asked = whole_number(request.GET.get("year", ""))
    if asked is not None and abs(asked - first.year) <= 10:
        first = first.replace(year=asked)
        last = first.replace(year=first.year + 1) - timedelta(days=1)
    return first, last


def _holidays(year: int) -> list[tuple[Any, str]]:
    return sorted([*bank_holidays(year).items(), *bank_holidays(year + 1).items()])
