"""What somebody with a seat reads and says: in a consultation, and about a document in force."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.consultations import actions, reads, rules, words
from accord.consultations.actions.commenting import may_change
from accord.consultations.actions.running import stage_of
from accord.consultations.forms import ChangeForm, CommentForm
from accord.consultations.models import Comment, Consultation
from accord.consultations.passages import passage
from accord.consultations.rules import Stage
from accord.consultations.views import one
from accord.consultations.voices import voice_of
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.policies.models import Version
from accord.signing.models import Page, Text
from accord.ui.narrowing import whole_number


def text(request: Any, consultation: uuid.UUID, number: int) -> HttpResponse:
    """A page of the draft, with a way to comment at each passage."""
    found, today = one(request, consultation), clock.today()
    stage = stage_of(found, today)
    if stage is Stage.PLANNED and not request.may("policies.see"):
        raise Http404
    shown = reads.text(found.version, number, reads.said_by(request.person).filter(consultation=found))
    if shown is None:
        raise Http404
    voice = voice_of(request.person, found, today)
    slug = request.school.slug
    context = {
        "consultation": found,
        "shown": shown,
        "may_comment": rules.may_comment(stage, is_invited=voice is not None),
        "comment_url": reverse("consultations:comment", args=[slug, found.pk]),
        "back_url": reverse("consultations:consultation", args=[slug, found.pk]),
        "page_url": reverse("consultations:text", args=[slug, found.pk, 1])[: -len("1/")],
        "base": "ui/task.html",
    }
    return render(request, "consultations/text.html", context)


def asked_passage(request: HttpRequest, version: Version) -> tuple[int | None, int | None, str]:
    """The passage that the address points at, with its words; nothing for the whole text. 404 where there is none."""
    page, paragraph = (whole_number(request.GET.get(name, "")) for name in ("page", "paragraph"))
    if page is None or paragraph is None:
        return None, None, ""
    html = Page.objects.filter(text=version.text_id, number=page).values_list("html", flat=True).first()
    found = passage(html, paragraph) if html is not None else None
    if found is None:
        raise Http404
    return page, paragraph, found.quotation


def comment(request: Any, consultation: uuid.UUID) -> HttpResponse:
    """Say something about a passage, or about the whole."""
    found, today = one(request, consultation), clock.today()
    voice = voice_of(request.person, found, today)
    decision = rules.may_comment(stage_of(found, today), is_invited=voice is not None)
    if request.method != "POST" or voice is None:
        decision.require()
    page, paragraph, quotation = asked_passage(request, found.version)
    form = CommentForm(request.POST or None, may_hide=found.is_anonymous_allowed)
    if request.method == "POST" and form.is_valid():
        assert voice is not None
        given = form.cleaned_data
        said = actions.Said(given["words"], given["key"], page, paragraph, is_anonymous=form.is_anonymous)
        try:
            actions.comment(
                consultation=found.pk, voice=voice, person=request.person, said=said, today=today, now=clock.now()
            )
        except Refused as refused:
            form.add_error(None, refused.decision.reason)
        else:
            return _thanks(request, found, form, page)
    context = {
        "consultation": found,
        "form": form,
        "quotation": quotation,
        "page": page,
        "paragraph": paragraph,
        "back_url": _back(request, found, page),
        "may_hide": found.is_anonymous_allowed,
        "base": "ui/task.html",
    }
    return render(request, "consultations/comment.html", context, status=422 if form.is_bound else 200)


def _back(request: Any, consultation: Consultation, page: int | None) -> str:
    if page is None:
        return reverse("consultations:consultation", args=[request.school.slug, consultation.pk])
    return reverse("consultations:text", args=[request.school.slug, consultation.pk, page])


def _thanks(request: Any, consultation: Consultation, form: CommentForm, page: int | None) -> HttpResponse:
    if form.is_anonymous:
        return redirect("consulted:own", request.school.slug, form.cleaned_data["key"])
    messages.success(request, _("Thank you. You can change it or take it back until the consultation closes."))
    return redirect(_back(request, consultation, page))


def mine(request: Any) -> HttpResponse:
    """Everything that this person said under their name, with its answers."""
    today = clock.today()
    rows = [
        (row, words.ANSWERS[row.answer], words.place(row), may_change(row, row.consultation, today))
        for row in reads.said_by(request.person).order_by("-made_on", "-id")
    ]
    return render(request, "consultations/mine.html", {"rows": rows})


def change(request: Any, comment: uuid.UUID) -> HttpResponse:
    """Put one's own comment otherwise."""
    found = get_object_or_404(reads.said_by(request.person), pk=comment)
    back = reverse("consultations:mine", args=[request.school.slug])
    return change_page(request, found, by=request.person, back=back)


def change_page(request: Any, found: Comment, *, by: Any, back: str, base: str = "ui/task.html") -> HttpResponse:
    """The page for whoever may change `found`: by their name, or by an address that only they have."""
    today = clock.today()
    decision = may_change(found, found.consultation, today)
    form = ChangeForm(request.POST or None, initial={"words": found.words})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(comment=found.pk, by=by, today=today, now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.decision.reason)
        else:
            messages.success(request, _("Changed."))
            return redirect(back)
    elif not decision and request.method != "POST":
        messages.info(request, decision.reason)
        return redirect(back)
    context = {"comment": found, "form": form, "place": words.place(found), "back_url": back, "base": base}
    return render(request, "consultations/change.html", context, status=422 if form.is_bound else 200)


@require_POST
def withdraw(request: Any, comment: uuid.UUID) -> HttpResponse:
    """Take one's own comment back."""
    found = get_object_or_404(Comment.objects.filter(person=request.person), pk=comment)
    take_back(request, found, by=request.person)
    return redirect("consultations:mine", request.school.slug)


def take_back(request: HttpRequest, found: Comment, *, by: Any) -> None:
    try:
        actions.withdraw(comment=found.pk, by=by, today=clock.today(), now=clock.now())
    except Refused as refused:
        messages.info(request, refused.decision.reason)
    else:
        messages.success(request, _("Taken back. Its words are gone."))


# Feedback, at any time


def say(request: Any, text: uuid.UUID) -> HttpResponse:
    """Say something about the document that somebody is reading (clause F.7); in its consultation if one asks them."""
    found = get_object_or_404(Text.objects.filter(published_at__isnull=False), pk=text)
    version = get_object_or_404(Version.objects.select_related("document"), text=found)
    return _feedback(request, version)


def say_about(request: Any, document: uuid.UUID) -> HttpResponse:
    """The same from the document's page: about the version in force."""
    version = get_object_or_404(Version.objects.in_force().select_related("document"), document=document)
    return _feedback(request, version)


def _feedback(request: Any, version: Version) -> HttpResponse:
    if version.state != Version.State.PUBLISHED:
        version = get_object_or_404(Version.objects.in_force().select_related("document"), document=version.document_id)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = actions.Said(form.cleaned_data["words"], form.cleaned_data["key"])
        try:
            actions.give_feedback(
                version=version.pk, person=request.person, said=said, today=clock.today(), now=clock.now()
            )
        except Refused as refused:
            form.add_error(None, refused.decision.reason)
        else:
            messages.success(request, _("Thank you. You are told when it has an answer."))
            return redirect("consultations:mine", request.school.slug)
    asking = Consultation.objects.open_on(clock.today()).filter(document=version.document_id).first()
    if asking and voice_of(request.person, asking, clock.today()) is None:
        asking = None
    context = {"document": version.document, "version": version, "form": form, "asking": asking}
    return render(request, "consultations/say.html", context, status=422 if form.is_bound else 200)
