"""Putting a text in: typed, or as a file."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.paper.sniff import decoded
from accord.policies import actions, rules
from accord.policies.intake_views import take_in
from accord.policies.models import Document, Version
from accord.policies.version_form import FILE, MINOR, NEW, TYPED, VersionForm
from accord.policies.version_views import told, visible_version
from accord.policies.views import visible
from accord.signing.rules import reading_minutes
from accord.vault import reads as vault


def add_version(request: Any, document: uuid.UUID) -> HttpResponse:
    """The text of another version: typed, or as a file."""
    found = visible(request, document)
    decision = rules.may_add_version(found.versions.coming().first())
    if not decision and request.method != "POST":  # A second click is answered below, with what was typed.
        return told(request, found.pk, decision)
    in_force = found.versions.in_force().first()
    return _edit(request, found, in_force=in_force, draft=None, initial={"how": TYPED, "kind": NEW})


def change_version(request: Any, version: uuid.UUID) -> HttpResponse:
    """Put another text in a draft's place."""
    draft = visible_version(request, version)
    decision = rules.may_change_draft(draft)
    if not decision:
        return told(request, draft.document_id, decision)
    is_typed = draft.format == Version.Format.MARKDOWN
    initial = {
        "how": TYPED if is_typed else FILE,
        "text": decoded(vault.content(draft.file)) if is_typed else "",
        "kind": MINOR if draft.is_minor else NEW,
        "change_note": draft.change_note,
    }
    in_force = draft.document.versions.in_force().first()
    return _edit(request, draft.document, in_force=in_force, draft=draft, initial=initial)


def _edit(
    request: Any, document: Document, *, in_force: Version | None, draft: Version | None, initial: dict[str, Any]
) -> HttpResponse:
    others = document.versions.exclude(state=Version.State.DISCARDED)
    is_first = not (others.exclude(pk=draft.pk) if draft else others).exists()
    newest = draft or others.first()
    options: dict[str, Any] = {
        "title": document.title,
        "may_be_minor": in_force is not None,
        "is_first": is_first,
        "started": newest is not None and newest.started_from != "",
    }
    form = VersionForm(initial=initial, **options)
    preview = None
    if request.method == "POST":
        form = VersionForm(request.POST, request.FILES, **options)
        if form.is_valid() and "preview" not in request.POST:
            answer = _keep(request, document, form, draft)
            if answer:
                return answer
        elif form.original:
            preview = form.original
        if form.recovered or (preview and form.cleaned_data.get("how") == FILE):
            form = _with_text_in_the_box(request, form, options)
    context = {
        "document": document,
        "draft": draft,
        "form": form,
        "preview": preview,
        "minutes": reading_minutes(sum(len(page.words.split()) for page in preview.pages)) if preview else 0,
    }
    return render(request, "policies/version_form.html", context, status=422 if form.errors else 200)


def _keep(request: Any, document: Document, form: VersionForm, draft: Version | None) -> HttpResponse | None:
    """Keep it at once, or have the worker read it first; None where the form must come back with a problem."""
    return take_in(request, document, form, draft) if form.long else _put_in(request, document, form, draft)


def _put_in(request: Any, document: Document, form: VersionForm, draft: Version | None) -> HttpResponse | None:
    """Keep the draft; None where the form must come back with a problem."""
    assert form.original
    try:
        made = actions.add_version(
            document=document.pk,
            original=form.original,
            replacing=draft.pk if draft else None,
            **form.about(),
            by=request.person,
            now=clock.now(),
        )
    except Refused as refused:
        form.add_error(None, refused.decision.reason)
        return None
    messages.success(
        request, _("%(label)s is kept as a draft. Read it here as others will.") % {"label": made.label.capitalize()}
    )
    return redirect("policies:version", request.school.slug, made.pk)


def _with_text_in_the_box(request: Any, form: VersionForm, options: dict[str, Any]) -> VersionForm:
    """The form again with an uploaded Markdown file's text in the box: a browser would have forgotten the file."""
    original = form.original
    if original is None or original.format != Version.Format.MARKDOWN:
        return form
    data = request.POST.copy()
    data["how"], data["text"] = TYPED, decoded(original.content)
    again = VersionForm(data, **options)
    again.is_valid()
    return again
