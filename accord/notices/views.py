"""What became of the school's messages; and in the demonstration, everybody's mailbox."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accord.kernel import clock
from accord.kernel.scope import streamed
from accord.notices import actions, reads, rules
from accord.notices.kinds import is_secret, kind_name
from accord.notices.models import STUCK, Notice
from accord.notices.tables import ON_PAPER, NoticeTable, export_headings, export_line, mailbox_table
from accord.notices.words import shown_state
from accord.ui import exports
from accord.ui.tables import Bulk


def notices(request: Any) -> HttpResponse:
    """Every message with what became of it, and how the post stands as a whole."""
    context = {
        "table": _table(request),
        "standing": reads.standing(clock.today()),
        "carrier": _carrier(),
        "may_set_rhythm": request.may("school.settings"),
    }
    return render(request, "notices/list.html", context)


def _table(request: Any, query: QueryDict | None = None) -> NoticeTable:
    slug = request.school.slug
    return NoticeTable(
        request,
        reads.register(),
        bulk=[Bulk(_("Try again"), reverse("notices:again_many", args=[slug]))],
        export=reverse("notices:export", args=[slug]),
        **({"query": query} if query is not None else {}),
    )


def _carrier() -> str:
    """How messages leave this installation."""
    if settings.EMAIL_URL:
        return "smtp"
    return "mailbox" if settings.DEMONSTRATION else "none"


def notice(request: Any, notice: uuid.UUID) -> HttpResponse:
    """One message's story."""
    found = get_object_or_404(Notice.objects.select_related("person"), pk=notice)
    context = {
        "notice": found,
        "kind": kind_name(found.kind),
        "state": shown_state(found),
        "story": list(reads.story(found)),
        "is_secret": is_secret(found.kind),
        "may_try_again": rules.may_try_again(found.is_stuck, found.person.email),
        "carrier": _carrier(),
    }
    return render(request, "notices/notice.html", context)


@require_POST
def again(request: Any, notice: uuid.UUID) -> HttpResponse:
    """Send one message again, to the address that the person has now."""
    get_object_or_404(Notice, pk=notice)
    _try_again(request, [notice])
    return redirect("notices:notice", school=request.school.slug, notice=notice)


@require_POST
def again_many(request: Any) -> HttpResponse:
    """Send the ticked messages again, or with "all" whatever the page's filters left, as far as they are stuck."""
    if request.POST.get("all"):
        chosen = _table(request, QueryDict(request.POST.get("query", ""))).everything
        ids = list(chosen.filter(state__in=STUCK).values_list("pk", flat=True))
    else:
        ids = [uuid.UUID(key) for key in request.POST.getlist("row") if _is_id(key)]
    _try_again(request, ids)
    return redirect("notices:list", school=request.school.slug)


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _try_again(request: Any, ids: list[uuid.UUID]) -> None:
    if not ids:
        messages.warning(request, _("Tick the messages that did not arrive first."))
        return
    number = actions.try_again(notices=ids, by=request.person, now=clock.now())
    said = ngettext("%(n)d message will be tried again.", "%(n)d messages will be tried again.", number)
    messages.success(request, said % {"n": number})


def export(request: Any) -> HttpResponseBase:
    """The register as a spreadsheet file, narrowed as the page was. What messages say is not in it."""
    table = _table(request)
    rows = table.everything
    lines = streamed(request.school.pk, lambda: (export_line(each) for each in rows.iterator(chunk_size=1_000)))
    listing = exports.Listing(
        f"messages-{request.school.slug}", _("Messages"), export_headings(), lines, table.told, on_paper=ON_PAPER
    )
    return exports.answer(request, listing)


def mailbox(request: HttpRequest) -> HttpResponse:
    """Every message that the people of the demonstration got. It exists nowhere else."""
    _only_in_the_demonstration()
    return render(request, "notices/mailbox.html", {"table": mailbox_table(request)})


def letter(request: HttpRequest, notice: uuid.UUID) -> HttpResponse:
    """One message of the demonstration, as its person reads it."""
    _only_in_the_demonstration()
    found = reads.letter(notice)
    if found is None:
        raise Http404
    return render(request, "notices/letter.html", {"letter": found, "state": shown_state(found.notice)})


def _only_in_the_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise Http404
