"""Objections and reasons to decline as a list of their own, for those who may read them."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from accord.kernel import clock
from accord.signing.reasons import Reasons, reasons, titles
from accord.ui import exports
from accord.ui.links import address
from accord.ui.states import state_of

EXPORTED = ("Name", "State", "Answered", "Documents", "In their own words")


def everything(request: Any) -> HttpResponse:
    """Every objection and reason, newest first."""
    table = Reasons(request, reasons(), today=clock.today(), export=address(request, "signing:export_reasons"))
    return render(request, "signing/reasons.html", {"table": table})


def export(request: Any) -> HttpResponseBase:
    """The same as a spreadsheet file, narrowed as the page was."""
    table = Reasons(request, reasons(), today=clock.today())
    lines = [
        [row.person.list_name, state_of(row.kind), row.signed_at, titles(row), row.words] for row in table.everything
    ]
    name, title = f"objections {clock.today().isoformat()}", _("Objections and reasons to decline")
    return exports.answer(request, exports.Listing(name, title, EXPORTED, lines, table.told))
