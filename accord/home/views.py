"""The first page: what you owe, what awaits you, how the school stands."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.consultations import reads as consultations
from accord.home import actions, first_hour, reads
from accord.kernel import clock
from accord.notices.reads import undelivered
from accord.people.models import Seat
from accord.people.reads import standing_in
from accord.signing.reads import to_sign


def front(request: HttpRequest) -> HttpResponse:
    """The address without a school: on to the school, to the choice between several, or to sign-in."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    seats = Seat.objects.filter(account=request.user, closed_at__isnull=True).select_related("school")
    schools = [seat.school for seat in seats.order_by("school__name")]
    if len(schools) == 1:
        return redirect("home:home", school=schools[0].slug)
    return render(request, "home/schools.html", {"schools": schools})


def setting_up(request: Any) -> HttpResponse:
    """The first hour, step by step: what is there, and what comes next. It can be left and resumed."""
    steps = first_hour.first_hour(request.school, clock.today())
    context = {
        "first_hour": steps,
        "lines": [(step, request.may(step.needs)) for step in steps.steps],
        "is_put_away": first_hour.is_put_away(),
    }
    return render(request, "home/setting_up.html", context)


@require_POST
def put_away(request: Any) -> HttpResponse:
    """Take the set-up off the home page."""
    actions.put_away(by=request.person, now=clock.now())
    messages.success(request, _("The set-up no longer stands on the home page. It stays here."))
    return redirect("home:setting_up", school=request.school.slug)


@require_POST
def bring_back(request: Any) -> HttpResponse:
    """Show the set-up on the home page again."""
    actions.bring_back(by=request.person, now=clock.now())
    messages.success(request, _("The set-up stands on the home page again until it is done."))
    return redirect("home:setting_up", school=request.school.slug)


def home(request: Any) -> HttpResponse:
    """One screen. Each card is there only for those whom it is for."""
    today, may = clock.today(), request.may
    texts = to_sign(request.person)
    signing = reads.signing(today) if may("signing.board") else None
    context: dict[str, Any] = {
        "greeting": reads.greeting(),
        "standing_in": standing_in.now_for(request.person, today),
        "texts": texts,
        "minutes": sum(text.minutes for text in texts if not text.is_read),
        "signing": signing,
        "shows_signing": bool(may("signing.board")),
        "words": reads.words_to_read(today) if may("signing.reasons") else None,
        "documents": reads.documents_waiting(today) if may("policies.see") else [],
        "undelivered": undelivered(today) if may("notices.see") else 0,
        "guidance": reads.guidance_figures() if may("signing.board") else None,
        "consultations": consultations.open_today(request.person, today),
        "to_answer": consultations.to_answer() if may("consultations.lead") else None,
    }
    if may("school.settings") and not first_hour.is_put_away():
        context["first_hour"] = first_hour.first_hour(request.school, today)
    if may("signing.board"):
        context["strip"] = reads.term_strip(today, signing.rows if signing else [])
    words = context["words"].total if context["words"] else 0
    to_answer = any(context["to_answer"].values()) if context["to_answer"] else False
    context["waiting"] = words + len(context["documents"]) + bool(context["undelivered"]) + to_answer
    return render(request, "home/home.html", context)
