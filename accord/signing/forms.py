"""What is typed on the pages of signing."""

import unicodedata
import uuid
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accord.people.models import Person
from accord.signing.actions import Answer
from accord.signing.models import Briefing
from accord.signing.rules import ToSign, parted
from accord.ui.forms import Checkboxes, DateField, Radios

OWN_WORDS = "own"
CHANGED_ON_ITS_WAY = _("This page was changed on its way. Open it again.")
_WORDS_OF = {"objected": "objection", "declined": "reason"}


class Ticked(forms.MultipleChoiceField):
    """Documents of the page, ticked. Whether each stood on it is the form's question: it may have gone since."""

    def valid_value(self, value: Any) -> bool:
        return True

    def clean(self, value: Any) -> Any:
        try:
            return frozenset(uuid.UUID(each) for each in super().clean(value))
        except ValueError as error:
            raise ValidationError(CHANGED_ON_ITS_WAY) from error


class DeclarationForm(forms.Form):
    """The declaration's own fields. Whether it may be made is the rule's question, not the form's.

    `texts` gives the documents to tick, when they are needed. With `declining` the page is for declining only, and
    what is not ticked waits.
    """

    training = forms.ChoiceField(label=_("What does your training rest on?"), widget=Radios)
    training_title = forms.CharField(
        label=_("Which meeting or session was it?"),
        help_text=_("For example: INSET on the new policies."),
        max_length=160,
        required=False,
        error_messages={"required": _("Say which meeting or session it was.")},
    )
    training_day = DateField(
        label=_("When was it?"), required=False, error_messages={"required": _("Say when it was.")}
    )
    typed_name = forms.CharField(
        label=_("Type your full name"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    objection = forms.CharField(
        label=_("What do you object to?"),
        help_text=_("You sign, and your objection is kept with it. The Headteacher will read it."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    which = Ticked(
        label=_("Which can you not sign?"),
        widget=Checkboxes(small=True),
        required=False,
        error_messages={"required": _("Tick what you cannot sign.")},
    )
    reason = forms.CharField(
        label=_("Why can you not sign?"),
        help_text=_("Declining has no consequence by itself. The Headteacher will read your reason and talk to you."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    once = forms.UUIDField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        choices=[("signed", ""), ("objected", ""), ("declined", "")], widget=forms.HiddenInput, required=False
    )

    def __init__(
        self,
        *args: object,
        texts: Callable[[], Sequence[ToSign]],
        declining: bool = False,
        briefings: Sequence[Briefing] = (),
        today: date,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today, self.declining = today, declining
        self._offer_to_tick(texts)
        self.briefings = {str(briefing.pk): briefing for briefing in briefings}
        choices = [(pk, f"{b.title}, {b.held_on:%-d %B %Y}") for pk, b in self.briefings.items()]
        field = self.fields["training"]
        field.choices = [*choices, (OWN_WORDS, _("Another meeting or session"))]  # type: ignore[attr-defined]
        if not choices:
            field.widget = forms.HiddenInput()
            field.initial = OWN_WORDS
        # Declining needs no training. Only a form that came back knows which button it was.
        field.required = self._signs_something()
        for name in ("training_title", "training_day"):
            self.fields[name].required = field.required and not choices
        for name in ("objection", "reason"):
            self.fields[name].widget.is_demanded = True  # By the button that stands under it, and by no other.

    def _offer_to_tick(self, texts: Callable[[], Sequence[ToSign]]) -> None:
        """The documents as tick boxes, where there are several."""
        if len((self["shown"].value() or "").split()) < 2:
            del self.fields["which"]
            return
        field = self.fields["which"]
        field.choices = lambda: [(str(text.id), f"{text.title}, {text.label}") for text in texts()]  # type: ignore[attr-defined]
        field.required = self.data.get("kind") == "declined"
        field.widget.is_demanded = True  # type: ignore[attr-defined]
        field.help_text = (
            _("What you do not tick waits for you.") if self.declining else _("What you do not tick, you sign.")
        )

    def _signs_something(self) -> bool:
        """Whether the button that was pressed signs anything: declining some documents signs the others."""
        if self.data.get("kind") != "declined":
            return True
        ticked = set(self["which"].value() or ()) if "which" in self.fields else set()
        return bool(ticked) and not self.declining and bool(set(self.data.get("shown", "").split()) - ticked)

    def clean_typed_name(self) -> str:
        """Without characters that nobody sees and that turn the writing round."""
        return "".join(letter for letter in self.cleaned_data["typed_name"] if unicodedata.category(letter) != "Cf")

    def clean_shown(self) -> frozenset[uuid.UUID]:
        try:
            return frozenset(uuid.UUID(part) for part in self.cleaned_data["shown"].split())
        except ValueError as error:
            raise ValidationError(CHANGED_ON_ITS_WAY) from error

    def answers(self) -> list[Answer]:
        """What was answered to which documents, the refusal first."""
        given = self.cleaned_data
        parts = parted(given["kind"], given["shown"], given.get("which", frozenset()), rest_later=self.declining)
        return [
            Answer(
                kind=kind,
                typed_name=given["typed_name"],
                words=given["words"] if kind == given["kind"] else "",
                training=given.get("basis", ""),
                shown=texts,
                # Each answer of a page is an act of its own, and a second click meets each of them again.
                once=given["once"] if kind == given["kind"] else uuid.uuid5(given["once"], kind),
            )
            for kind, texts in parts
        ]

    def clean(self) -> dict:
        found = super().clean() or {}
        kind = found.get("kind") or "signed"
        if self._signs_something():
            found["basis"] = self._basis(found)
        ticked = found.get("which", frozenset())
        if ticked and kind != "declined":
            self.add_error("which", _("You ticked this, but chose another button. Use the one below it, or untick it."))
        if not ticked <= found.get("shown", ticked):
            self.add_error("which", CHANGED_ON_ITS_WAY)
        for name in {"objection", "reason"} - {_WORDS_OF.get(kind)}:
            if found.get(name, "").strip():
                self.add_error(name, _("You wrote this, but chose another button. Use the one below it, or empty it."))
        found["words"] = found.get(_WORDS_OF.get(kind, ""), "")
        found["kind"] = kind
        return found

    def _basis(self, found: dict) -> str:
        """What "trained" rests on, in words with its date."""
        chosen = found.get("training", "")
        briefing = self.briefings.get(chosen)
        if briefing:
            return f"{briefing.title}, {briefing.held_on:%-d %B %Y}, recorded by the school"
        if not chosen:
            return ""
        title, day = found.get("training_title", "").strip(), found.get("training_day")
        if not title and "training_title" not in self.errors:
            self.add_error("training_title", _("Say which meeting or session it was."))
        if not day and "training_day" not in self.errors:
            self.add_error("training_day", _("Say when it was."))
        elif day and day > self.today:
            self.add_error("training_day", _("That day has not come yet."))
        return f"{title}, {day:%-d %B %Y}, as the signer says" if title and day else ""


class ExcuseForm(forms.Form):
    """Why somebody need not sign, and until when."""

    because = forms.CharField(
        label=_("Why do they not need to sign?"),
        help_text=_("For example: on parental leave until the summer."),
        max_length=300,
    )
    until = DateField(label=_("Until when?"), help_text=_("Leave it empty if it has no end."), required=False)

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today

    def clean_until(self) -> date | None:
        until = self.cleaned_data["until"]
        if until and until < self.today:
            raise ValidationError(_("That day is over."))
        return until


class BriefingForm(forms.Form):
    """A briefing that was held, and who was there."""

    title = forms.CharField(
        label=_("What was it?"), help_text=_("For example: INSET on the new policies."), max_length=160
    )
    held_on = DateField(label=_("When was it?"))
    led_by = forms.CharField(label=_("Who led it?"), max_length=120, required=False)
    people = forms.MultipleChoiceField(label=_("Who was there?"), widget=Checkboxes(small=True))

    def __init__(self, *args: object, people: Sequence[Person], today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today
        self.known = {str(person.pk): person for person in people}
        self.fields["people"].choices = [(pk, person.list_name) for pk, person in self.known.items()]  # type: ignore[attr-defined]

    def clean_held_on(self) -> date:
        if self.cleaned_data["held_on"] > self.today:
            raise ValidationError(_("Record it once it has been held: that day has not come yet."))
        return self.cleaned_data["held_on"]

    def clean_people(self) -> list[Person]:
        return [self.known[pk] for pk in self.cleaned_data["people"]]
