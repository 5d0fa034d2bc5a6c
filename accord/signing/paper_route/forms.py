"""What is typed and uploaded on the pages of the paper route."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accord.paper.codes import typed
from accord.signing.paper_route.models import PaperSignature, Sheet
from accord.ui.forms import DateField, Radios


class ScanForm(forms.Form):
    """A scan or photograph of signed sheets."""

    only_sheets = forms.BooleanField(
        label=_("It shows signed sheets and nothing else"),
        help_text=_(
            "Never upload a picture that might show a nude or semi-nude of anyone. Do not look further, do not copy it, "
            "and tell the Designated Safeguarding Lead at once."
        ),
    )
    file = forms.FileField(
        label=_("Scan or photograph"),
        help_text=_("A PDF of at most 100 pages, or a photograph as JPEG or PNG; 25 MB at most. Any way up."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"}),
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.size:
            raise ValidationError(_("This file is empty."))
        return file


class PrintForm(forms.Form):
    """Nothing to fill in but the page's own number."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class ChooseForm(forms.Form):
    """Whose sheet a page is: by the code that stands under the square, or by name."""

    code = forms.CharField(
        label=_("Copy the sixteen letters and digits under the square"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false", "autocomplete": "off"}),
    )
    sheet = forms.ChoiceField(label=_("Or choose the sheet by its person"), required=False)

    def __init__(self, *args: Any, sheets: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [("", _("Choose…")), *sheets]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        code, sheet = given.get("code", "").strip(), given.get("sheet")
        if code:
            found = Sheet.objects.filter(code=typed(code) or "-").first()
            if found is None:
                self.add_error("code", _("No sheet of this school has this code."))
            elif sheet and str(found.pk) != sheet:
                self.add_error("sheet", _("This is another sheet than the one with that code."))
            else:
                given["sheet"] = str(found.pk)
        elif not sheet and "sheet" not in self.errors:
            self.add_error("sheet", _("Copy the code, or choose the sheet."))
        return given


class WitnessForm(forms.Form):
    """What a witness says about a signed sheet."""

    signed_on = DateField(label=_("On which day did they sign it?"), help_text=_("It stands beside the signature."))
    training = forms.CharField(
        label=_("What did they write their training rests on?"),
        help_text=_("Copy it from the sheet, for example: INSET, 1 September 2026."),
        max_length=280,
    )
    how = forms.ChoiceField(label=_("How did they sign?"), choices=PaperSignature.How.choices, widget=Radios)
    seen = forms.BooleanField(label=_("I have seen this signed"))

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].label = _("I have seen this signed by %(name)s") % {"name": sheet.person_name}
        if sheet.training:
            del self.fields["training"]
