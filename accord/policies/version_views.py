"""A version’s way: looked at, adopted, published; or given up."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.guidance.named import named_documents
from accord.kernel import clock
from accord.kernel.decision import Decision, Refused
from accord.policies import actions, alternatives, conditions, named_words, reads, rules, words
from accord.policies.forms import AdoptionForm, PublicationForm
from accord.policies.models import Adoption, Version
from accord.policies.views import sees_drafts, to_document
from accord.schools.reads import calendar_of_open_school
from accord.vault import reads as vault
from accord.vault.models import StoredFile

NAMES_SHOWN = 10


def visible_version(request: Any, version: uuid.UUID) -> Version:
    """The version, or 404 for whoever may not see it. A discarded one is on record, but has no pages any more."""
    versions = Version.objects.visible_to(drafts=sees_drafts(request)).exclude(state=Version.State.DISCARDED)
    found = versions.select_related("document", "text", "file__folder", "adoption__recorded_by", "published_by")
    return get_object_or_404(found, pk=version)


# Looking at it


def version(request: Any, version: uuid.UUID) -> HttpResponse:
    """The text as it will be read, and what can be done with it."""
    found = visible_version(request, version)
    pages = reads.pages(found)
    context = {
        "document": found.document,
        "version": found,
        "state": words.STATES[found.state],
        "pages": pages,
        "in_force": found.document.versions.in_force().first(),
        "drafts": sees_drafts(request),
        "may": {name: request.may(f"policies.{name}") for name in ("manage", "adopt", "publish")},
        "may_change": both(request.may("policies.manage"), rules.may_change_draft(found)),
        "alternative": named_words.beforehand(alternatives.alternative(found)),
        "may_discard": both(request.may("policies.manage"), rules.may_discard(found)),
    }
    return render(request, "policies/version.html", context)


def both(*decisions: Decision) -> Decision:
    """The first no, or yes."""
    return next((decision for decision in decisions if not decision), decisions[-1])


def original(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """The file exactly as it was handed in."""
    return download(visible_version(request, version).file)


def download(file: StoredFile) -> HttpResponse:
    """The exact bytes, to be saved and never shown as a page of ours. Verified before the first byte leaves."""
    answer = HttpResponse(vault.content(file), content_type=file.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, file.name)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


# The board's decision


def adopt(request: Any, version: uuid.UUID) -> HttpResponse:
    """Record what the governing board decided about a version."""
    found = visible_version(request, version)
    decision = rules.may_be_adopted(found)
    if not decision:
        return told(request, found.document_id, decision)
    last = Adoption.objects.exclude(version=found).first()
    unmet = conditions.unmet(found)
    why = alternatives.alternative(found)
    initial = {"body": last.body} if last else None
    form = AdoptionForm(request.POST or None, unmet=unmet, is_alternative=why is not None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answer = _record(request, found, form)
        if answer:
            return answer
    context = {
        "document": found.document,
        "version": found,
        "form": form,
        "unmet": unmet,
        "refused": [each for each in unmet if not each.may_depart],
        "named": named_documents().get(found.document.named),
        "alternative": named_words.beforehand(why),
    }
    return render(request, "policies/adopt.html", context, status=422 if form.is_bound else 200)


_FIELD_OF = {"meeting-ahead": "meeting_on", "no-minute": "minute_reference", "not-as-it-is": "decision"}


def _field_of(form: AdoptionForm, decision: Decision) -> str:
    """The field that a refusal is about; none if the version itself has moved on."""
    if decision.code == "no-departure-reason":
        return next(name for name in form.departing.values() if not form.cleaned_data[name].strip())
    if decision.code in form.refused:
        return "decision"
    return _FIELD_OF.get(decision.code, "")


def _record(request: Any, version: Version, form: AdoptionForm) -> HttpResponse | None:
    """Record it; None where the form must come back with a problem."""
    try:
        adoption = actions.adopt(
            version=version.pk,
            decided=actions.BoardDecision(**form.decided),
            by=request.person,
            today=clock.today(),
            now=clock.now(),
        )
    except Refused as refused:
        field = _field_of(form, refused.decision)
        if not field:
            return told(request, version.document_id, refused.decision)
        form.add_error(field, refused.decision.reason)
        return None
    if adoption.is_adopting:
        messages.success(
            request, _("The adoption of %(label)s is recorded. It can be published now.") % {"label": version.label}
        )
    else:
        messages.info(request, _("Recorded: %(label)s was not adopted. It stays a draft.") % {"label": version.label})
    return to_document(request, version.document_id)


# Into force


def publish(request: Any, version: uuid.UUID) -> HttpResponse:
    """Says beforehand who will be asked, and puts the version in force."""
    found, today = visible_version(request, version), clock.today()
    in_force = found.document.versions.in_force().first()
    decision = rules.may_be_published(found, in_force)
    if not decision:
        return told(request, found.document_id, decision)
    form = None
    if not found.is_minor:
        form = PublicationForm(request.POST or None, today=today, calendar=calendar_of_open_school())
    if request.method == "POST" and (form is None or form.is_valid()):
        answer = _put_in_force(request, found, form)
        if answer:
            return answer
    follows = reads.consequences(found, today)
    context = {
        "document": found.document,
        "version": found,
        "in_force": in_force,
        "form": form,
        "follows": follows,
        "without_address": follows.without_address[:NAMES_SHOWN],
        "more": max(0, len(follows.without_address) - NAMES_SHOWN),
        "audience": words.audience_in_words((row.by, row.value) for row in found.document.audiences.all()),
    }
    return render(request, "policies/publish.html", context, status=422 if form and form.is_bound else 200)


def unreachable(request: Any, version: uuid.UUID) -> HttpResponse:
    """All whom publishing a version would ask, and whom no message reaches."""
    found = visible_version(request, version)
    people = reads.consequences(found, clock.today()).without_address
    return render(request, "policies/unreachable.html", {"version": found, "people": people})


def _put_in_force(request: Any, version: Version, form: PublicationForm | None) -> HttpResponse | None:
    """Publish; None where the form must come back with a problem."""
    due_on = form.cleaned_data["due_on"] if form else None
    try:
        actions.publish(version=version.pk, due_on=due_on, by=request.person, today=clock.today(), now=clock.now())
    except Refused as refused:
        if form is None or refused.decision.code != "due-over":
            return told(request, version.document_id, refused.decision)
        form.add_error("due_on", refused.decision.reason)
        return None
    messages.success(
        request, _("%(label)s is in force. People are told in a few minutes.") % {"label": version.label.capitalize()}
    )
    return to_document(request, version.document_id)


@require_POST
def discard(request: Any, version: uuid.UUID) -> HttpResponse:
    """Give up a version that was never in force."""
    found = visible_version(request, version)
    try:
        actions.discard_version(version=found.pk, by=request.person, now=clock.now())
    except Refused as refused:
        return told(request, found.document_id, refused.decision)
    messages.success(request, _("%(label)s is discarded.") % {"label": found.label.capitalize()})
    return to_document(request, found.document_id)


def told(request: Any, document: uuid.UUID, decision: Decision) -> HttpResponse:
    """Somebody else was faster, or a button was pressed twice: say how it stands, on the document's page."""
    messages.info(request, decision.reason)
    return to_document(request, document)
