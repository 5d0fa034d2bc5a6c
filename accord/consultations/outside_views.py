"""Pages that need no account: a body's, by its personal link, and an anonymous comment's, by the address it was given.

A link that nobody was sent, one that was replaced and one that has run out lead to the same page. Opening a link
changes nothing. They live outside the school's own addresses, so that no sign-in has anything to do with them.
"""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from allauth.core.internal.ratelimit import consume, respond_429
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.consultations import actions, reads, rules, words
from accord.consultations.actions.commenting import may_change
from accord.consultations.actions.running import stage_of
from accord.consultations.comment_views import asked_passage, change_page, take_back
from accord.consultations.forms import CommentForm
from accord.consultations.links import hash_of
from accord.consultations.models import Comment, Invitation
from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.kernel.scope import in_school
from accord.schools.models import School

OUTSIDE = "consultations/outside.html"
_LIMITS = {"wrong-link": "20/m/ip", "by-link": "30/5m/key"}
View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """`view` in the school that the address names. What is not there ends on one page, and too many tries on another."""

    @functools.wraps(view)
    def opened(request: Any, slug: str, link: str, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not _may_go_on(request, "by-link", key=hash_of(link)):
            return respond_429(request)
        school = School.objects.filter(slug=slug).first()
        if school is None:
            return _nowhere(request)
        request.school = school
        try:
            with in_school(school.pk):
                answer = view(request, link, **kwargs)
                if answer.status_code >= 400:
                    transaction.set_rollback(True)
        except Http404:
            return _nowhere(request)
        answer["Cache-Control"] = "no-store"
        return answer

    return opened


def _may_go_on(request: HttpRequest, action: str, key: str | None = None) -> bool:
    return bool(consume(request, app="accord", action=action, config=_LIMITS, key=key, limit_get=True))


def _nowhere(request: HttpRequest) -> HttpResponse:
    if not _may_go_on(request, "wrong-link"):
        return respond_429(request)
    answer = render(request, "consultations/nowhere.html", status=404)
    answer["Cache-Control"] = "no-store"
    return answer


def _invitation(secret: str) -> Invitation:
    """What the link is for. 404 for a link that leads nowhere, or nowhere any more."""
    rows = Invitation.objects.select_related("consultation__document", "consultation__version", "contact")
    found = get_object_or_404(rows, link_hash=hash_of(secret))
    consultation = found.consultation
    is_called_off = bool(consultation.called_off_because)
    if not rules.link_works(consultation.closes_on, is_called_off=is_called_off, today=clock.today()):
        raise Http404
    return found


def _theirs(invitation: Invitation) -> Any:
    return Comment.objects.standing().filter(invitation=invitation).select_related("consultation", "version")


def _url(request: Any, name: str, *args: Any) -> str:
    return reverse(f"consulted:{name}", args=[request.school.slug, *args])


@by_link
def invitation(request: Any, secret: str) -> HttpResponse:
    """What a body is asked, and what it said so far."""
    found, today = _invitation(secret), clock.today()
    consultation = found.consultation
    sheet = reads.sheet(consultation, today)
    response = next((voice.response for voice in sheet.voices if voice.invitation.pk == found.pk), None)
    rows = [
        (comment, words.ANSWERS[comment.answer], words.place(comment), may_change(comment, consultation, today))
        for comment in _theirs(found)
    ]
    context = {
        "invitation": found,
        "consultation": consultation,
        "sheet": sheet,
        "outcome": words.outcome(sheet.outcome) if sheet.outcome else "",
        "heading": words.heading_for_staff(sheet, is_asked=True),
        "may_comment": rules.may_comment(sheet.stage),
        "may_respond": rules.may_respond(sheet.stage, has_responded=response is not None),
        "rows": rows,
        "secret": secret,
    }
    return render(request, "consultations/invitation.html", context)


@by_link
def text(request: Any, secret: str, number: int) -> HttpResponse:
    """A page of the draft, for a body's representative."""
    found = _invitation(secret)
    consultation = found.consultation
    shown = reads.text(consultation.version, number, _theirs(found))
    if shown is None:
        raise Http404
    context = {
        "consultation": consultation,
        "shown": shown,
        "may_comment": rules.may_comment(stage_of(consultation, clock.today())),
        "comment_url": _url(request, "comment", secret),
        "back_url": _url(request, "invitation", secret),
        "page_url": _url(request, "text", secret, 1)[: -len("1/")],
        "base": OUTSIDE,
    }
    return render(request, "consultations/text.html", context)


@by_link
def comment(request: Any, secret: str) -> HttpResponse:
    """Say something for a body."""
    return _say(request, secret, is_formal=False)


@by_link
def respond(request: Any, secret: str) -> HttpResponse:
    """A body's formal response: one."""
    return _say(request, secret, is_formal=True)


def _say(request: Any, secret: str, *, is_formal: bool) -> HttpResponse:
    found, today = _invitation(secret), clock.today()
    consultation = found.consultation
    stage = stage_of(consultation, today)
    home = _url(request, "invitation", secret)
    if is_formal:
        decision = rules.may_respond(stage, has_responded=_theirs(found).filter(is_formal=True).exists())
    else:
        decision = rules.may_comment(stage)
    if not decision and request.method != "POST":
        messages.info(request, decision.reason)
        return redirect(home)
    page, paragraph, quotation = (None, None, "") if is_formal else asked_passage(request, consultation.version)
    form = CommentForm(request.POST or None, is_formal=is_formal)
    if request.method == "POST" and form.is_valid():
        said = actions.Said(form.cleaned_data["words"], form.cleaned_data["key"], page, paragraph, is_formal=is_formal)
        try:
            actions.comment(
                consultation=consultation.pk, voice=found, person=None, said=said, today=today, now=clock.now()
            )
        except Refused as refused:
            form.add_error(None, refused.decision.reason)
        else:
            messages.success(request, _("Thank you. You can change it or take it back until the consultation closes."))
            return redirect(home if page is None else _url(request, "text", secret, page))
    context = {
        "consultation": consultation,
        "form": form,
        "quotation": quotation,
        "page": page,
        "paragraph": paragraph,
        "back_url": home if page is None else _url(request, "text", secret, page),
        "may_hide": False,
        "for_body": found.name,
        "is_formal": is_formal,
        "base": OUTSIDE,
    }
    return render(request, "consultations/comment.html", context, status=422 if form.is_bound else 200)


@by_link
def change(request: Any, secret: str, comment: uuid.UUID) -> HttpResponse:
    """Put a body's own comment otherwise."""
    found = get_object_or_404(_theirs(_invitation(secret)), pk=comment, recorded_by=None)
    return change_page(request, found, by=None, back=_url(request, "invitation", secret), base=OUTSIDE)


@require_POST
@by_link
def withdraw(request: Any, secret: str, comment: uuid.UUID) -> HttpResponse:
    """Take a body's own comment back."""
    invited = _invitation(secret)
    found = get_object_or_404(Comment.objects.filter(invitation=invited, recorded_by=None), pk=comment)
    take_back(request, found, by=None)
    return redirect(_url(request, "invitation", secret))


# Anonymous: the address is all that leads back


def _anonymous(key: str) -> Comment:
    rows = Comment.objects.filter(is_anonymous=True).select_related("document", "consultation", "version")
    return get_object_or_404(rows, key_hash=hash_of(key))


@by_link
def own(request: Any, secret: str) -> HttpResponse:
    """An anonymous comment, for whoever has its address. Nothing asks who that is."""
    found = _anonymous(secret)
    context = {
        "comment": found,
        "consultation": found.consultation,
        "state": words.ANSWERS[found.answer],
        "place": words.place(found),
        "may_change": may_change(found, found.consultation, clock.today()),
        "secret": secret,
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "consultations/own.html", context)


@by_link
def own_change(request: Any, secret: str) -> HttpResponse:
    """Put it otherwise."""
    return change_page(request, _anonymous(secret), by=None, back=_url(request, "own", secret), base=OUTSIDE)


@require_POST
@by_link
def own_withdraw(request: Any, secret: str) -> HttpResponse:
    """Take it back."""
    take_back(request, _anonymous(secret), by=None)
    return redirect(_url(request, "own", secret))
