"""What is typed about withdrawals and places."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accord.people.models import Person
from accord.ui.forms import Radios
from accord.withdrawals.actions import Where
from accord.withdrawals.models import Place


class _NamesAPerson(forms.Form):
    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices = [(pk, person.list_name) for pk, person in self.people.items()]
        self.fields["person"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]


def _address() -> forms.URLField:
    return forms.URLField(
        label=_("Web address"),
        help_text=_(
            "If anybody can open it without signing in. It is looked at every day until the place is confirmed."
        ),
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https", "http"])],
    )


class OpenForm(_NamesAPerson):
    """An edition that was held outside Accord."""

    title = forms.CharField(
        label=_("Which edition?"), help_text=_("Its title and its date or version."), max_length=200
    )
    person = forms.ChoiceField(label=_("Who says where copies may stand?"))


class PlaceForm(_NamesAPerson):
    """A place where copies may stand."""

    kind = forms.ChoiceField(label=_("What kind of place?"), choices=Place.Kind.choices, widget=Radios())
    name = forms.CharField(
        label=_("Which one?"), help_text=_("For example: the folder “Policies” on the shared drive."), max_length=120
    )
    address = _address()
    person = forms.ChoiceField(
        label=_("Who confirms it?"), help_text=_("They are asked, and reminded, until they have confirmed.")
    )

    @property
    def where(self) -> Where:
        given = self.cleaned_data
        return Where(given["kind"], given["name"].strip(), self.people[given["person"]], given["address"])


class ChangePlaceForm(_NamesAPerson):
    """Somebody else for a place, or another address."""

    person = forms.ChoiceField(label=_("Who confirms it?"))
    address = _address()


class ConfirmForm(forms.Form):
    """That no copies are left."""

    found = forms.ChoiceField(label=_("What did you find?"), choices=Place.Found.choices, widget=Radios())
    note = forms.CharField(
        label=_("Anything to add?"),
        help_text=_("For example: six copies, shredded."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CloseForm(forms.Form):
    """Why there can be no copies anywhere."""

    because = forms.CharField(
        label=_("Why can there be no copies?"),
        help_text=_("For example: it was only ever read in Accord."),
        max_length=300,
    )
