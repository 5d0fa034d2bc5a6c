"""How forms look: every Django form of the house, its libraries' too, comes out as accessible components.

Write `<form method="post" novalidate>{% csrf_token %}{{ form }}…`. What was typed stays, each problem is named at the
top with a link to its field, and again beside it. Nothing here decides anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from accord.ui.dates import DateField, DateParts

__all__ = [
    "Checkboxes",
    "DateField",
    "DateParts",
    "Field",
    "Passphrase",
    "Problem",
    "Radios",
    "Renderer",
    "Search",
    "problems",
]


class _Choices:
    """Radio buttons or tick boxes with a hint under an option, or another field of the form that the option opens.

    `reveals` names that field; without script it simply stands there, so it must not be required by itself.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: dict[Any, Any] | None = None,
        reveals: dict[Any, str] | None = None,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)  # type: ignore[call-arg]
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.reveals = {str(value): name for value, name in (reveals or {}).items()}
        self.small = small


class Radios(_Choices, forms.RadioSelect):
    """One of a few."""


class Checkboxes(_Choices, forms.CheckboxSelectMultiple):
    """Any of a few."""


class Passphrase(forms.PasswordInput):
    """A passphrase that can be shown while it is typed. It is the one thing that a page never sends back."""


class Search(forms.TextInput):
    """Words to look for."""

    input_type = "search"


@dataclass(frozen=True)
class Option:
    """A radio button or tick box, ready for the page."""

    tag: str
    id: str
    label: str
    hint: str
    hint_id: str
    revealed: BoundField | None
    revealed_id: str


@dataclass(frozen=True)
class Problem:
    """What is not right, and the id of the field to go to (empty where it is about the form as a whole)."""

    message: str
    field_id: str


# The first kind whose widget it is. The second column is the class that GOV.UK Frontend paints.
KINDS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (DateParts, "date", ""),
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.Select, "select", "govuk-select"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (forms.PasswordInput, "passphrase", "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (forms.Widget, "input", "govuk-input"),
)


DJANGOS_ROWS = "10"  # What a text area has where nobody chose; too high for a phone.


class Field(BoundField):
    """A field on its way to the page: which kind of component it is and what that component needs to know."""

    @property
    def kind(self) -> str:
        return self._kind[0]

    @property
    def _kind(self) -> tuple[str, str]:
        return next((kind, style) for widget, kind, style in KINDS if isinstance(self.field.widget, widget))

    @property
    def template_name(self) -> str:  # type: ignore[override]
        return getattr(self.field, "template_name", None) or f"ui/fields/{self.kind}.html"

    @property
    def focus_id(self) -> str:
        """The id of the input that a problem with this field leads to."""
        if self.kind in {"radios", "checkboxes"}:
            return f"{self.auto_id}_0"
        if isinstance(self.field.widget, DateParts):
            return f"{self.auto_id}_{self.wrong_parts[0]}"
        return self.id_for_label

    @property
    def wrong_parts(self) -> tuple[str, ...]:
        """Which of day, month and year the date's first problem is about; all three where nobody said."""
        found = next(iter(self._errors()), None)
        return getattr(found, "parts", None) or DateParts.PARTS

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Day, month and year, for a date."""
        widget = self.field.widget
        assert isinstance(widget, DateParts)
        wrong = self.wrong_parts if self.errors else ()
        return widget.parts(self.html_name, self.value(), self.auto_id, wrong)

    @property
    def messages(self) -> list[str]:
        """What is not right with this field, in sentences for the person who filled it in."""
        return [message for error in self._errors() for message in _sentences(error, self)]

    def _errors(self) -> list[ValidationError]:
        return self.form.errors.as_data().get(self.name, []) if self.form.is_bound else []

    @property
    def show_optional(self) -> bool:
        """A tick box and a search are plainly optional; anything else says so, unless the button beside it demands it."""
        widget = self.field.widget
        is_plain = self.kind == "checkbox" or isinstance(widget, Search) or getattr(widget, "is_demanded", False)
        return not self.field.required and not is_plain

    @property
    def most(self) -> int | None:
        """The longest text, for a text area that counts."""
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def small(self) -> bool:
        return getattr(self.field.widget, "small", False)

    @property
    def revealed_elsewhere(self) -> bool:
        """Whether it stands under an option of another field, and so not in its own place."""
        others = (field.widget for field in self.form.fields.values())
        return any(self.name in getattr(widget, "reveals", {}).values() for widget in others)

    @property
    def options(self) -> Iterator[Option]:
        """The radio buttons or tick boxes, each with its hint and what it opens."""
        widget = self.field.widget
        for choice in self.subwidgets:
            value, id_ = str(choice.data["value"]), choice.id_for_label or ""
            hint = getattr(widget, "hints", {}).get(value, "")
            name = getattr(widget, "reveals", {}).get(value)
            attrs = choice.data["attrs"]
            if hint:
                attrs["aria-describedby"] = f"{id_}_hint"
            if name:
                attrs["data-reveals"] = f"{id_}_more"
            revealed = self.form[name] if name else None
            yield Option(choice.tag(), id_, choice.choice_label, hint, f"{id_}_hint", revealed, f"{id_}_more")

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Our classes, and no `required`: the browser's own bubble is not read by everybody and goes away."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        built["placeholder"] = False  # Too pale to read, and gone when it is needed: hints stand over the field.
        shown = widget or self.field.widget
        if shown.is_hidden:
            return built
        kind, style = self._kind
        classes = [style, str(attrs.get("class") or shown.attrs.get("class", ""))]
        if self.errors and kind in {"input", "textarea", "select", "file", "passphrase"}:
            classes.append(f"{style.split()[0]}--error")
        if self.most:
            built["maxlength"] = False  # It would cut off pasted text without a word; the counter tells instead.
            classes.append("govuk-js-character-count")
            described = [str(built.get("aria-describedby") or ""), f"{self.auto_id}-info"]
            built["aria-describedby"] = " ".join(filter(None, described))
        if kind == "textarea":
            built["cols"] = False  # It fills its place.
            rows = str(shown.attrs.get("rows"))
            built["rows"] = "5" if rows == DJANGOS_ROWS else rows
        built["class"] = " ".join(filter(None, classes))
        return built


class Renderer(TemplatesSetting):
    """`FORM_RENDERER = "accord.ui.forms.Renderer"`; needs `django.forms` in INSTALLED_APPS, below `accord.ui`."""

    form_template_name = "ui/form.html"
    formset_template_name = "ui/formset.html"
    field_template_name = "ui/fields/input.html"
    bound_field_class = Field


def problems(form: forms.BaseForm) -> list[Problem]:
    """Everything that is not right with a filled-in form, in the order of its fields."""
    if not form.is_bound:
        return []
    whole = [
        Problem(message, "") for error in form.errors.as_data().get("__all__", []) for message in _sentences(error)
    ]
    fields = [form[name] for name in form.fields]
    return whole + [
        Problem(message, field.focus_id if isinstance(field, Field) else field.id_for_label)
        for field in fields
        for message in (field.messages if isinstance(field, Field) else map(str, field.errors))
    ]


EMPTY = {
    "radios": _("Choose an answer: {label}"),
    "select": _("Choose from the list: {label}"),
    "checkboxes": _("Tick at least one: {label}"),
    "checkbox": _("Tick the box: {label}"),
    "file": _("Choose a file: {label}"),
}
EMPTY_TEXT = _("Fill in: {label}")
EMAIL = _("{label} must be whole, such as name@school.sch.uk")


def _sentences(error: ValidationError, field: Field | None = None) -> list[str]:
    """The messages of `error`. Django's own about empty fields and e-mail addresses name the field instead."""
    if field and error.code == "required" and error.message == forms.Field.default_error_messages["required"]:
        return [str(EMPTY.get(field.kind, EMPTY_TEXT)).format(label=field.label)]
    if field and isinstance(field.field, forms.EmailField) and error.message == EmailValidator.message:
        return [str(EMAIL).format(label=field.label)]
    return [str(message) for message in error.messages]
