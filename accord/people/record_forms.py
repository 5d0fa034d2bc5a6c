"""Forms about two people at once: whose record stays, and who takes over."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.people.actions.merging import Kept
from accord.people.models import Person
from accord.ui.forms import Radios


class HandOverForm(forms.Form):
    """Who takes over."""

    to = forms.TypedChoiceField(label=_("Who takes it over"), coerce=UUID)

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["to"]
        field.choices = [("", _("Choose somebody")), *((str(each.pk), each.list_name) for each in people)]


class OtherForm(forms.Form):
    """Which other record is the same person."""

    other = forms.TypedChoiceField(label=_("The other record"), coerce=UUID)

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["other"]
        field.choices = [("", _("Choose a record")), *((str(each.pk), _told_apart(each)) for each in people)]


def _told_apart(person: Person) -> str:
    """A name with what tells namesakes apart."""
    return " · ".join(filter(None, [person.list_name, person.source_id, person.email]))


class MergeForm(forms.Form):
    """Which address and which staff code the one record keeps, where both have one."""

    KEPT, OTHERS = "survivor", "duplicate"

    email = forms.ChoiceField(
        label=_("Which address stays"),
        widget=Radios(small=True),
        help_text=_("They sign in with this one. The other one signs nobody in here any more."),
    )
    code = forms.ChoiceField(
        label=_("Which staff code stays"),
        widget=Radios(small=True),
        help_text=_("The one that the records system has, so that the next staff file finds them."),
    )
    sure = forms.BooleanField(label=_("It is one person"), required=True)

    def __init__(self, *args: Any, pair: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        one, other = pair.survivor.person, pair.duplicate.person
        for name, column, asks in (("email", "email", pair.asks_address), ("code", "source_id", pair.asks_code)):
            field: Any = self.fields[name]
            field.choices = [(self.KEPT, getattr(one, column)), (self.OTHERS, getattr(other, column))]
            self.initial.setdefault(name, self.KEPT)
            if not asks:
                del self.fields[name]

    def keep(self) -> Kept:
        of_duplicate = {name for name, value in self.cleaned_data.items() if value == self.OTHERS}
        return Kept(address_of_duplicate="email" in of_duplicate, code_of_duplicate="code" in of_duplicate)
