"""A long file: taken in, read by the worker while anybody can look how far it is, and then a draft or the reason."""

import time
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.scope import require_school
from accord.policies import intake_jobs
from accord.policies.actions import intakes
from accord.policies.models import Document, Intake, Version
from accord.policies.version_form import FILE, MINOR, NEW, VersionForm

PATIENCE_SECONDS = 1.5  # A page that reloads itself would be a time limit.
S = Intake.State


def take_in(request: Any, document: Document, form: VersionForm, draft: Version | None) -> HttpResponse | None:
    """Have the worker read a long file; None where the form must come back with a problem."""
    assert form.long
    try:
        made = intakes.take_in(
            document=document.pk,
            name=form.long.name,
            content=form.long.content,
            replacing=draft.pk if draft else None,
            **form.about(),
            by=request.person,
            now=clock.now(),
        )
    except Refused as refused:
        form.add_error(None, refused.decision.reason)
        return None
    intake_jobs.read.defer(require_school(), intake=str(made.pk))
    return redirect("policies:intake", request.school.slug, made.pk)


def intake(request: Any, intake: uuid.UUID) -> HttpResponse:
    """How far the reading has come; then the draft, or the form again with the reason beside the file."""
    found = _settled(intake)
    if found.state == S.DONE and found.version_id:
        messages.success(
            request, _("“%(name)s” is kept as a draft. Read it here as others will.") % {"name": found.name}
        )
        return redirect("policies:version", request.school.slug, found.version_id)
    if found.state == S.REFUSED:
        return _refused(request, found)
    return render(request, "policies/intake.html", {"intake": found, "document": found.document})


def _settled(intake: uuid.UUID) -> Intake:
    """The intake; waits a moment for one that is being read."""
    until = time.monotonic() + PATIENCE_SECONDS
    rows = Intake.objects.select_related("document", "replacing").defer("content")
    found = get_object_or_404(rows, pk=intake)
    while found.state == S.READING and time.monotonic() < until:
        time.sleep(0.1)
        found = rows.get(pk=intake)
    return found


def _refused(request: Any, intake: Intake) -> HttpResponse:
    """The form with everything that was typed, and the reason beside the file."""
    document = intake.document
    others = document.versions.exclude(state=Version.State.DISCARDED)
    form = VersionForm(
        {"how": FILE, "kind": MINOR if intake.minor else NEW, "change_note": intake.change_note},
        title=document.title,
        may_be_minor=document.versions.in_force().exists(),
        is_first=not any(version != intake.replacing for version in others),
        started=intake.started_from is not None,
    )
    form.is_valid()
    form.errors.pop("file", None)
    form.add_error("file", intake.reason)
    context = {
        "document": document,
        "draft": intake.replacing,
        "form": form,
        "preview": None,
        "action": _address(intake),
    }
    return render(request, "policies/version_form.html", context, status=422)


def _address(intake: Intake) -> tuple[str, uuid.UUID]:
    """Where the form is sent: to put another file in, or in the place of the same draft."""
    if intake.replacing_id and intake.replacing and intake.replacing.state == Version.State.DRAFT:
        return "policies:change_version", intake.replacing_id
    return "policies:add_version", intake.document_id
