"""Any two versions of a document, laid into each other word for word."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accord.policies.models import Version
from accord.policies.views import sees_drafts, visible
from accord.policies.words import STATES
from accord.signing import comparing


class CompareForm(forms.Form):
    """Which two versions. What nobody chose is the newest, and the one before."""

    old = forms.ChoiceField(label=_("From"), error_messages={"invalid_choice": _("There is no such version.")})
    new = forms.ChoiceField(label=_("To"), error_messages={"invalid_choice": _("There is no such version.")})

    def __init__(self, asked: Any, versions: Sequence[Version]) -> None:
        self.versions = {version.number: version for version in versions}
        numbers = list(self.versions)  # The newest first.
        new = asked.get("new") or numbers[0]
        before = numbers[numbers.index(new) + 1 :] if new in numbers else []
        super().__init__({"old": asked.get("old") or (before or numbers[-1:])[0], "new": new})
        choices = [
            (number, f"{each.label.capitalize()} ({STATES[each.state].word})") for number, each in self.versions.items()
        ]
        for field in self.fields.values():
            field.choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and found["old"] == found["new"]:
            self.add_error("old", _("Choose two different versions."))
        return found


def compare(request: Any, document: uuid.UUID) -> HttpResponse:
    """Two versions that one may see: the answer first, then what changed, then all of it if asked for."""
    found = visible(request, document)
    versions = found.versions.visible_to(drafts=sees_drafts(request)).exclude(state=Version.State.DISCARDED)
    known = list(versions.select_related("text"))
    context: dict[str, Any] = {"document": found, "versions": known}
    if len(known) < 2:
        return render(request, "policies/compare.html", context)
    form = CompareForm(request.GET, known)
    context["form"] = form
    if not form.is_valid():
        return render(request, "policies/compare.html", context, status=422)
    old, new = (form.versions[form.cleaned_data[name]] for name in ("old", "new"))
    everything = request.GET.get("show") == "all"
    context |= comparing.shown(comparing.compared(old.text, new.text), everything=everything)
    context |= {"old": old, "new": new, "query": urlencode({"old": old.number, "new": new.number})}
    return render(request, "policies/compare.html", context)
