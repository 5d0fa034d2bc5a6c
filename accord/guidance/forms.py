"""The sieve over the list of clauses."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.guidance import words
from accord.ui.forms import Search


def _choices(named: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    return [("", _("All")), *((code.value, getattr(word, "word", word)) for code, word in named.items())]


class Filters(forms.Form):
    """What the reader is looking for, from the address of the page. Every field may be left empty."""

    search = forms.CharField(label=_("Search"), max_length=100, required=False, widget=Search)
    strength = forms.ChoiceField(label=_("Strength"), choices=_choices(words.STRENGTHS), required=False)
    who = forms.ChoiceField(label=_("Who"), choices=_choices(words.BEARERS), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=_choices(words.STATUSES), required=False)
    proof = forms.ChoiceField(label=_("In Accord"), choices=_choices(words.STANDINGS), required=False)
