from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accord.schools.models import ClosedDay, School
from accord.schools.rules import Days, SchoolDetails
from accord.ui.forms import DateField, Radios
from accord.ui.theme import may_be_accent


class SchoolForm(forms.Form):
    """What the school says about itself."""

    name = forms.CharField(label=_("Name of the school"), max_length=School._meta.get_field("name").max_length)
    email = forms.EmailField(
        label=_("E-mail address of the office"), required=False, help_text=_("On the school's public pages and papers.")
    )
    telephone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=School._meta.get_field("telephone").max_length,
        widget=forms.TextInput(attrs={"type": "tel", "class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        validators=[MaxLengthValidator(400)],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    accent = forms.CharField(
        label=_("Colour"),
        help_text=_("As # and six letters or numbers, such as #1f5673. White words on it must be readable."),
        max_length=7,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
    )

    def clean_accent(self) -> str:
        accent: str = self.cleaned_data["accent"].strip()
        decision = may_be_accent(accent)
        if not decision:
            raise forms.ValidationError(decision.reason, code=decision.code)
        if len(accent) == 4:
            accent = "#" + "".join(digit * 2 for digit in accent[1:])
        return accent

    def details(self) -> SchoolDetails:
        return SchoolDetails(**self.cleaned_data)


class TermForm(forms.Form):
    """A term, or half of one."""

    name = forms.CharField(
        label=_("What it is called"), max_length=60, help_text=_("Such as “Autumn term, first half”.")
    )
    first_day = DateField(label=_("First day"), help_text=_("The first day with pupils or an INSET day."))
    last_day = DateField(label=_("Last day"), help_text=_("Included."))

    def days(self) -> Days:
        return Days(self.cleaned_data["first_day"], self.cleaned_data["last_day"])


class ClosedDayForm(forms.Form):
    """A day inside a term without pupils, or without anybody."""

    day = DateField(label=_("Day"))
    kind = forms.ChoiceField(
        label=_("What kind of day it is"),
        choices=ClosedDay.Kind.choices,
        widget=Radios(
            hints={
                ClosedDay.Kind.INSET: _("Staff are at work, pupils are not."),
                ClosedDay.Kind.CLOSED: _("Nobody is at work: snow, an election, a funeral."),
            }
        ),
    )

    def values(self) -> dict[str, Any]:
        return {"day": self.cleaned_data["day"], "kind": self.cleaned_data["kind"]}


class CalendarFileForm(forms.Form):
    """A file with the school's terms."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A calendar file (.ics) such as councils publish, or a table saved as CSV whose first line is: "
            "Kind, Name, First day, Last day. Kind is Term, INSET or Closed."
        ),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".ics,.csv,text/calendar,text/csv"}),
    )
