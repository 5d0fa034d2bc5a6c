"""The list of everybody, and what each person may see of themselves."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accord.kernel import clock
from accord.people import words
from accord.people.reads import register
from accord.people.reads.duplicates import likely
from accord.people.reads.sheet import sheet
from accord.people.roles import who_may
from accord.people.tables import EXPORTED, ON_PAPER, Register, exported, filters, heading, narrowed
from accord.ui import exports
from accord.ui.links import address


def everybody(request: Any) -> HttpResponse:
    """Everybody who is here, or whom the filters ask for."""
    if not request.GET:
        return redirect(f"{address(request, 'people:list')}?state={words.HERE}")
    today = clock.today()
    declared: dict[str, Any] = {
        "filters": filters(today, gone=_asks_for_the_gone(request)),
        "export": address(request, "people:export"),
    }
    asked = Register(request, [], total=0, **declared)
    people = narrowed(asked, today)
    total = people.count()
    shown = people[slice(*Register(request, [], total=total, **declared).bounds)] if total else []
    table = Register(request, register.lines(shown, today), total=total, **declared)
    context = {
        "table": table,
        "heading": heading(table, total),
        "without_address": register.without_address(today),
        "may_manage": request.may("people.manage"),
        "likely": len(likely()) if request.may("people.manage") else 0,
        "is_empty": not total and not asked.is_narrowed,
    }
    return render(request, "people/list.html", context)


def export(request: Any) -> HttpResponseBase:
    """Everybody whom the filters leave, as a file for a spreadsheet. Its headings are ones that importing knows."""
    today = clock.today()
    asked = Register(request, [], total=0, filters=filters(today, gone=_asks_for_the_gone(request)))
    lines = register.lines(narrowed(asked, today), today)
    return exports.answer(request, _listing(asked, lines))


def _listing(table: Register, lines: list[register.Line]) -> exports.Listing:
    return exports.Listing("people", _("People"), EXPORTED, exported(lines), table.told, on_paper=ON_PAPER)


def mine(request: Any) -> HttpResponse:
    """What the school has written down about the person who looks."""
    context = {"sheet": sheet(request.person, clock.today()), "ask": who_may("people.manage")}
    return render(request, "people/mine.html", context)


def _asks_for_the_gone(request: Any) -> bool:
    return request.GET.get("state") == words.GONE
