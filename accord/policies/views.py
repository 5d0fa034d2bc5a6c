"""The library and a document's own pages: what is there, what it is called, who must sign it, what happened."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accord.guidance.named import Named, named_documents
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.people.models import Person
from accord.policies import actions, alternatives, audience, named_reads, named_words, reads, rules, searching, words
from accord.policies.forms import AudienceForm, DocumentForm, WithdrawalForm
from accord.policies.models import Document, Version
from accord.policies.tables import EXPORTED, Library
from accord.ui import exports
from accord.ui.charts import Chart, Segment, progress
from accord.ui.links import address
from accord.ui.states import state_of


def sees_drafts(request: Any) -> bool:
    """Whether this person sees more than what is published."""
    return bool(request.may("policies.see"))


def visible(request: Any, document: uuid.UUID) -> Document:
    """The document, or 404 for whoever may not see it."""
    documents = Document.objects.visible_to(drafts=sees_drafts(request)).select_related("owner")
    return get_object_or_404(documents, pk=document)


def to_document(request: Any, document: uuid.UUID) -> HttpResponse:
    return redirect("policies:document", request.school.slug, document)


def documents(request: Any) -> HttpResponse:
    """Every document that one may see."""
    drafts = sees_drafts(request)
    rows = reads.shelved(clock.today(), drafts=drafts)
    export = address(request, "policies:export") if drafts else ""
    context = {
        "table": Library(request, rows, export=export),
        "in_force": sum(row.in_force is not None for row in rows),
        "coming": sum(row.coming is not None for row in rows),
        "rows": rows,
        "drafts": drafts,
        "may_manage": request.may("policies.manage"),
        "named": named_words.heading(named_reads.shelf(clock.today())) if drafts else "",
    }
    return render(request, "policies/library.html" if drafts else "policies/shelf.html", context)


def export(request: HttpRequest) -> Any:
    """The register as a file for a spreadsheet, as it was narrowed."""
    table = Library(request, reads.shelved(clock.today(), drafts=True))
    return exports.answer(request, exports.Listing("documents", _("Documents"), EXPORTED, table.lines(), table.told))


def search(request: Any) -> HttpResponse:
    """Pages of documents that hold every word."""
    query = request.GET.get("q", "").strip()
    hits = searching.search(query, drafts=sees_drafts(request))
    context = {"query": query, "hits": hits, "is_full": len(hits) == searching.MOST_HITS}
    return render(request, "policies/search.html", context)


def document(request: Any, document: uuid.UUID) -> HttpResponse:
    """One document: how it stands first, then what happens next, then everything else."""
    drafts = sees_drafts(request)
    found = visible(request, document)
    sheet = reads.sheet(found, clock.today(), drafts=drafts)
    context = {
        "document": found,
        "sheet": sheet,
        "heading": words.heading(sheet.shelved),
        "state": words.state_of(sheet.shelved),
        "review": words.REVIEWS.get(sheet.shelved.review),
        "audience": words.audience_in_words((row.by, row.value) for row in sheet.audiences),
        "versions": [(version, words.STATES[version.state]) for version in sheet.versions],
        "chart": _chart(sheet),
        "drafts": drafts,
        "may": {name: request.may(f"policies.{name}") for name in ("manage", "adopt", "publish")},
        "may_see_board": request.may("signing.board"),
        "turned_down": _turned_down(sheet),
        "kept": found.folder.declared.sentence(None),
        "named": named_documents().get(found.named),
        "may_review": rules.may_look_after(
            is_owner=found.owner == request.person, may_manage=bool(request.may("policies.manage"))
        ),
        "alternatives": _alternatives(sheet) if drafts else [],
        "departures": reads.departures([sheet.shelved.in_force, sheet.shelved.coming]) if drafts else [],
    }
    return render(request, "policies/document.html", context)


def _alternatives(sheet: reads.Sheet) -> list[tuple[Version, Any]]:
    """What is in force or on its way and alternative, with what that means (clause F.6)."""
    shown = [version for version in (sheet.shelved.coming, sheet.shelved.in_force) if version]
    held = [version for each in shown for version in sheet.versions if version.pk == each.pk]
    found = alternatives.of(held)
    return [(version, named_words.BEFOREHAND[found[version.pk]]) for version in held if version.pk in found]


def _turned_down(sheet: reads.Sheet) -> list[Any]:
    """What the board decided against a version that is still on its way."""
    coming = sheet.shelved.coming
    held = next((version for version in sheet.versions if coming and version.pk == coming.pk), None)
    return [adoption for adoption in held.adoptions.all() if not adoption.is_adopting] if held else []


def _chart(sheet: reads.Sheet) -> Chart | None:
    done = sheet.shelved.progress
    if done is None:
        return None
    counts = (("signed", done.signed), ("objected", done.objected), ("declined", done.declined))
    segments = [Segment(state_of(state), count) for state, count in counts]
    return progress(_("How they stand"), segments, done.needed, key="signing", shows_title=False)


def add(request: Any) -> HttpResponse:
    """A new document: what it is called, who looks after it."""
    people = Person.objects.in_post(clock.today())
    free = named_reads.free()
    initial = {"owner": str(request.person.pk), **_asked_for(request, free)}
    form = DocumentForm(request.POST or None, people=people, free=free, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_document(about=actions.About(**form.cleaned_data), by=request.person, now=clock.now())
        except Refused as refused:
            form.add_error(_FIELD_OF.get(refused.decision.code, "named"), refused.decision.reason)
        else:
            messages.success(
                request, _("“%(title)s” is in the library. Next: who must sign it?") % {"title": made.title}
            )
            return redirect("policies:audience", request.school.slug, made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "policies/add.html", {"form": form}, status=status)


_FIELD_OF = {"title-taken": "title"}


def _asked_for(request: Any, free: list[Named]) -> dict[str, str]:
    """What is filled in for one of the named documents, where the address names one that is missing."""
    found = next((each for each in free if each.code == request.GET.get("named")), None)
    if found is None:
        return {}
    return {"named": found.code, "title": found.title, "summary": found.about, "clause": found.clause}


def change(request: Any, document: uuid.UUID) -> HttpResponse:
    """Change what is said about a document."""
    found = visible(request, document)
    people = [*Person.objects.in_post(clock.today())]
    if found.owner not in people:
        people.append(found.owner)
    names = ("title", "summary", "review_on", "clause", "named")
    initial = {"owner": str(found.owner_id), **{name: getattr(found, name) for name in names}}
    form = DocumentForm(request.POST or None, people=people, free=named_reads.free(found), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            about = actions.About(**form.cleaned_data)
            actions.change_document(document=found.pk, about=about, by=request.person, now=clock.now())
        except Refused as refused:
            form.add_error(_FIELD_OF.get(refused.decision.code, "named"), refused.decision.reason)
        else:
            messages.success(request, _("Changed."))
            return to_document(request, found.pk)
    context = {"form": form, "document": found}
    return render(request, "policies/change.html", context, status=422 if form.is_bound else 200)


def choose_audience(request: Any, document: uuid.UUID) -> HttpResponse:
    """Who must sign. "Check" says how many people that is, and changes nothing."""
    found, today = visible(request, document), clock.today()
    chosen = [(row.by, row.value) for row in found.audiences.all()]
    form = AudienceForm(request.POST or None, teams=audience.teams(today), chosen=chosen)
    people = None
    if request.method == "POST" and form.is_valid():
        if "check" not in request.POST:
            return _save_audience(request, found, form.audiences)
        counted = audience.people(audience.standings(today), [(pair, None) for pair in form.audiences])
        people = list(Person.objects.filter(pk__in=list(counted)))
        chosen = form.audiences
    context = {
        "document": found,
        "form": form,
        "people": people,
        "phrase": words.audience_in_words(chosen),
        "in_force": found.versions.in_force().first(),
    }
    return render(request, "policies/audience.html", context, status=422 if form.errors else 200)


def _save_audience(request: Any, document: Document, chosen: list[rules.Addressed]) -> HttpResponse:
    now = clock.now()
    actions.change_audience(document=document.pk, audiences=chosen, by=request.person, today=clock.today(), now=now)
    phrase = words.audience_in_words(chosen)
    if phrase:
        messages.success(request, _("Asked to sign: %(who)s.") % {"who": phrase})
    else:
        messages.success(request, _("Nobody is asked to sign this document."))
    return to_document(request, document.pk)


def withdraw(request: Any, document: uuid.UUID) -> HttpResponse:
    """Take a document out of force, for a reason that everyone can read."""
    found = visible(request, document)
    in_force = found.versions.in_force().first()
    decision = rules.may_be_withdrawn(in_force)
    if not decision:
        messages.info(request, decision.reason)
        return to_document(request, found.pk)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(document=found.pk, by=request.person, now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            messages.info(request, refused.decision.reason)
        else:
            messages.success(
                request, _("“%(title)s” is no longer in force. Nobody is asked to sign it.") % {"title": found.title}
            )
        return to_document(request, found.pk)
    context = {"document": found, "form": form, "version": in_force}
    return render(request, "policies/withdraw.html", context, status=422 if form.is_bound else 200)


def history(request: Any, document: uuid.UUID) -> HttpResponse:
    """What was done with a document, by whom and when, from the ledger."""
    found = visible(request, document)
    lines = [(happening, words.sentence(happening)) for happening in reads.history(found)]
    return render(request, "policies/history.html", {"document": found, "lines": lines})
