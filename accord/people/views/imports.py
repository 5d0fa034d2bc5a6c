"""Bringing in a staff file: upload, what the columns hold, what would change, and done."""

import csv
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.people import actions, words
from accord.people.caution import ends_many, many_leave
from accord.people.forms import ColumnsForm, UploadForm
from accord.people.importing import FIELDS, CorrectionRefused, UnreadableFile
from accord.people.models import StaffFile
from accord.people.reads import imported
from accord.people.reads.known_columns import known_columns, known_corrections
from accord.people.reads.preview import Preview, look_at, read_columns
from accord.people.reads.suggestions import suggestions
from accord.ui import csvfile, exports

SAMPLE = """\
Staff code,Title,Surname,Forename,Preferred forename,E-mail address,Job title,Department,Contract type,Start date,End date,Line manager code
OKA001,Ms,Okafor,Ngozi,,n.okafor@school.example,Headteacher,Leadership,Permanent,01/09/2015,,
PAT002,Mr,Patel,Arjun,AJ,a.patel@school.example,Teacher of Art; Head of Year 8,Arts,Permanent,01/09/2019,,OKA001
HAL003,Mrs,Hall,Saoirse,,,Midday Supervisor,Lunchtime,Temporary,06/01/2026,17/07/2026,OKA001
"""  # noqa: E501


def upload(request: Any) -> HttpResponse:
    """Choose a staff file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            known = known_columns(read_columns(content)[0].headings)
        except UnreadableFile as unreadable:
            form.add_error("file", unreadable.reason)
        else:
            columns = known_corrections(known) if known else {}
            kept = actions.keep_file(name=file.name, content=content, by=request.person, columns=columns)
            return redirect("people:import-columns", request.school.slug, kept.pk)
    context = {"form": form, "waiting": imported.waiting(request.person)}
    return render(request, "people/import/upload.html", context, status=422 if form.errors else 200)


def sample(request: Any) -> HttpResponseBase:
    """A file to begin with."""
    rows = list(csv.reader(SAMPLE.splitlines()))
    return csvfile.response("staff-sample.csv", rows[0], rows[1:])


def columns(request: Any, file: uuid.UUID) -> HttpResponse:
    """What each column holds, as we read it, to be put right."""
    kept = _mine(request, file)
    sheet, mapping = read_columns(bytes(kept.content), kept.columns)
    form = ColumnsForm(request.POST or None, columns=mapping.columns, choices=list(FIELDS.items()))
    if request.method == "POST" and form.is_valid():
        try:
            read_columns(bytes(kept.content), form.corrections())[1].require_names()
        except (CorrectionRefused, UnreadableFile) as refused:
            form.add_error(None, refused.reason)
        else:
            asked = {"sheet": sheet, "columns": form.corrections(), "by": request.person, "today": clock.today()}
            actions.correct_columns(pk=kept.pk, **asked)
            return redirect("people:import-preview", request.school.slug, kept.pk)
    contested = [index for contest in mapping.contests if contest.tied for index in (contest.chosen, *contest.others)]
    rows = [(each, form[each.name]) for each in imported.sampled(sheet, mapping.columns, contested)]
    known = known_columns(sheet.headings)
    context = {"form": form, "file": kept, "sheet": sheet, "rows": rows, "missing": mapping.missing, "known": known}
    return render(request, "people/import/columns.html", context, status=422 if form.errors else 200)


def forget(request: Any, file: uuid.UUID) -> HttpResponse:
    """Read this file, and the next ones like it, as if nobody had corrected the columns."""
    kept = _mine(request, file)
    if request.method == "POST":
        actions.forget_columns(pk=kept.pk, sheet=read_columns(bytes(kept.content))[0])
        messages.success(request, _("The correction is forgotten. The columns are read from their headings again."))
    return redirect("people:import-columns", request.school.slug, kept.pk)


def preview(request: Any, file: uuid.UUID) -> HttpResponse:
    """What the file would do; confirmed, it is done, unless somebody changed people meanwhile."""
    kept = _mine(request, file, or_done=True)
    if kept is None:
        return redirect("people:import-done", request.school.slug, file)
    if request.method == "POST" and "look" in request.POST:
        absent_leave = request.POST.get("absent") == "yes"
        actions.settle_file(pk=kept.pk, columns=kept.columns, absent_leave=absent_leave)
        return redirect("people:import-preview", request.school.slug, kept.pk)
    if request.method == "POST":
        return _confirm(request, kept)
    return _preview(request, kept)


def export(request: Any, file: uuid.UUID) -> HttpResponseBase:
    """The whole preview as a file for a spreadsheet."""
    found = _look(request, _mine(request, file))
    if found is None:
        return redirect("people:import-columns", request.school.slug, file)
    return exports.answer(
        request,
        exports.Listing(
            "preview", _("What the staff file would change"), imported.EXPORTED, list(imported.exported(found))
        ),
    )


def cancel(request: Any, file: uuid.UUID) -> HttpResponse:
    """Forget the file."""
    found = _mine(request, file)
    if request.method == "POST":
        actions.discard_file(pk=found.pk)
        messages.success(request, _("The file is forgotten. Nobody's record has changed."))
        return redirect("people:list", request.school.slug)
    return redirect("people:import-preview", request.school.slug, file)


def done(request: Any, file: uuid.UUID) -> HttpResponse:
    """What the import did, and what comes next."""
    counts = imported.done(file, request.person)
    if counts is None:
        raise Http404
    context = {
        "heading": words.listed({name: count for name, count in counts.items() if name != "bad"}),
        "counts": counts,
        "suggested": len(suggestions(clock.today())),
        "may_give": request.may("people.roles"),
    }
    return render(request, "people/import/done.html", context)


def _confirm(request: Any, kept: StaffFile) -> HttpResponse:
    try:
        result = actions.import_file(
            pk=kept.pk,
            fingerprint=request.POST.get("fingerprint", ""),
            skip_bad=request.POST.get("skip") == "yes",
            end_many=request.POST.get("whole") == "yes",
            by=request.person,
            today=clock.today(),
        )
    except Refused as refused:
        return _preview(request, kept, problem=refused.decision.reason)
    except StaffFile.DoesNotExist:  # Somebody clicked twice, and the first click was quicker.
        return redirect("people:import-done", request.school.slug, kept.pk)
    if result.changed_nothing:
        messages.info(request, _("Nothing had changed, so nothing was written."))
        return redirect("people:list", request.school.slug)
    return redirect("people:import-done", request.school.slug, kept.pk)


def _preview(request: Any, kept: StaffFile, problem: str = "") -> HttpResponse:
    found = _look(request, kept)
    if found is None:
        return redirect("people:import-columns", request.school.slug, kept.pk)
    context = {
        "file": kept,
        "preview": found,
        "heading": words.listed(found.counts),
        "counts": found.counts,
        "parts": imported.parts(found),
        "bad": imported.problems(found),
        "bad_total": len(found.plan.bad),
        "warnings": imported.warnings(found),
        "problem": problem,
        "skips": request.POST.get("skip") == "yes",
        "many": many_leave(found.plan) if ends_many(found.plan) else "",
        "will": words.listed({name: count for name, count in found.counts.items() if name != "bad"}),
    }
    return render(request, "people/import/preview.html", context, status=409 if problem else 200)


def _look(request: Any, kept: StaffFile) -> Preview | None:
    """The preview, or None while no column is known to hold names."""
    content, today = bytes(kept.content), clock.today()
    try:
        return look_at(
            content, corrections=kept.columns, absent_leave=kept.absent_leave, by=request.person, today=today
        )
    except UnreadableFile:
        return None


def _mine(request: Any, file: uuid.UUID, *, or_done: bool = False) -> Any:
    """A file that this person uploaded; 404 for any other. With `or_done`, None for one that was imported."""
    if or_done and imported.done(file, request.person):
        return None
    return get_object_or_404(StaffFile, pk=file, uploaded_by=request.person)
