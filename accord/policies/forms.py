"""What is typed and uploaded on the pages of documents."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.guidance.catalogue import NoSuchClause, clause
from accord.guidance.named import Named
from accord.people.models import Person
from accord.policies import audience, rules
from accord.policies.conditions import Unmet
from accord.policies.models import Adoption
from accord.schools.terms import SchoolCalendar
from accord.ui.forms import Checkboxes, DateField, Radios


class DocumentForm(forms.Form):
    """What is said about a document, apart from its text."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("As people know it, for example: Acceptable use of IT."),
        max_length=200,
    )
    summary = forms.CharField(
        label=gettext_lazy("What is it about, in a sentence?"),
        help_text=gettext_lazy("It stands under the title on the public page."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = forms.ChoiceField(
        label=gettext_lazy("Who looks after it?"),
        help_text=gettext_lazy("This person is asked when its review is due."),
    )
    review_on = DateField(
        label=gettext_lazy("Review date"),
        help_text=gettext_lazy("When the governing board should look at it again. For example, 1 9 2027."),
        required=False,
    )
    clause = forms.CharField(
        label=gettext_lazy("Clause of the guidance"),
        help_text=gettext_lazy("If a clause asks for this document, its number, for example F.2."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )

    named = forms.ChoiceField(
        label=gettext_lazy("Is it one of the documents that the guidance names?"),
        help_text=gettext_lazy("Then the library counts it as held once it is in force."),
        required=False,
    )

    def __init__(self, *args: Any, people: Iterable[Person], free: Iterable[Named] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        offered = [(each.code, each.title) for each in free]
        self.fields["named"].choices = [("", _("No")), *offered]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [(pk, person.list_name) for pk, person in self.people.items()]  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_owner(self) -> Person:
        return self.people[self.cleaned_data["owner"]]

    def clean_clause(self) -> str:
        number = self.cleaned_data["clause"].strip()
        try:
            return clause(number).number if number else ""
        except NoSuchClause:
            raise ValidationError(_("The guidance has no clause of this number.")) from None


class AudienceForm(forms.Form):
    """Who must sign a document."""

    everyone = forms.BooleanField(
        label=gettext_lazy("Everyone who works for the school or acts for it"),
        help_text=gettext_lazy("Staff of every kind, volunteers, governors and service providers, whoever is in post."),
        required=False,
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Or these categories"), required=False, widget=Checkboxes(small=True)
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Or people with these roles"), required=False, widget=Checkboxes(small=True)
    )
    teams = forms.MultipleChoiceField(
        label=gettext_lazy("Or these teams"), required=False, widget=Checkboxes(small=True)
    )

    def __init__(self, *args: Any, teams: Sequence[str], chosen: Iterable[rules.Addressed] = (), **kwargs: Any) -> None:
        chosen = list(chosen)
        by = {name: [value for each, value in chosen if each == name] for name in ("category", "role", "team")}
        kwargs.setdefault(
            "initial",
            {
                "everyone": ("everyone", "") in chosen,
                "categories": by["category"],
                "roles": by["role"],
                "teams": by["team"],
            },
        )
        super().__init__(*args, **kwargs)
        gone = [(team, _("%(team)s (nobody today)") % {"team": team}) for team in by["team"] if team not in teams]
        self._offer("categories", audience.categories())
        self._offer("roles", audience.roles())
        self._offer("teams", [(team, team) for team in teams] + gone)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields[name]

    @property
    def audiences(self) -> list[rules.Addressed]:
        given = self.cleaned_data
        return rules.addressed(
            everyone=given["everyone"],
            categories=given["categories"],
            teams=given.get("teams", ()),
            roles=given["roles"],
        )


class AdoptionForm(forms.Form):
    """What the governing board decided, as its minutes have it."""

    body = forms.CharField(label=gettext_lazy("Who decided?"), max_length=120, initial=gettext_lazy("Governing Board"))
    meeting_on = DateField(label=gettext_lazy("Date of the meeting"))
    minute_reference = forms.CharField(
        label=gettext_lazy("Minute reference"),
        help_text=gettext_lazy("Where the minutes hold the decision, for example 26/41."),
        max_length=80,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("What was decided?"),
        choices=Adoption.Decision.choices,
        widget=Radios(
            hints={Adoption.Decision.NOT_ADOPTED: gettext_lazy("It stays a draft. The decision is kept on record.")}
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Anything the minutes say about it that people should know."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, unmet: Sequence[Unmet] = (), is_alternative: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_alternative:
            hint = _("Not this text: it is alternative, so the board can only adopt it as adapted by the school.")
            radios: Any = self.fields["decision"].widget
            radios.hints = {**radios.hints, Adoption.Decision.AS_IT_IS: hint}
        self.refused = {each.code for each in unmet if not each.may_depart}
        self.departing = {each.code: f"because-{each.code}" for each in unmet if each.may_depart}
        for each in unmet:
            if each.may_depart:
                self.fields[self.departing[each.code]] = _because(each)
        self.order_fields([name for name in self.fields if name != "note"] + ["note"])

    @property
    def decided(self) -> dict[str, Any]:
        """What was decided, with the reasons for departing by their conditions' codes."""
        given = dict(self.cleaned_data)
        return given | {"departing": {code: given.pop(name) for code, name in self.departing.items()}}


def _because(unmet: Unmet) -> forms.CharField:
    return forms.CharField(
        label=_("Why does the governing board adopt it all the same?"),
        help_text=_("%(words)s Clause %(clause)s. Leave this empty if it was not adopted.")
        % {"words": unmet.words, "clause": unmet.clause},
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublicationForm(forms.Form):
    """By when a new version should be signed."""

    due_on = DateField(
        label=gettext_lazy("Sign by"),
        help_text=gettext_lazy(
            "We propose the first school day of your calendar after two weeks. Whoever joins later has two weeks "
            "from their first day."
        ),
    )

    def __init__(self, *args: Any, today: date, calendar: SchoolCalendar, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"due_on": rules.proposed_due_day(today, calendar.is_school_day)})
        super().__init__(*args, **kwargs)


class WithdrawalForm(forms.Form):
    """Why a document is taken out of force."""

    because = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("The reason stands on the public page in the text’s place."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
