"""Receipts: asked for by the signer, made by the worker, checked by anyone."""

import time
import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accord.kernel import clock
from accord.kernel.scope import require_school
from accord.paper.check import LARGEST_BYTES, check_receipt
from accord.schools.models import School
from accord.signing import jobs, reads
from accord.signing.models import Declaration, ReceiptCopy
from accord.signing.receipts import compare_with_ledger, number_of
from accord.signing.words import GOOD, NOT_GOOD
from accord.witnesses.seals import marks, stamp_roots, trusted_roots

FRESH = timedelta(minutes=30)
PATIENCE_SECONDS = 1.5  # It takes a fraction of a second. A page that reloads itself would be a time limit.


def receipt(request: Any, declaration: uuid.UUID) -> HttpResponse:
    """The signer's receipt. POST asks the worker for it; GET waits a moment for it, and says so if it is not there yet."""
    made = get_object_or_404(Declaration.objects.filter(person__in=reads.records_of(request.person)), pk=declaration)
    return serve(request, made, back=("signing:my_declaration", made.pk), name=gettext("Your receipt"))


def serve(request: Any, made: Declaration, *, back: tuple[str, uuid.UUID], name: str) -> HttpResponse:
    """The receipt of a declaration that this visitor may have; `back` is the page that it was asked for on."""
    copy = _copy(made, patience=0 if request.method == "POST" else PATIENCE_SECONDS)
    if request.method == "POST":
        _ask_for(made, copy)
        return redirect(request.path)
    if copy is None:
        return redirect(back[0], request.school.slug, back[1])
    context = {"declaration": made, "back": back, "name": name, "why": copy.untimed}
    if copy.content is None:
        return render(request, "signing/receipt_waits.html", context)
    if copy.untimed and "as-it-is" not in request.GET:
        return render(request, "signing/receipt_untimed.html", context)
    answer = HttpResponse(jobs.opened(copy), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, f"receipt {number_of(made)}.pdf")
    answer["Cache-Control"] = "no-store"
    return answer


def _copy(declaration: Declaration, *, patience: float) -> ReceiptCopy | None:
    """The copy of the receipt, if somebody asked for one; waits up to `patience` seconds for one that is being made."""
    until = time.monotonic() + patience
    while True:
        copy = ReceiptCopy.objects.filter(declaration=declaration).select_related("declaration__folder").first()
        if copy is None or copy.content is not None or time.monotonic() >= until:
            return copy
        time.sleep(0.1)


def _ask_for(declaration: Declaration, copy: ReceiptCopy | None) -> None:
    """Ask the worker, unless a copy is there or on its way. One that has waited too long is asked for again."""
    now = clock.now()
    is_done = copy is not None and copy.content is not None and not copy.untimed
    if copy is not None and now - copy.asked_at < (FRESH if is_done else timedelta(seconds=20)):
        return
    copy, _made = ReceiptCopy.objects.update_or_create(
        declaration=declaration, defaults={"asked_at": now, "content": None, "untimed": ""}
    )
    jobs.make_receipt.defer(require_school(), copy=str(copy.pk))


class CheckForm(forms.Form):
    """The file that somebody was shown as a receipt."""

    paper = forms.FileField(
        label=_("The receipt, as a PDF file"),
        help_text=_("It is checked and forgotten: nothing of it is kept."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_paper(self) -> bytes:
        paper = self.cleaned_data["paper"]
        if paper.size > LARGEST_BYTES:
            raise forms.ValidationError(_("This file is far larger than any receipt."))
        return paper.read()


def check(request: HttpRequest) -> HttpResponse:
    """Anyone may check a receipt: is it whole, whose is it, does the ledger still have it?"""
    form = CheckForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    result = None
    if request.method == "POST" and form.is_valid():
        result = check_receipt(
            form.cleaned_data["paper"], trusted_roots(), compare_with_ledger, stamp_roots=stamp_roots(), marks=marks
        )
    status = 422 if form.is_bound and not form.is_valid() else 200
    context = {
        "form": form,
        "result": result,
        "findings": [(GOOD if each.is_good else NOT_GOOD, each.sentence) for each in result.findings] if result else [],
        "of": School.objects.filter(pk=result.evidence.ledger).first() if result and result.evidence else None,
    }
    return render(request, "signing/check.html", context, status=status)
