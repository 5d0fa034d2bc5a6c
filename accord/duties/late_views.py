"""Who has not done what was due: for line managers those whom they manage, for leaders everybody."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.duties import words
from accord.duties.escalation import late_under
from accord.duties.rules import Level
from accord.kernel import clock
from accord.people.models import Appointment, Person
from accord.people.reads import standing
from accord.ui import exports
from accord.ui.links import address
from accord.ui.tables import Column, Filter, Table

_TOLD = {
    Level.NOBODY: gettext_lazy("Not yet"),
    Level.MANAGER: gettext_lazy("Line manager"),
    Level.HEAD: gettext_lazy("Headteacher"),
}


class Late(Table):
    """Duties whose last day is over."""

    search = ("person__search", "title")
    search_label = gettext_lazy("Search by name or document")
    empty_title = gettext_lazy("Nobody is late")
    empty_text = gettext_lazy("When somebody has not done what was due, it stands here, with who has been told of it.")


def late(request: Any) -> HttpResponse:
    """Everything that is overdue, with how long, how often they were reminded, and who else knows."""
    table = _table(request, export=address(request, "duties:export-late"))
    context = {"table": table, "everybody": bool(request.may("signing.board")), "people": _people(table)}
    context["manages"] = context["everybody"] or standing.reports_of(request.person, clock.today()).exists()
    return render(request, "duties/late.html", context)


def export_late(request: Any) -> HttpResponseBase:
    """The same as a file, narrowed as the page was."""
    table, today = _table(request), clock.today()
    headings = ("Name", "E-mail", "What", "Due", "Days late", "Reminders", "Told to")
    lines = (
        [duty.person.list_name, duty.person.email, duty.title, duty.due_on, (today - duty.due_on).days]
        + [duty.reminders, _TOLD[Level(duty.escalated)]]
        for duty in list(table.everything)
    )
    listing = exports.Listing(f"late {today.isoformat()}", _("Who is late"), headings, lines, table.told)
    return exports.answer(request, listing)


def _table(request: Any, **more: Any) -> Late:
    today = clock.today()
    everybody = bool(request.may("signing.board"))
    columns = (
        Column("name", _("Name"), "person.list_name", sort="person__search", link=_link(request)),
        Column("title", _("What"), sort="title"),
        Column("due", _("Due"), "due_on", sort="due_on"),
        Column("late", _("Late"), lambda duty: words.left(duty.due_on, today)),
        Column("reminders", _("Reminders"), sort="reminders", numeric=True),
        Column("told", _("Told to"), lambda duty: _TOLD[Level(duty.escalated)], sort="escalated"),
    )
    teams = (
        Appointment.objects.current(today).exclude(team="").order_by("team").values_list("team", flat=True).distinct()
    )
    filters = [
        Filter("team", _("Team"), [(team, team) for team in teams], by=_in_team),
        Filter("told", _("Told to"), [(str(level.value), word) for level, word in _TOLD.items()], by="escalated"),
    ]
    rows = late_under(request.person, today, everybody=everybody)
    return Late(request, rows, columns=columns, filters=filters, **more)


def _in_team(rows: Any, team: str) -> Any:
    there = Appointment.objects.current(clock.today()).filter(team=team).values("person")
    return rows.filter(person__in=there)


def _link(request: Any) -> Any:
    if not request.may("people.see"):
        return None  # They see what is late, and no more of the person's record.
    return lambda duty: address(request, "people:person", duty.person_id)


def _people(table: Late) -> int:
    return Person.objects.filter(pk__in=table.everything.order_by().values("person")).count()
