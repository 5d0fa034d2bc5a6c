"""A school's keys, and the mailboxes that keep its ledger's heads."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accord.kernel import clock, keys
from accord.kernel.decision import Refused
from accord.kernel.models import SchoolSecret
from accord.kernel.scope import streamed
from accord.ui import exports
from accord.witnesses import jobs, reads
from accord.witnesses.actions import addresses, mails
from accord.witnesses.actions import keys as key_actions
from accord.witnesses.forms import AddressForm, DistrustForm
from accord.witnesses.models import HeadAddress, HeadMail
from accord.witnesses.tables import HeadMailTable, export_headings, export_line
from accord.witnesses.words import ASKED, CONFIRMED, STATES

MAY = "ledger.keys"


def overview(request: Any) -> HttpResponse:
    """Which keys serve, and who keeps the heads: all that lets outsiders check this school's ledger."""
    chosen = [(row, CONFIRMED if row.confirmed_at else ASKED) for row in HeadAddress.objects.standing()]
    picked = {row.address for row, _state in chosen}
    context = {
        "keys": reads.keys_of_school(),
        "own": [address for address in mails.recipients(request.school) if address not in picked],
        "chosen": chosen,
        "going": reads.going(),
        "may": request.may(MAY),
        "timestamps": bool(settings.TSA_URL),
        "can_mail": bool(settings.EMAIL_URL) or settings.DEMONSTRATION,
    }
    return render(request, "witnesses/overview.html", context)


def replace_seal(request: Any) -> HttpResponse:
    """Ask once more, then give the school a new seal."""
    return _replace(request, keys.SEAL)


def replace_head(request: Any) -> HttpResponse:
    """Ask once more, then have the ledger's heads signed with a new key."""
    return _replace(request, keys.HEAD)


def _replace(request: Any, what: str) -> HttpResponse:
    if request.method == "POST":
        key_actions.replace(what=what, because="Asked for on the page.", by=request.person)
        messages.success(request, _("There is a new key. The former one stays good for what it has done."))
        return redirect("witnesses:overview", school=request.school.slug)
    return render(request, "witnesses/replace.html", {"what": what})


def distrust(request: Any, key: uuid.UUID) -> HttpResponse:
    """Mark a key that may have been in other hands."""
    row = get_object_or_404(SchoolSecret.objects.filter(purpose__in=key_actions.WHAT), pk=key)
    form = DistrustForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"since": form.moment(), "because": form.cleaned_data["because"]}
        try:
            key_actions.distrust(key=row, by=request.person, now=clock.now(), **said)
        except Refused as refused:
            form.add_error("since", refused.decision.reason)
        else:
            messages.success(request, _("The key is marked. Whoever checks a receipt is told so from now on."))
            return redirect("witnesses:overview", school=request.school.slug)
    context = {"form": form, "key": next(shown for shown in reads.keys_of_school() if shown.pk == row.pk)}
    return render(request, "witnesses/distrust.html", context, status=422 if form.errors else 200)


def add_address(request: Any) -> HttpResponse:
    """Ask a mailbox whether it will keep the heads."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            addresses.add(address=form.cleaned_data["address"], by=request.person, now=clock.now())
        except Refused as refused:
            form.add_error("address", refused.decision.reason)
        else:
            jobs.nudge()
            messages.success(request, _("A mail is on its way. The heads follow once somebody there has agreed."))
            return redirect("witnesses:overview", school=request.school.slug)
    return render(request, "witnesses/add_address.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def ask_again(request: Any, address: uuid.UUID) -> HttpResponse:
    """Send the question to a mailbox once more."""
    get_object_or_404(HeadAddress.objects.standing(), pk=address)
    addresses.ask_again(pk=address, by=request.person, now=clock.now())
    jobs.nudge()
    messages.success(request, _("A new mail is on its way; the link in the former one no longer works."))
    return redirect("witnesses:overview", school=request.school.slug)


def remove_address(request: Any, address: uuid.UUID) -> HttpResponse:
    """Ask once more, then send no more heads to a mailbox."""
    row = get_object_or_404(HeadAddress.objects.standing(), pk=address)
    if request.method == "POST":
        addresses.remove(pk=address, by=request.person, now=clock.now())
        jobs.nudge()
        messages.success(request, _("%(address)s gets no more heads.") % {"address": row.address})
        return redirect("witnesses:overview", school=request.school.slug)
    return render(request, "witnesses/remove_address.html", {"row": row})


@require_POST
def test_mail(request: Any) -> HttpResponse:
    """Send today's head to every mailbox once more, to see that it arrives."""
    number = mails.write_test(now=clock.now())
    jobs.nudge()
    if number:
        said = ngettext("%(n)d test mail is on its way.", "%(n)d test mails are on their way.", number)
        messages.success(request, said % {"n": number})
    else:
        messages.warning(request, _("Nothing new left: there is no address yet, or a test left within this hour."))
    return redirect("witnesses:overview", school=request.school.slug)


def mail_list(request: Any) -> HttpResponse:
    """Every mail with what became of it."""
    return render(request, "witnesses/mails.html", {"table": _table(request)})


def _table(request: Any) -> HeadMailTable:
    export = reverse("witnesses:export", args=[request.school.slug])
    return HeadMailTable(request, HeadMail.objects.all(), export=export)


def mail(request: Any, mail: uuid.UUID) -> HttpResponse:
    """One mail as it left."""
    row = get_object_or_404(HeadMail, pk=mail)
    is_secret = row.kind == HeadMail.Kind.CONFIRM and not settings.DEMONSTRATION
    return render(request, "witnesses/mail.html", {"mail": row, "state": STATES[row.state], "is_secret": is_secret})


def export(request: Any) -> HttpResponseBase:
    """The register as a spreadsheet file, narrowed as the page was."""
    table = _table(request)
    rows = table.everything
    lines = streamed(request.school.pk, lambda: (export_line(row) for row in rows.iterator(chunk_size=1_000)))
    listing = exports.Listing(
        f"ledger-heads-{request.school.slug}", _("Mails of the ledger’s head"), export_headings(), lines, table.told
    )
    return exports.answer(request, listing)
