"""What is typed on the pages of named documents and reviews."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy

from accord.guidance.named import Named
from accord.people.models import Person
from accord.policies.actions import Looked, Place
from accord.policies.models import Document
from accord.policies.rules import Adopted
from accord.ui.forms import DateField

A_YEAR = timedelta(days=365)


class ElsewhereForm(forms.Form):
    """Where a named document is kept outside Accord. One of the four policies also says who adopted it, and when."""

    where = forms.CharField(
        label=gettext_lazy("Where is it kept?"),
        help_text=gettext_lazy("For example: the school’s website, under Statutory information."),
        max_length=200,
    )
    link = forms.URLField(
        label=gettext_lazy("Link"),
        help_text=gettext_lazy("If anyone can read it there. It stands on the public page."),
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https", "http"])],
    )
    owner = forms.ChoiceField(
        label=gettext_lazy("Who looks after it?"),
        help_text=gettext_lazy("This person is asked when its review is due."),
    )
    review_on = DateField(
        label=gettext_lazy("Review date"), help_text=gettext_lazy("For example, 1 9 2027."), required=False
    )
    body = forms.CharField(label=gettext_lazy("Who adopted it?"), max_length=120)
    meeting_on = DateField(label=gettext_lazy("Date of the meeting"))
    minute_reference = forms.CharField(
        label=gettext_lazy("Minute reference"),
        help_text=gettext_lazy("Where the minutes hold the decision, for example 26/41."),
        max_length=80,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, named: Named, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["owner"].choices = [(pk, person.list_name) for pk, person in self.people.items()]  # type: ignore[attr-defined]
        if not named.one_of_four:
            for name in ("body", "meeting_on", "minute_reference"):
                del self.fields[name]

    @property
    def place(self) -> Place:
        given = self.cleaned_data
        adopted = Adopted(given.get("body", ""), given.get("meeting_on"), given.get("minute_reference", ""))
        return Place(given["where"], self.people[given["owner"]], given["link"], given["review_on"], adopted)


class ReviewForm(forms.Form):
    """A review that changed nothing, and when the next one is due."""

    reviewed_on = DateField(label=gettext_lazy("When was it reviewed?"))
    next_on = DateField(label=gettext_lazy("When should it be reviewed next?"))
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("What was looked at, for example: against this year’s safeguarding guidance."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"reviewed_on": today, "next_on": today + A_YEAR})
        super().__init__(*args, **kwargs)

    @property
    def looked(self) -> Looked:
        return Looked(**self.cleaned_data)


class ChooseForm(forms.Form):
    """Which document of the library a named document is."""

    document = forms.ChoiceField(label=gettext_lazy("Document"))

    def __init__(self, *args: Any, documents: Iterable[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = {str(document.pk): document for document in documents}
        choices = [("", gettext_lazy("Choose one"))] + [(pk, each.title) for pk, each in self.documents.items()]
        self.fields["document"].choices = choices  # type: ignore[attr-defined]
