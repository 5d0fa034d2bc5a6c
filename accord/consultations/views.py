"""Consultations: the list, one of them, and what is done with it by those who lead it."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accord.consultations import actions, reads, rules, words
from accord.consultations.actions.running import stage_of
from accord.consultations.forms import CallOffForm, ClosingForm, OutcomeForm, StartForm
from accord.consultations.models import Body, Consultation
from accord.consultations.tables import EXPORTED, Consultations
from accord.consultations.voices import asks, voice_of
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.policies.models import Version
from accord.ui import exports
from accord.ui.links import address


def visible(request: Any) -> QuerySet[Consultation]:
    """Those that ask this person; all for whoever sees drafts."""
    found = Consultation.objects.select_related("document", "version", "folder")
    return found if request.may("policies.see") else asks(found, request.person, clock.today())


def one(request: Any, consultation: uuid.UUID) -> Consultation:
    """The consultation, or 404 for whoever may not see it."""
    return get_object_or_404(visible(request), pk=consultation)


def to(request: Any, consultation: uuid.UUID) -> HttpResponse:
    return redirect("consultations:consultation", request.school.slug, consultation)


def consultations(request: Any) -> HttpResponse:
    """Every consultation that one may see."""
    today = clock.today()
    sees_all, leads = bool(request.may("policies.see")), bool(request.may("consultations.lead"))
    rows = reads.counted() if sees_all else asks(reads.counted(), request.person, today)
    export = address(request, "consultations:export") if leads else ""
    table = Consultations(request, rows, leads=sees_all, export=export)
    context = {
        "table": table,
        "open": rows.open_on(today).count(),  # type: ignore[attr-defined]
        "leads": leads,
        "feedback": reads.to_answer()["feedback"] if leads else 0,
    }
    return render(request, "consultations/list.html", context)


def export(request: HttpRequest) -> Any:
    """The register as a file for a spreadsheet, as it was narrowed."""
    table = Consultations(request, reads.counted(), leads=True)
    listing = exports.Listing("consultations", _("Consultations"), EXPORTED, table.lines(), table.told)
    return exports.answer(request, listing)


def consultation(request: Any, consultation: uuid.UUID) -> HttpResponse:
    """One consultation: how it stands first, then what to do."""
    today = clock.today()
    found = one(request, consultation)
    sheet = reads.sheet(found, today)
    voice = voice_of(request.person, found, today)
    sees_all, leads = bool(request.may("policies.see")), bool(request.may("consultations.lead"))
    stage = sheet.stage
    context = {
        "consultation": found,
        "sheet": sheet,
        "state": words.STAGES[stage],
        "heading": words.heading(sheet) if sees_all else words.heading_for_staff(sheet, is_asked=voice is not None),
        "voice": voice,
        "may_comment": rules.may_comment(stage, is_invited=voice is not None),
        "is_readable": stage is not rules.Stage.PLANNED or sees_all,
        "mine": _with_states(reads.said_by(request.person).filter(consultation=found)),
        "sees_all": sees_all,
        "leads": leads,
        "outcome": words.outcome(sheet.outcome) if sheet.outcome else "",
        "may_conclude": rules.may_conclude(stage, unanswered=sheet.unanswered),
        "may_call_off": rules.may_call_off(stage),
        "is_over": not found.is_running,
        "letter": rules.may_respond(stage, has_responded=False, by_letter=True),
    }
    return render(request, "consultations/consultation.html", context)


def _with_states(comments: Any) -> list[tuple[Any, Any, str]]:
    return [(comment, words.ANSWERS[comment.answer], words.place(comment)) for comment in comments]


def start(request: Any, version: uuid.UUID) -> HttpResponse:
    """Say whom to ask about a draft, and how long."""
    found = get_object_or_404(Version.objects.select_related("document"), pk=version)
    running = Consultation.objects.running().filter(document=found.document_id).first()
    decision = rules.may_consult(found.state, is_running=running is not None)
    if not decision and request.method != "POST":
        messages.info(request, decision.reason)
        if running:
            return to(request, running.pk)
        return redirect("policies:document", request.school.slug, found.document_id)
    known = Body.objects.values_list("name", flat=True)
    form = StartForm(request.POST or None, today=clock.today(), known=known)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start(
                version=found.pk, plan=form.plan, by=request.person, today=clock.today(), now=clock.now()
            )
        except Refused as refused:
            field = {"opens-in-past": "opens_on", "closes-too-soon": "closes_on", "closes-too-late": "closes_on"}
            form.add_error(field.get(refused.decision.code), refused.decision.reason)
        else:
            messages.success(
                request, _("The consultation is on record. Give each body an address, and its link goes out.")
            )
            return to(request, made.pk)
    context = {"version": found, "document": found.document, "form": form}
    return render(request, "consultations/start.html", context, status=422 if form.is_bound else 200)


def move_closing(request: Any, consultation: uuid.UUID) -> HttpResponse:
    """Give people more time."""
    found, today = one(request, consultation), clock.today()
    form = ClosingForm(request.POST or None, initial={"closes_on": max(found.closes_on, today) + timedelta(days=7)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_closing(
                consultation=found.pk, by=request.person, today=today, now=clock.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("closes_on", refused.decision.reason)
        else:
            messages.success(request, _("Moved. Everybody who was asked is told."))
            return to(request, found.pk)
    context = {"consultation": found, "form": form}
    return render(request, "consultations/move.html", context, status=422 if form.is_bound else 200)


def call_off(request: Any, consultation: uuid.UUID) -> HttpResponse:
    """End a consultation without an outcome, for a reason."""
    found = one(request, consultation)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.call_off(
                consultation=found.pk, by=request.person, today=clock.today(), now=clock.now(), **form.cleaned_data
            )
        except Refused as refused:
            messages.info(request, refused.decision.reason)
        else:
            messages.success(request, _("Called off. Everybody who was asked is told."))
        return to(request, found.pk)
    context = {"consultation": found, "form": form}
    return render(request, "consultations/call_off.html", context, status=422 if form.is_bound else 200)


def outcome(request: Any, consultation: uuid.UUID) -> HttpResponse:
    """Record how it ended. Refused, with the reason, while somebody waits for an answer."""
    found, today = one(request, consultation), clock.today()
    sheet = reads.sheet(found, today)
    decision = rules.may_conclude(stage_of(found, today), unanswered=sheet.unanswered)
    if not decision and request.method != "POST":
        messages.info(request, decision.reason)
        return to(request, found.pk)
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.conclude(
                consultation=found.pk, by=request.person, today=today, now=clock.now(), **form.cleaned_data
            )
        except Refused as refused:
            messages.info(request, refused.decision.reason)
            return to(request, found.pk)
        messages.success(request, _("The outcome is recorded. Next: the paper for the governing board."))
        return redirect("consultations:papers", request.school.slug, found.version_id)
    context = {"consultation": found, "form": form, "sheet": sheet}
    return render(request, "consultations/outcome.html", context, status=422 if form.is_bound else 200)
