"""What the Headteacher and the office see: who has signed, who has not, and what can be done about it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accord.duties import actions as duties
from accord.duties.leaves import on_leave
from accord.duties.reads import held_reminders, preview_reminder
from accord.kernel import clock
from accord.people.models import Person
from accord.signing import actions, board, reads
from accord.signing.asking import Ask, all_asks, ask_for
from accord.signing.forms import ExcuseForm
from accord.signing.models import Declaration, Exemption
from accord.signing.paper_route.models import PaperSignature
from accord.signing.rules import State
from accord.signing.tables import BoardTable
from accord.signing.words import leave_until
from accord.ui import exports
from accord.ui.charts import Group, Segment, bars, progress
from accord.ui.states import state_of
from accord.ui.tables import Bulk


def overview(request: Any) -> HttpResponse:
    """Every document in force, and how its signing goes."""
    today = clock.today()
    rows = board.progress(all_asks(today), today)
    rows.sort(key=lambda row: (-row.missing, row.ask.title))
    charts = [(row, _bar(row)) for row in rows]
    missing = sum(row.missing for row in rows)
    context = {"rows": charts, "missing": missing, "today": today, "may_read_words": request.may("signing.reasons")}
    return render(request, "signing/overview.html", context)


def _bar(row: board.DocumentProgress) -> Any:
    segments = [
        Segment(state_of("signed"), row.signed),
        Segment(state_of("objected"), row.objected),
        Segment(state_of("declined"), row.declined),
    ]
    return progress(row.ask.title, segments, row.needed, key=f"bar-{row.ask.line.hex}", shows_title=False)


def _ask(series: uuid.UUID) -> Ask:
    ask = ask_for(series, clock.today())
    if ask is None:
        raise Http404
    return ask


def document(request: Any, series: uuid.UUID) -> HttpResponse:
    """The board of one document: picture, table, and what can be done with the ticked."""
    ask = _ask(series)
    today = clock.today()
    rows = board.standings(ask, today)
    table = _table(request, ask, rows)
    counted = board.counts(rows)
    done = counted[State.SIGNED] + counted[State.OBJECTED]
    needed = counted.total() - counted[State.EXEMPT]
    segments = [Segment(state_of(each), counted[each]) for each in board.ORDER if each is not State.EXEMPT]
    context = {
        "ask": ask,
        "today": today,
        "table": table,
        "done": done,
        "needed": needed,
        "missing": needed - done,
        "chart": progress(_("How they stand"), segments, needed, shows_title=False),
        "teams": _teams(request, rows, series),
        "held_reminders": held_reminders(clock.now()),
        "may_remind": request.may("signing.remind"),
    }
    return render(request, "signing/board.html", context)


def _teams(request: Any, rows: list[board.Standing], series: uuid.UUID) -> Any:
    url = reverse("signing:board", args=[request.school.slug, series])

    def filtered(team: str) -> str:
        query = QueryDict(mutable=True)
        query["team"] = "-" if team == board.NO_TEAM else team
        return f"{url}?{query.urlencode()}"

    groups = [Group(team.team, team.signed, team.asked, filtered(team.team)) for team in board.by_team(rows)]
    return bars(_("Signed, by team"), groups, state=state_of("signed"))


def _table(request: Any, ask: Ask, rows: list[board.Standing], query: QueryDict | None = None) -> BoardTable:
    slug = request.school.slug
    sheets = Bulk(
        _("Print sheets…"), reverse("signing:print_sheets", args=[slug, ask.series]), request.may("signing.paper")
    )
    remind = Bulk(_("Remind…"), reverse("signing:remind", args=[slug, ask.series]), request.may("signing.remind"))
    excuse = Bulk(
        _("Excuse…"), reverse("signing:excuse_several", args=[slug, ask.series]), request.may("signing.remind")
    )
    return BoardTable(
        request,
        rows,
        series=ask.series,
        bulk=[remind, excuse, sheets],
        away=on_leave(clock.today()),
        export=reverse("signing:export", args=[slug, ask.series]),
        **({"query": query} if query is not None else {}),
    )


def export(request: Any, series: uuid.UUID) -> HttpResponseBase:
    """The board as a spreadsheet file, narrowed as the page was."""
    ask = _ask(series)
    table = _table(request, ask, board.standings(ask, clock.today()))
    headings = ["Name", "E-mail", "Team", "Category", "Line manager", "State", "Due", "Asked", "Last seen", "Answered"]
    headings += ["Reminded", "Reminders", "Excused because"]
    lines = [
        [row.name, row.email, row.team, row.category_name, row.manager, state_of(row.state), row.due_on, row.asked_at]
        + [row.viewed_at, row.answered_at, row.reminded_on, row.reminders, row.because]
        for row in table.everything
    ]
    name = f"signatures {ask.title} {clock.today().isoformat()}"
    title = _("Who has signed “%(title)s”") % {"title": ask.title}
    listing = exports.Listing(name, title, headings, lines, table.told, on_paper=(0, 2, 5, 6, 8, 9, 10))
    return exports.answer(request, listing)


def person(request: Any, series: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """One person's story with one document, and what was declared."""
    ask = _ask(series)
    found = get_object_or_404(Person, pk=person)
    if found.merged_into_id:
        return redirect("signing:person", school=request.school.slug, series=series, person=found.merged_into_id)
    standing = next((row for row in board.standings(ask, clock.today()) if row.pk == found.pk), None)
    if standing is None:
        raise Http404
    declaration = Declaration.objects.filter(pk=standing.declaration_id).first() if standing.declaration_id else None
    may_read_words = request.may("signing.reasons")
    context = {
        "ask": ask,
        "person": found,
        "standing": standing,
        "story": board.story(found, ask),
        "declaration": declaration,
        "signatures": declaration.signatures.select_related("text") if declaration else [],
        "may_read_words": may_read_words,
        "away": [leave_until(until) for until in on_leave(clock.today(), [found.pk]).values()],
        "may_excuse": request.may("signing.remind"),
        "may_print": request.may("signing.paper"),
        "on_paper": PaperSignature.objects.filter(declaration=declaration).first() if declaration else None,
        "exemption": Exemption.objects.on(clock.today())
        .filter(person__in=reads.records_of(found), series=series)
        .first(),
    }
    return render(request, "signing/person.html", context)


def excuse(request: Any, series: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Say why somebody need not sign."""
    ask, found, today = _ask(series), get_object_or_404(Person, pk=person, merged_into=None), clock.today()
    form = ExcuseForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.excuse(
            person=found,
            series=series,
            because=given["because"],
            until=given["until"],
            by=request.person,
            now=clock.now(),
        )
        messages.success(request, _("%(name)s need not sign this.") % {"name": found.name})
        return redirect("signing:person", school=request.school.slug, series=series, person=person)
    context = {"form": form, "ask": ask, "person": found}
    return render(request, "signing/excuse.html", context, status=422 if form.is_bound else 200)


@require_POST
def end_excuse(request: Any, series: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Ask like everyone else again."""
    found = get_object_or_404(Person, pk=person)
    exemption = Exemption.objects.on(clock.today()).filter(person__in=reads.records_of(found), series=series).first()
    if exemption is None:
        raise Http404
    actions.end_excuse(exemption=exemption, by=request.person, now=clock.now())
    messages.success(request, _("They are asked like everyone else again."))
    return redirect("signing:person", school=request.school.slug, series=series, person=person)


@require_POST
def remind(request: Any, series: uuid.UUID) -> HttpResponse:
    """First the preview of who gets a reminder and who cannot; then, confirmed, the reminders."""
    ask, now = _ask(series), clock.now()
    chosen = chosen_people(request, ask)
    if "confirmed" not in request.POST:
        preview = preview_reminder(chosen, today=clock.today())
        return render(request, "signing/remind.html", {"ask": ask, "preview": preview, "chosen": chosen})
    sent = len(duties.remind_selected(people=chosen, by=request.person, now=now).gets)
    told = ngettext(
        "%(n)d reminder is on its way. It can be taken back until it leaves.",
        "%(n)d reminders are on their way. They can be taken back until they leave.",
        sent,
    ) % {"n": sent}
    messages.success(request, told)
    return redirect("signing:board", school=request.school.slug, series=series)


def chosen_people(request: Any, ask: Ask) -> list[uuid.UUID]:
    """The ticked people, or with "all" everyone whom the page's filters left; only those who still have to sign."""
    rows = board.standings(ask, clock.today())
    if request.POST.get("all"):
        rows = _table(request, ask, rows, QueryDict(request.POST.get("query", ""))).everything
        return [row.pk for row in rows if row.is_open]
    ticked = set(request.POST.getlist("row"))
    return [row.pk for row in rows if str(row.pk) in ticked and row.is_open]
