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
from accord.signing.forms import DeclarationForm
from accord.signing.models import Declaration, Page, Text
from accord.signing.signer import signed_in
from accord.signing.statement import TERMS, opening

_DRAFT = "signing_draft"  # What was typed while a sign-in ran out.
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
    """The declaration: shown, filled in, and made. Asks for the passphrase first if the sign-in is old."""
    today = clock.today()
    briefings = reads.briefings_of(request.person)
    if request.method == "POST":
        form = DeclarationForm(request.POST, briefings=briefings, today=today)
        return _declare(request, form)
    texts = _owed(request)
    if not texts:
        return redirect("signing:start", school=request.school.slug)
    unread = next((text for text in texts if not text.is_read), None)
    declining = request.GET.get("how") == "declined"
    if unread and not declining:
        return redirect(_next_step(request, texts))
    if clock.now() - signed_in(request).at > rules.FRESH_FOR:
        return _confirm_sign_in(request)
    draft = request.session.pop(_DRAFT, None)
    fresh = {"once": uuid.uuid4(), "shown": " ".join(str(text.id) for text in texts)}
    form = DeclarationForm(initial={**(draft or {}), **fresh}, briefings=briefings, today=today)
    return _page(request, form, texts, status=200, declining=bool(unread))


def _owed(request: Any) -> list[rules.ToSign]:
    """What the person owes; with `again` in the address, what they once declined as well."""
    texts = reads.to_sign(request.person, declined=True)
    return [text for text in texts if text.due_on] or (texts if "again" in request.GET else [])


def _declare(request: Any, form: DeclarationForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, _owed(request), status=422)
    given = form.cleaned_data
    answer = actions.Answer(
        kind=given["kind"],
        typed_name=given["typed_name"],
        words=given["words"],
        training=given.get("basis", ""),
        shown=given["shown"],
        once=given["once"],
    )
    try:
        made = actions.declare(
            person=request.person,
            answer=answer,
            signed_in=signed_in(request),
            school_name=request.school.name,
            now=clock.now(),
        )
    except Refused as refused:
        return _refused(request, form, refused)
    return redirect("signing:done", school=request.school.slug, declaration=made.pk)


def _refused(request: Any, form: DeclarationForm, refused: Refused) -> HttpResponse:
    """Back to the page with the reason beside its field, or on to the passphrase; what was typed stays either way."""
    decision = refused.decision
    if decision.code == "sign-in-old":
        kept = ("training", "training_title", "typed_name", "objection", "reason")
        day = form.cleaned_data.get("training_day")
        draft = {name: form.cleaned_data.get(name, "") for name in kept}
        request.session[_DRAFT] = draft | {"training_day": day.isoformat() if day else ""}
        return _confirm_sign_in(request)
    if decision.code in ("other-version", "unread", "nothing-owed"):
        messages.warning(request, decision.reason)
        return redirect("signing:start", school=request.school.slug)
    field: Any = _FIELD_OF[decision.code]
    if isinstance(field, dict):
        field = field[form.cleaned_data["kind"]]
    form.add_error(field, decision.reason)
    return _page(request, form, _owed(request), status=422)


def _confirm_sign_in(request: Any) -> HttpResponse:
    messages.info(request, _("Signing needs a fresh sign-in. Nothing that you typed is lost."))
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")


def _page(
    request: Any, form: DeclarationForm, texts: list[rules.ToSign], *, status: int, declining: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "texts": texts,
        "terms": TERMS,
        "opening": opening(request.school.name),
        "declining": declining,
        "objecting": bool(form["objection"].value() or form["objection"].errors),
        "refusing": declining or bool(form["reason"].value() or form["reason"].errors),
        "formal_name": request.person.formal_name,
    }
    return render(request, "signing/declaration.html", context, status=status)


def done(request: Any, declaration: uuid.UUID) -> HttpResponse:
    """It is signed. What happens next, and where the receipt is."""
    made = get_object_or_404(Declaration.objects.filter(person=request.person), pk=declaration)
    texts = list(made.signatures.select_related("text"))
    return render(request, "signing/done.html", {"declaration": made, "signatures": texts})


def my_record(request: HttpRequest) -> HttpResponse:
    """Everything that the person signed or declined, and what they were briefed on."""
    person = request.person  # type: ignore[attr-defined]
    context = {
        "declarations": Declaration.objects.filter(person=person).prefetch_related("signatures__text"),
        "owed": reads.to_sign(person),
        "declined": [text for text in reads.to_sign(person, declined=True) if not text.due_on],
        "briefings": reads.briefings_of(person),
        "folders": [(folder, folder.declared.sentence(None)) for folder in person.folders.all()],
    }
    return render(request, "signing/my_record.html", context)


def my_declaration(request: Any, declaration: uuid.UUID) -> HttpResponse:
    """One declaration with all of its evidence, for the person whose it is."""
    made = get_object_or_404(Declaration.objects.filter(person=request.person), pk=declaration)
    context = {"declaration": made, "signatures": made.signatures.select_related("text")}
    return render(request, "signing/my_declaration.html", context)
