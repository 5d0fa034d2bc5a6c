import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.people.importing import FIELDS
from accord.people.models import Appointment, Category, Person, RoleHeld
from accord.people.roles import ROLES
from accord.people.rules import Details, Post
from accord.ui.forms import DateField, Radios

FROM_A_DAY, PUT_RIGHT = "from", "right"
AT_ONCE, ON_A_DAY = "now", "day"
_NOT_IN_NAMES = re.compile(r"[<>@\d\\{}|^~]")


def _longest(model: Any, name: str) -> int:
    return model._meta.get_field(name).max_length


class _Name(forms.CharField):
    """Part of a name, as the person writes it."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(max_length=_longest(Person, name), **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if found := _NOT_IN_NAMES.search(value):
            raise forms.ValidationError(_("A name does not contain “%(sign)s”.") % {"sign": found[0]}, code="unlikely")


class DetailsForm(forms.Form):
    """Who somebody is."""

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=_longest(Person, "title"),
        help_text=_("Ms, Mr, Mx, Dr, or none."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    forename = _Name("forename", label=_("Forename"), help_text=_("Or the only name that they have."))
    known_as = _Name("known_as", label=_("Known as"), required=False, help_text=_("If people call them otherwise."))
    surname = _Name("surname", label=_("Surname"), required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=_longest(Person, "email"),
        error_messages={"invalid": _("This is not an e-mail address. It must look like a.smith@school.example.")},
        help_text=_("The one for work. Without one they cannot sign in."),
    )
    source_id = forms.CharField(
        label=_("Staff code"),
        required=False,
        max_length=_longest(Person, "source_id"),
        help_text=_("As in the records system, so that the next staff file finds them."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )

    def details(self) -> Details:
        return Details(**{name: self.cleaned_data[name] for name in DetailsForm.base_fields})


class PostForm(forms.Form):
    """What somebody is at the school."""

    category = forms.ChoiceField(
        label=_("In what way they belong to the school"), choices=Category.choices, widget=Radios(small=True)
    )
    job_title = forms.CharField(
        label=_("Post"),
        required=False,
        max_length=_longest(Appointment, "job_title"),
        help_text=_("Several posts are set apart by semicolons."),
    )
    team = forms.CharField(
        label=_("Team or department"), required=False, max_length=_longest(Appointment, "team"), widget=forms.TextInput
    )
    line_manager = forms.TypedChoiceField(label=_("Line manager"), required=False, coerce=UUID, empty_value=None)
    starts_on = DateField(label=_("First day"), required=False)
    ends_on = DateField(label=_("Last day"), required=False, help_text=_("If it is known. Included."))

    def __init__(self, *args: Any, people: Iterable[Person], person: Person | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        others = [each for each in people if person is None or each.pk != person.pk]
        field: Any = self.fields["line_manager"]
        field.choices = [("", _("Nobody")), *((str(each.pk), each.list_name) for each in others)]

    def post(self) -> Post:
        return Post(**{name: self.cleaned_data[name] for name in PostForm.base_fields})


class PersonForm(PostForm, DetailsForm):
    """Somebody new: who they are, and what they are at the school."""

    field_order = (*DetailsForm.base_fields, *PostForm.base_fields)

    def ask_whether_it_is_another(self) -> None:
        """Have the next answer say that it is not the leaver of the same name."""
        self.fields["another"] = forms.BooleanField(label=_("It is somebody else of the same name"), required=False)


class ChangeForm(PostForm):
    """A change of an appointment: from a day on, or because it was written wrongly."""

    how = forms.ChoiceField(
        label=_("What kind of change it is"),
        choices=[(FROM_A_DAY, _("It changes from a day on")), (PUT_RIGHT, _("It was written wrongly"))],
        widget=Radios(
            hints={
                FROM_A_DAY: _("What it was until then stays on record."),
                PUT_RIGHT: _("It is put right, as if it had never been otherwise."),
            },
            reveals={FROM_A_DAY: "from_day", PUT_RIGHT: "starts_on"},
        ),
    )
    from_day = DateField(label=_("First day of the change"), required=False)
    field_order = ("how", "from_day", *PostForm.base_fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") == FROM_A_DAY and not cleaned.get("from_day") and "from_day" not in self.errors:
            self.add_error("from_day", _("Write the first day of the change."))
        return cleaned

    @property
    def starts(self) -> date | None:
        """The day on which the change begins; None where something is put right."""
        return self.cleaned_data["from_day"] if self.cleaned_data["how"] == FROM_A_DAY else None


class EndForm(forms.Form):
    """The last day of somebody, or of one appointment."""

    last_day = DateField(label=_("Last day"), help_text=_("Included. They can come in until the end of it."))


class RoleForm(forms.Form):
    """A role that somebody is given."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.code, role.name) for role in ROLES.values()],
        widget=Radios(hints={role.code: role.purpose for role in ROLES.values()}, small=True),
    )
    starts_on = DateField(label=_("First day"), help_text=_("Today or later."))
    ends_on = DateField(label=_("Last day"), required=False, help_text=_("Only if it is for a time. Included."))


class PassOnForm(forms.Form):
    """Which role is passed on, to whom, from when to when."""

    role = forms.ChoiceField(label=_("Which role"), widget=Radios(small=True))
    person = forms.TypedChoiceField(
        label=_("Who stands in"), coerce=UUID, help_text=_("They need an e-mail address to sign in with.")
    )
    starts_on = DateField(label=_("First day"), help_text=_("Today or later."))
    ends_on = DateField(label=_("Last day"), help_text=_("Included. It ends by itself."))
    because = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=_longest(RoleHeld, "because"),
        help_text=_("For example: on a course. Those concerned can read it."),
        widget=forms.TextInput,
    )

    def __init__(self, *args: Any, roles: Iterable[str], people: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        codes = list(roles)
        role: Any = self.fields["role"]
        role.choices = [(code, ROLES[code].name) for code in codes]
        role.widget.hints = {code: ROLES[code].purpose for code in codes}
        person: Any = self.fields["person"]
        person.choices = [("", _("Choose somebody")), *((str(each.pk), each.list_name) for each in people)]
        if len(codes) == 1:
            self.initial.setdefault("role", codes[0])


class TakeForm(forms.Form):
    """When somebody stops holding a role."""

    when = forms.ChoiceField(
        label=_("When"),
        choices=[(AT_ONCE, _("At once")), (ON_A_DAY, _("After a last day"))],
        widget=Radios(reveals={ON_A_DAY: "last_day"}),
    )
    last_day = DateField(label=_("Last day"), required=False, help_text=_("Included."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") == ON_A_DAY and not cleaned.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Write the last day."))
        return cleaned


class UploadForm(forms.Form):
    """A staff file."""

    file = forms.FileField(
        label=_("Staff file"),
        allow_empty_file=True,
        help_text=_("As your records system exports it: Excel or CSV, with a row of headings. At most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"}),
    )

    MOST_BYTES = 10 * 1024 * 1024

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB. Is it a list of staff?"), code="too-large")
        return file


class ColumnsForm(forms.Form):
    """What each column of a staff file holds. Its fields are named after the columns' places."""

    def __init__(self, *args: Any, columns: Iterable[Any], choices: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        for column in columns:
            self.fields[f"column-{column.index}"] = forms.ChoiceField(
                label=column.label, choices=[("", _("Not used")), *choices], required=False, initial=column.field
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [value for value in cleaned.values() if value]
        for name in [name for name, value in cleaned.items() if value and chosen.count(value) > 1]:
            self.add_error(name, _("Two columns cannot hold the same thing. Choose “Not used” for one of them."))
        return cleaned

    def corrections(self) -> dict[str, int | None]:
        """Each field with the place of its column, or None."""
        places = {value: int(name.removeprefix("column-")) for name, value in self.cleaned_data.items() if value}
        return {field: places.get(field) for field in FIELDS}
