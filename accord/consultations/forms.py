"""What people fill in: a consultation, a comment, an answer, an outcome, the board's paper."""

import re
import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.consultations import rules
from accord.consultations.actions import Plan
from accord.consultations.bodies import KNOWN
from accord.consultations.links import new_secret
from accord.consultations.models import Comment, Recommendation
from accord.ui.forms import Checkboxes, DateField, Radios

LONGEST_COMMENT = 4_000
LONGEST_RESPONSE = 40_000
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
_NAMED, _ANONYMOUS = "named", "anonymous"


def _plain(text: str) -> str:
    """Without what no database takes."""
    return text.replace("\x00", "")


class StartForm(forms.Form):
    """Whom to ask about a draft, and how long."""

    about = forms.CharField(
        label=gettext_lazy("What do you ask people?"),
        help_text=gettext_lazy("In a few sentences: what is new, and what you would like to hear about."),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    opens_on = DateField(label=gettext_lazy("First day"))
    closes_on = DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Comments are taken until midnight. It can be moved later, never earlier."),
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Who at the school is asked?"),
        choices=[("staff", gettext_lazy("Staff")), ("governors", gettext_lazy("Governors"))],
        initial=["staff", "governors"],
        required=False,
        widget=Checkboxes(),
    )
    bodies = forms.MultipleChoiceField(
        label=gettext_lazy("Recognised trade unions and professional associations"),
        help_text=gettext_lazy("Tick those that your school recognises. Their addresses are asked for afterwards."),
        required=False,
        widget=Checkboxes(small=True),
    )
    others = forms.CharField(
        label=gettext_lazy("Other bodies"),
        help_text=gettext_lazy("One on each line, for example a parents' association."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    anonymous = forms.ChoiceField(
        label=gettext_lazy("May staff and governors comment without their name?"),
        choices=[
            ("no", gettext_lazy("No, those who lead the consultation see who says what")),
            ("yes", gettext_lazy("Yes, whoever wants to")),
        ],
        initial="no",
        widget=Radios(hints={"yes": gettext_lazy("Accord then keeps no name. You cannot ask anybody back.")}),
    )

    def __init__(self, *args: Any, today: date, known: Iterable[str], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"opens_on": today, "closes_on": today + rules.PROPOSED, **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        names = sorted({*KNOWN, *known}, key=str.casefold)
        self.fields["bodies"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]

    def clean_others(self) -> list[str]:
        names = [" ".join(line.split()) for line in _plain(self.cleaned_data["others"]).splitlines()]
        if any(len(name) > 120 for name in names):
            raise ValidationError(_("One of these names is longer than 120 characters."))
        return [name for name in names if name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not (given.get("groups") or given.get("bodies") or given.get("others")) and not self.errors:
            self.add_error("groups", _("Say whom you ask: somebody at least."))
        return given

    @property
    def plan(self) -> Plan:
        given = self.cleaned_data
        return Plan(
            about=_plain(given["about"]),
            opens_on=given["opens_on"],
            closes_on=given["closes_on"],
            bodies=[*given["bodies"], *given["others"]],
            asks_staff="staff" in given["groups"],
            asks_governors="governors" in given["groups"],
            is_anonymous_allowed=given["anonymous"] == "yes",
        )


class _Keyed(forms.Form):
    """A form that counts once, however often it is sent."""

    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": new_secret(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_key(self) -> str:
        key = self.cleaned_data["key"]
        if not _KEY.fullmatch(key):
            raise ValidationError(_("This page was changed on its way. Load it again."))
        return str(key)


class CommentForm(_Keyed):
    """What somebody says. With `may_hide` they choose whether their name stands beside it."""

    words = forms.CharField(
        label=gettext_lazy("What would you like to say?"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "true"}),
    )
    name = forms.ChoiceField(
        label=gettext_lazy("With your name?"),
        choices=[(_NAMED, gettext_lazy("With my name")), (_ANONYMOUS, gettext_lazy("Without my name"))],
        initial=_NAMED,
        widget=Radios(),
    )

    def __init__(self, *args: Any, may_hide: bool = False, is_formal: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_hide:
            del self.fields["name"]
        if is_formal:
            words: Any = self.fields["words"]
            self.fields["words"] = forms.CharField(
                label=gettext_lazy("Your body's response"), max_length=LONGEST_RESPONSE, widget=words.widget
            )
            self.fields["words"].widget.attrs["rows"] = 14

    def clean_words(self) -> str:
        return _plain(self.cleaned_data["words"])

    @property
    def is_anonymous(self) -> bool:
        return self.cleaned_data.get("name") == _ANONYMOUS


class ChangeForm(forms.Form):
    """The same words, put otherwise."""

    words = forms.CharField(
        label=gettext_lazy("What you say"), max_length=LONGEST_RESPONSE, widget=forms.Textarea(attrs={"rows": 8})
    )

    def clean_words(self) -> str:
        return _plain(self.cleaned_data["words"])


class LetterForm(_Keyed):
    """A response that came by letter."""

    received_on = DateField(label=gettext_lazy("When did it come?"))
    words = forms.CharField(
        label=gettext_lazy("What it says"),
        help_text=gettext_lazy("Word for word, or its points."),
        max_length=LONGEST_RESPONSE,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean_words(self) -> str:
        return _plain(self.cleaned_data["words"])


class ContactForm(forms.Form):
    """Who represents a body, and where a message reaches them."""

    name = forms.CharField(label=gettext_lazy("Name of the representative"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)


class AnswerForm(forms.Form):
    """The school's answer to one comment."""

    kind = forms.ChoiceField(
        label=gettext_lazy("The school's answer"),
        choices=Comment.Answer.choices,
        widget=Radios(
            hints={
                Comment.Answer.ACCEPTED: gettext_lazy("Say below what changes in the text."),
                Comment.Answer.NOTED: gettext_lazy("Nothing changes in the text, but it was heard."),
                Comment.Answer.NOT_TAKEN: gettext_lazy("Say below why not."),
            }
        ),
    )
    words = forms.CharField(
        label=gettext_lazy("In words"),
        help_text=gettext_lazy("Whoever said it reads this, and so does the governing board."),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        needed = {Comment.Answer.ACCEPTED: _("Say what changes."), Comment.Answer.NOT_TAKEN: _("Say why not.")}
        kind = given.get("kind")
        if kind in needed and not _plain(given.get("words", "")).strip():
            self.add_error("words", needed[kind])
        given["words"] = _plain(given.get("words", ""))
        return given


class ClosingForm(forms.Form):
    """A later last day."""

    closes_on = DateField(
        label=gettext_lazy("New last day"), help_text=gettext_lazy("Everybody who was asked is told.")
    )


class CallOffForm(forms.Form):
    """Why a consultation ends without an outcome."""

    because = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Whoever was asked can read it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OutcomeForm(forms.Form):
    """How it ended, and what the board is advised."""

    recommendation = forms.ChoiceField(
        label=gettext_lazy("What do you recommend to the governing board?"),
        choices=Recommendation.choices,
        widget=Radios(
            hints={
                Recommendation.ADAPTED: gettext_lazy("Put the adapted text in as a draft: the consultation covers it.")
            }
        ),
    )
    words = forms.CharField(
        label=gettext_lazy("The outcome in a few sentences"),
        help_text=gettext_lazy(
            "What was said most, what changed because of it, what did not. Everybody who was asked can read it."
        ),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_words(self) -> str:
        return _plain(self.cleaned_data["words"])


class PaperForm(forms.Form):
    """What the board is asked to decide, and why."""

    recommendation = forms.ChoiceField(
        label=gettext_lazy("What is the board asked to decide?"), choices=Recommendation.choices, widget=Radios()
    )
    words = forms.CharField(
        label=gettext_lazy("Because"),
        help_text=gettext_lazy("It stands at the top of the paper."),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"once": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_words(self) -> str:
        return _plain(self.cleaned_data["words"])
