"""What a signer sees: what they owe, the pages, the declaration, and that it is done."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accord.kernel import clock
from accord.kernel.decision import Refused
from accord.signing import actions, comparing, reads, rules
from accord.signing.answering import answer
from accord.signing.forms import DeclarationForm
from accord.signing.models import Declaration, Page, Text
from accord.signing.signer import signed_in
from accord.signing.statement import TERMS, opening

_DRAFT = "signing_draft"  # What was typed on a page that could not be signed yet.
_FIELD_OF = {
    "name": "typed_name",
    "no-words": {"objected": "objection", "declined": "reason"},
    "no-training": "training_title",
}


def start(request: Any) -> HttpResponse:
    """What the person owes, and the one button that leads through all of it."""
    texts = reads.to_sign(request.person)
    before = reads.signed_before(request.person, [text.series for text in texts]) if texts else {}
    rows = [(text, before.get(text.series)) for text in texts]
    minutes = sum(text.minutes for text in texts if not text.is_read)
    context = {"rows": rows, "minutes": minutes, "next": _next_step(request, texts) if texts else ""}
    return render(request, "signing/start.html", context)


def read(request: Any, text: uuid.UUID, number: int) -> HttpResponse:
    """One page of a text. Opening it is what the delivery notes; there is no timer."""
    found = get_object_or_404(Text.objects.filter(published_at__isnull=False), pk=text)
    pages = list(Page.objects.filter(text=found).defer("words"))
    delivered = reads.delivered_pages(request.person, found)
    decision = rules.may_read(number, len(pages), delivered)
    if decision.code == "no-page":
        raise Http404
    decision.require()
    actions.deliver(person=request.person, text=found, number=number, now=clock.now())
    texts = reads.to_sign(request.person)
    before = reads.signed_before(request.person, [found.series]).get(found.series) if number == 1 else None
    since = comparing.since(before, found)
    here = next((place for place, each in enumerate(texts) if each.id == found.pk), None)
    context = {
        "text": found,
        "page": pages[number - 1],
        "pages": [(each, each.number in delivered | {number, number + 1}) for each in pages],
        "number": number,
        "last": len(pages),
        "place": None if here is None else here + 1,
        "count": len(texts),
        "previous": _page_url(request, found.pk, number - 1) if number > 1 else "",
        "next": _page_url(request, found.pk, number + 1) if number < len(pages) else _next_step(request, texts),
        "before": before,
        "since": since,
        "rows": comparing.shown(since.comparison)["rows"] if since and since.is_short else [],
    }
    return render(request, "signing/read.html", context)


def _page_url(request: Any, text: uuid.UUID, number: int) -> str:
    return reverse("signing:read", args=[request.school.slug, text, number])


def _next_step(request: Any, texts: list[rules.ToSign]) -> str:
    """The first page that has not been delivered of the first text that has one, or the declaration."""
    unread = next((text for text in texts if not text.is_read), None)
    if unread is None:
        return reverse("signing:declaration", args=[request.school.slug])
    return _page_url(request, unread.id, unread.delivered + 1)


def declaration(request: Any) -> HttpResponse:
    """The declaration: shown, filled in, and made. Asks for the passphrase first if the sign-in is old.

    With `how=declined` in the address it is for declining only, which needs no reading.
    """
    if request.method == "POST":
        return _declare(request, _form(request, request.POST))
    texts = _owed(request)
    if not texts:
        return redirect("signing:start", school=request.school.slug)
    if any(not text.is_read for text in texts) and not _declining(request):
        return redirect(_next_step(request, texts))
    if clock.now() - signed_in(request).at > rules.FRESH_FOR:
        return _confirm_sign_in(request)
    draft = request.session.get(_DRAFT, {})
    fresh = {"once": uuid.uuid4(), "shown": " ".join(str(text.id) for text in texts)}
    form = _form(request, None, texts=lambda: texts, initial={**draft, **fresh})
    return _page(request, form, texts, status=200)


def _declining(request: Any) -> bool:
    return request.GET.get("how") == "declined"


def _form(request: Any, given: Any, **options: Any) -> DeclarationForm:
    options.setdefault("texts", lambda: _owed(request))
    briefings = reads.briefings_of(request.person)
    return DeclarationForm(given, briefings=briefings, today=clock.today(), declining=_declining(request), **options)


def _owed(request: Any) -> list[rules.ToSign]:
    """What the person owes; with `again` in the address, what they once declined as well."""
    texts = reads.to_sign(request.person, declined=True)
    return [text for text in texts if text.due_on] or (texts if "again" in request.GET else [])


def _declare(request: Any, form: DeclarationForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, _owed(request), status=422)
    try:
        made = answer(
            person=request.person,
            answers=form.answers(),
            signed_in=signed_in(request),
            school_name=request.school.name,
            now=clock.now(),
        )
    except Refused as refused:
        return _refused(request, form, refused)
    request.session.pop(_DRAFT, None)
    return redirect("signing:done", school=request.school.slug, declaration=made[-1].pk)


def _refused(request: Any, form: DeclarationForm, refused: Refused) -> HttpResponse:
    """Back to the page with the reason beside its field, or on to what must be done first; what was typed stays."""
    decision = refused.decision
    if decision.code in _FIELD_OF:
        field: Any = _FIELD_OF[decision.code]
        form.add_error(field[form.cleaned_data["kind"]] if isinstance(field, dict) else field, decision.reason)
        return _page(request, form, _owed(request), status=422)
    if decision.code != "nothing-owed":
        _keep_draft(request, form)
    if decision.code == "sign-in-old":
        return _confirm_sign_in(request)
    before = reads.shown(request.person, form.cleaned_data["shown"])
    changes = rules.what_changed(before, reads.to_sign(request.person))
    for change in changes or [decision]:
        messages.warning(request, change.reason)
    # The page as it is now; what is to be read first comes up by itself.
    return redirect(request.get_full_path())


def _keep_draft(request: Any, form: DeclarationForm) -> None:
    """Keep what was typed until something is signed or declined, however often the page is opened."""
    kept = ("training", "training_title", "typed_name", "objection", "reason")
    day = form.cleaned_data.get("training_day")
    request.session[_DRAFT] = {name: form.cleaned_data.get(name, "") for name in kept} | {
        "training_day": day.isoformat() if day else "",
        "which": [str(text) for text in form.cleaned_data.get("which", ())],
    }


def _confirm_sign_in(request: Any) -> HttpResponse:
    messages.info(request, _("Signing needs a fresh sign-in. Nothing that you typed is lost."))
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")


def _page(request: Any, form: DeclarationForm, texts: list[rules.ToSign], *, status: int) -> HttpResponse:
    declining = _declining(request)
    parts = [form[name] for name in ("which", "reason") if name in form.fields]
    context = {
        "form": form,
        "texts": texts,
        "terms": TERMS,
        "opening": opening(request.school.name),
        "declining": declining,
        "objecting": bool(form["objection"].value() or form["objection"].errors),
        "refusing": declining or any(part.value() or part.errors for part in parts),
        "may_decline": any(text.due_on for text in texts),
        "formal_name": request.person.formal_name,
    }
    return render(request, "signing/declaration.html", context, status=status)


def done(request: Any, declaration: uuid.UUID) -> HttpResponse:
    """It is answered: what was signed and what declined in one go, what happens next, where the receipts are."""
    made = get_object_or_404(Declaration.objects.filter(person__in=reads.records_of(request.person)), pk=declaration)
    together = Declaration.objects.filter(person__in=reads.records_of(request.person), signed_at=made.signed_at)
    found = list(together.order_by("-kind").prefetch_related("signatures__text"))  # What was signed comes first.
    counts = {each.kind == Declaration.Kind.DECLINED: len(each.signatures.all()) for each in found}
    context = {
        "declarations": found,
        "signed": counts.get(False, 0),
        "declined": counts.get(True, 0),
        "left": reads.to_sign(request.person),
    }
    return render(request, "signing/done.html", context)


def my_record(request: HttpRequest) -> HttpResponse:
    """Everything that the person signed or declined, and what they were briefed on."""
    person = request.person  # type: ignore[attr-defined]
    context = {
        "declarations": Declaration.objects.filter(person__in=reads.records_of(person)).prefetch_related(
            "signatures__text"
        ),
        "owed": reads.to_sign(person),
        "declined": [text for text in reads.to_sign(person, declined=True) if not text.due_on],
        "briefings": reads.briefings_of(person),
        "folders": [(folder, folder.declared.sentence(None)) for folder in person.folders.all()],
    }
    return render(request, "signing/my_record.html", context)


def my_declaration(request: Any, declaration: uuid.UUID) -> HttpResponse:
    """One declaration with all of its evidence, for the person whose it is."""
    made = get_object_or_404(Declaration.objects.filter(person__in=reads.records_of(request.person)), pk=declaration)
    context = {"declaration": made, "signatures": made.signatures.select_related("text")}
    return render(request, "signing/my_declaration.html", context)
