"""What those who lead do with what was said: read it, answer it one by one, enter letters, send links."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.consultations import actions, reads, rules, words
from accord.consultations.actions.running import stage_of
from accord.consultations.forms import AnswerForm, ContactForm, LetterForm
from accord.consultations.models import Comment, Consultation, Invitation
from accord.consultations.tables import COMMENTS_EXPORTED, COMMENTS_ON_PAPER, Comments
from accord.consultations.views import one, to
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.ui import exports
from accord.ui.links import address


def _rows(consultation: Consultation | None) -> QuerySet[Comment]:
    """What stands of what was said: in one consultation, or as feedback."""
    rows = Comment.objects.standing().select_related("person", "invitation", "document", "version")
    return rows.filter(consultation=consultation)


def comments(request: Any, consultation: uuid.UUID) -> HttpResponse:
    """Everything that was said in a consultation."""
    found = one(request, consultation)
    sheet = reads.sheet(found, clock.today())
    export = address(request, "consultations:export_comments", found.pk)
    table = Comments(request, _rows(found), is_feedback=False, export=export)
    context = {"consultation": found, "sheet": sheet, "table": table, "first": _first(_rows(found))}
    return render(request, "consultations/comments.html", context)


def _first(rows: QuerySet[Comment]) -> uuid.UUID | None:
    """The first one without an answer."""
    ordered, _place = reads.neighbours(rows.filter(answer=""), uuid.UUID(int=0))
    return ordered[0] if ordered else None


def export_comments(request: Any, consultation: uuid.UUID) -> Any:
    """The same as a file for a spreadsheet."""
    table = Comments(request, _rows(one(request, consultation)), is_feedback=False)
    listing = exports.Listing(
        "comments", _("Comments"), COMMENTS_EXPORTED, table.lines(), table.told, COMMENTS_ON_PAPER
    )
    return exports.answer(request, listing)


def feedback(request: Any) -> HttpResponse:
    """What staff said about documents in force (clause F.7)."""
    export = address(request, "consultations:export_feedback")
    rows = _rows(None)
    table = Comments(request, rows, is_feedback=True, export=export)
    context = {"table": table, "unanswered": rows.filter(answer="").count(), "first": _first(rows)}
    return render(request, "consultations/feedback.html", context)


def export_feedback(request: HttpRequest) -> Any:
    table = Comments(request, _rows(None), is_feedback=True)
    listing = exports.Listing(
        "feedback", _("Feedback"), COMMENTS_EXPORTED, table.lines(), table.told, COMMENTS_ON_PAPER
    )
    return exports.answer(request, listing)


def answer(request: Any, comment: uuid.UUID) -> HttpResponse:
    """One comment and the school's answer to it, with the ones before and after."""
    rows = Comment.objects.standing().select_related("person", "invitation", "document", "version", "consultation")
    found = get_object_or_404(rows, pk=comment)
    consultation, today = found.consultation, clock.today()
    stage = stage_of(consultation, today) if consultation else None
    decision = rules.may_answer(stage)
    ordered, place = reads.neighbours(_rows(consultation), found.pk)
    form = AnswerForm(request.POST or None, initial={"kind": found.answer, "words": found.answer_words})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer(
                comment=found.pk,
                kind=given["kind"],
                words=given["words"],
                by=request.person,
                today=today,
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.decision.reason)
        else:
            return _next(request, consultation, ordered, place)
    context = {
        "comment": found,
        "consultation": consultation,
        "form": form,
        "decision": decision,
        "author": words.author(found),
        "about": words.place(found),
        "state": words.ANSWERS[found.answer],
        "number": place + 1,
        "count": len(ordered),
        "previous": ordered[place - 1] if place > 0 else None,
        "following": ordered[place + 1] if place + 1 < len(ordered) else None,
    }
    return render(request, "consultations/answer.html", context, status=422 if form.is_bound else 200)


def _next(request: Any, consultation: Consultation | None, ordered: list[uuid.UUID], place: int) -> HttpResponse:
    """On to the next one without an answer, the ones behind it first; to the list when there is none."""
    waiting = set(_rows(consultation).filter(answer="").values_list("pk", flat=True))
    turned = ordered[place + 1 :] + ordered[:place]
    following = next((pk for pk in turned if pk in waiting), None)
    if following:
        messages.success(request, _("Answered. Here is the next one."))
        return redirect("consultations:answer", request.school.slug, following)
    messages.success(request, _("Answered. Nothing is left without an answer."))
    if consultation:
        return to(request, consultation.pk)
    return redirect("consultations:feedback", request.school.slug)


def _invitation(invitation: uuid.UUID) -> Invitation:
    """A body's. Staff and governors have no letter, no address and no link."""
    rows = Invitation.objects.filter(group=Invitation.Group.BODY).select_related("consultation__document", "contact")
    return get_object_or_404(rows, pk=invitation)


def letter(request: Any, invitation: uuid.UUID) -> HttpResponse:
    """Enter a response that came by letter."""
    found, today = _invitation(invitation), clock.today()
    form = LetterForm(request.POST or None, initial={"received_on": today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = actions.Said(given["words"], given["key"], is_formal=True)
        try:
            actions.record_letter(
                invitation=found.pk,
                said=said,
                received_on=given["received_on"],
                by=request.person,
                today=today,
                now=clock.now(),
            )
        except Refused as refused:
            is_day = refused.decision.code.startswith("received")
            form.add_error("received_on" if is_day else None, refused.decision.reason)
        else:
            messages.success(request, _("The response of %(name)s is on record.") % {"name": found.name})
            return to(request, found.consultation_id)
    context = {"invitation": found, "consultation": found.consultation, "form": form}
    return render(request, "consultations/letter.html", context, status=422 if form.is_bound else 200)


def contact(request: Any, invitation: uuid.UUID) -> HttpResponse:
    """Say who represents a body; the link goes out to them."""
    found = _invitation(invitation)
    initial = {"name": "", "email": ""}
    if found.contact:
        initial = {"name": found.contact.name, "email": found.contact.email}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_contact(
                invitation=found.pk, by=request.person, today=clock.today(), now=clock.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, refused.decision.reason)
        else:
            return _on_its_way(request, found)
    context = {"invitation": found, "consultation": found.consultation, "form": form}
    return render(request, "consultations/contact.html", context, status=422 if form.is_bound else 200)


def _on_its_way(request: Any, invitation: Invitation) -> HttpResponse:
    if stage_of(invitation.consultation, clock.today()) is rules.Stage.OPEN:
        messages.success(request, _("The personal link to %(name)s is on its way.") % {"name": invitation.name})
    else:
        messages.success(
            request, _("Kept. The link to %(name)s goes out on the first day.") % {"name": invitation.name}
        )
    return to(request, invitation.consultation_id)


@require_POST
def renew(request: Any, invitation: uuid.UUID) -> HttpResponse:
    """Send another link; the former one leads nowhere."""
    found = _invitation(invitation)
    try:
        actions.renew_link(invitation=found.pk, by=request.person, today=clock.today(), now=clock.now())
    except Refused as refused:
        messages.info(request, refused.decision.reason)
        return to(request, found.consultation_id)
    return _on_its_way(request, found)
