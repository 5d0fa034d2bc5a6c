"""The named documents: held or missing, kept elsewhere, begun with a starting text, and reviewed."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.guidance.named import GUIDANCE, Named, named_documents
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.people.models import Person
from accord.policies import actions, named_reads, named_words, rules
from accord.policies.models import Document, Elsewhere
from accord.policies.named_forms import ChooseForm, ElsewhereForm, ReviewForm
from accord.policies.named_tables import EXPORTED, ON_PAPER, NamedTable
from accord.policies.rules import Alternative
from accord.policies.starting import has_starting_text
from accord.policies.views import to_document, visible
from accord.ui import exports
from accord.ui.links import address


def known(code: str) -> Named:
    """The named document of this code, or 404."""
    found = named_documents().get(code)
    if found is None:
        raise Http404(code)
    return found


def named(request: Any) -> HttpResponse:
    """The one list of what the guidance names (clauses F.2, F.10)."""
    shelf = named_reads.shelf(clock.today())
    context = {
        "table": NamedTable(request, shelf.rows, export=address(request, "policies:named_export"), page_size=100),
        "heading": named_words.heading(shelf),
        "reviews": named_words.reviews(shelf),
        "missing": shelf.missing,
        "may_manage": request.may("policies.manage"),
    }
    return render(request, "policies/named.html", context)


def named_export(request: Any) -> Any:
    """The list as a file for a spreadsheet, as it was narrowed."""
    table = NamedTable(request, named_reads.shelf(clock.today()).rows)
    listing = exports.Listing("named-documents", _("Named documents"), EXPORTED, table.lines(), table.told, ON_PAPER)
    return exports.answer(request, listing)


def named_document(request: Any, named: str) -> HttpResponse:
    """One named document: what it is for, what needs it, and the ways to it where it is missing."""
    return _named_page(request, known(named))


def _named_page(request: Any, named: Named, form: ChooseForm | None = None) -> HttpResponse:
    row = named_reads.row(named.code, clock.today())
    documents = [] if row.shelved else named_reads.unnamed()
    context = {
        "named": named,
        "row": row,
        "heading": named_words.row_heading(row),
        "state": named_words.state_of(row),
        "has_start": has_starting_text(named.code),
        "beforehand": named_words.BEFOREHAND[Alternative.STARTING_TEXT],
        "is_guidance": named.code == GUIDANCE,
        "form": form or (ChooseForm(documents=documents) if documents else None),
        "may_manage": request.may("policies.manage"),
        "may_review": rules.may_look_after(
            is_owner=row.owner == request.person, may_manage=bool(request.may("policies.manage"))
        ),
    }
    return render(request, "policies/named_document.html", context, status=422 if form and form.errors else 200)


@require_POST
def start(request: Any, named: str) -> HttpResponse:
    """Begin it with our own starting text, as a draft."""
    found = known(named)
    if not has_starting_text(found.code):
        raise Http404
    try:
        version = actions.start(named=found, title=found.title, by=request.person, now=clock.now())
    except Refused as refused:
        messages.info(request, refused.decision.reason)
        return redirect("policies:named_document", request.school.slug, found.code)
    messages.success(request, _("The starting text is in as a draft. Next: make it the school’s own."))
    return redirect("policies:version", request.school.slug, version.pk)


@require_POST
def choose(request: Any, named: str) -> HttpResponse:
    """Say that a document of the library is this named document."""
    found = known(named)
    form = ChooseForm(request.POST, documents=named_reads.unnamed())
    if not form.is_valid():
        return _named_page(request, found, form)
    chosen = form.documents[form.cleaned_data["document"]]
    about = actions.About(
        title=chosen.title,
        owner=chosen.owner,
        summary=chosen.summary,
        clause=chosen.clause or found.clause,
        review_on=chosen.review_on,
        named=found.code,
    )
    try:
        actions.change_document(document=chosen.pk, about=about, by=request.person, now=clock.now())
    except Refused as refused:
        form.add_error("document", refused.decision.reason)
        return _named_page(request, found, form)
    messages.success(request, _("“%(title)s” is now the library’s %(named)s.") % _titles(chosen, found))
    return to_document(request, chosen.pk)


def _titles(document: Document, named: Named) -> dict[str, str]:
    return {"title": document.title, "named": named.short}


# Kept elsewhere


def elsewhere(request: Any, named: str) -> HttpResponse:
    """Record where a named document is held outside Accord, or change what is recorded."""
    found = known(named)
    kept = Elsewhere.objects.current().filter(named=found.code).select_related("owner").first()
    people = [*Person.objects.in_post(clock.today())]
    if kept and kept.owner not in people:
        people.append(kept.owner)
    form = ElsewhereForm(request.POST or None, named=found, people=people, initial=_initial(kept, request.person))
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_elsewhere(
                named=found, place=form.place, by=request.person, today=clock.today(), now=clock.now()
            )
        except Refused as refused:
            form.add_error("meeting_on" if refused.decision.code == "meeting-ahead" else None, refused.decision.reason)
        else:
            messages.success(request, _("It is on record where “%(title)s” is held.") % {"title": found.title})
            return redirect("policies:named_document", request.school.slug, found.code)
    context = {"named": found, "kept": kept, "form": form}
    return render(request, "policies/elsewhere.html", context, status=422 if form.is_bound else 200)


def _initial(kept: Elsewhere | None, person: Person) -> dict[str, Any]:
    if kept is None:
        return {"owner": str(person.pk)}
    names = ("link", "review_on", "body", "meeting_on", "minute_reference")
    return {name: getattr(kept, name) for name in names} | {"where": kept.place, "owner": str(kept.owner_id)}


@require_POST
def end_elsewhere(request: Any, named: str) -> HttpResponse:
    """It is no longer held there."""
    found = known(named)
    actions.end_elsewhere(named=found.code, by=request.person, now=clock.now())
    messages.success(request, _("“%(title)s” is no longer recorded as held elsewhere.") % {"title": found.title})
    return redirect("policies:named_document", request.school.slug, found.code)


# Reviews


def reviews(request: Any) -> HttpResponse:
    """What is to be reviewed: one's own, and everybody's for those who see the library."""
    sees_all = bool(request.may("policies.see"))
    due = named_reads.reviews_due(clock.today(), of=None if sees_all else request.person)
    context = {
        "due": due,
        "mine": sum(each.owner == request.person for each in due),
        "may_manage": request.may("policies.manage"),
        "late": sum(each.review is rules.Review.LATE for each in due),
    }
    return render(request, "policies/reviews.html", context)


def review(request: Any, document: uuid.UUID) -> HttpResponse:
    """Record that a document was reviewed and nothing needs to change."""
    found = visible(request, document)
    _look_after(request, found.owner)

    def record(looked: actions.Looked) -> None:
        actions.record_review(document=found.pk, looked=looked, by=request.person, today=clock.today(), now=clock.now())

    back = address(request, "policies:document", found.pk)
    context = {"title": found.title, "reviews": found.reviews.select_related("recorded_by")[:10], "document": found}
    return _review(request, record, back, context)


def review_elsewhere(request: Any, named: str) -> HttpResponse:
    """The same for a document that is held outside Accord."""
    found = known(named)
    kept = get_object_or_404(Elsewhere.objects.current().select_related("owner"), named=found.code)
    _look_after(request, kept.owner)

    def record(looked: actions.Looked) -> None:
        actions.review_elsewhere(
            named=found.code, looked=looked, by=request.person, today=clock.today(), now=clock.now()
        )

    back = address(request, "policies:named_document", found.code)
    if not request.may("policies.see"):
        back = address(request, "policies:reviews")
    return _review(request, record, back, {"title": found.title, "kept": kept})


def _look_after(request: Any, owner: Person) -> None:
    rules.may_look_after(is_owner=owner == request.person, may_manage=bool(request.may("policies.manage"))).require()


_FIELD_OF = {"review-ahead": "reviewed_on", "next-review-over": "next_on"}


def _review(request: Any, record: Any, back: str, context: dict[str, Any]) -> HttpResponse:
    form = ReviewForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            record(form.looked)
        except Refused as refused:
            form.add_error(_FIELD_OF.get(refused.decision.code), refused.decision.reason)
        else:
            messages.success(request, _("The review is on record. The next one is on its way."))
            return redirect(back)
    shown = {"form": form, "back": back, **context}
    return render(request, "policies/review.html", shown, status=422 if form.is_bound else 200)
