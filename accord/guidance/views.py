from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.guidance import catalogue, reads
from accord.guidance.forms import Filters
from accord.guidance.named import needed_by
from accord.ui.clausegrid import ClauseCell, ClauseGrid, clause_grid


def clauses(request: HttpRequest) -> HttpResponse:
    """Every clause by section, or those that the reader looks for. Needs no database and no sign-in."""
    form = Filters(request.GET)
    form.is_valid()  # A filter that does not exist is said beside its field, and filters nothing.
    groups = reads.groups(**form.cleaned_data)
    return render(
        request,
        "guidance/clauses.html",
        {
            "form": form,
            "groups": groups,
            "found": sum(len(group.lines) for group in groups),
            "is_filtered": any(form.cleaned_data.values()),
            "summary": reads.summary(),
            "grid": _grid(),
        },
    )


def _grid() -> ClauseGrid:
    """Every clause as a cell, whatever the filters say: the whole is the point of the picture."""
    cells = [
        (
            f"{group.section.code} {group.section.title}",
            [
                ClauseCell(
                    line.clause.number, line.standing_state, reverse("guidance:clause", args=[line.clause.number])
                )
                for line in group.lines
            ],
        )
        for group in reads.groups()
    ]
    return clause_grid(_("The guidance at a glance: a cell for each clause"), cells, key="guidance")


def clause(request: HttpRequest, number: str) -> HttpResponse:
    """One clause at its own lasting address."""
    try:
        found = catalogue.clause(number)
    except catalogue.NoSuchClause as unknown:
        raise Http404(str(unknown)) from unknown
    before, after = reads.neighbours(found)
    return render(
        request,
        "guidance/clause.html",
        {
            "line": reads.line(found),
            "section": catalogue.section(found.section),
            "before": before,
            "after": after,
            "needs": needed_by(found.number),
        },
    )
