"""What is typed about the rhythm of reminders."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accord.duties.rules import Cadence
from accord.ui.forms import DateField
from accord.ui.narrowing import whole_number

LONGEST_DAYS = 60
MOST_DAYS = 6


class LeaveForm(forms.Form):
    """From when to when somebody is on leave."""

    first_day = DateField(label=_("First day of leave"))
    last_day = DateField(
        label=_("Last day of leave"), help_text=_("Leave it empty while nobody knows it."), required=False
    )


class DaysField(forms.CharField):
    """A few numbers of days, written with commas. Cleans to a tuple."""

    default_error_messages = {
        "number": _("Write numbers of days with commas between them, such as 7, 2"),
        "range": _("Each number of days must be 1 to %(longest)d"),
        "many": _("Write %(most)d numbers of days at most"),
    }

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        parts = [part for part in str(value or "").replace(",", " ").split() if part]
        numbers = [whole_number(part) for part in parts]
        days = {number for number in numbers if number is not None}
        if None in numbers:
            raise ValidationError(self.error_messages["number"], code="number")
        if any(not 1 <= day <= LONGEST_DAYS for day in days):
            raise ValidationError(self.error_messages["range"] % {"longest": LONGEST_DAYS}, code="range")
        if len(days) > MOST_DAYS:
            raise ValidationError(self.error_messages["many"] % {"most": MOST_DAYS}, code="many")
        return tuple(sorted(days))


class RhythmForm(forms.Form):
    """When people are reminded of what they owe."""

    before_days = DaysField(
        label=_("Days before the last day"), help_text=_("For example 7, 2. Empty for none."), required=False
    )
    on_the_day = forms.BooleanField(label=_("On the last day itself"), required=False)
    after_days = DaysField(
        label=_("Days after the last day"), help_text=_("For example 3, 7. Empty for none."), required=False
    )
    every_days = forms.IntegerField(
        label=_("From then on every so many days"), help_text=_("0 for no more."), min_value=0, max_value=LONGEST_DAYS
    )
    manager_after_days = forms.IntegerField(
        label=_("Tell the line manager so many days after the last day"),
        help_text=_("0 for never. They get one message for all their people, without names."),
        min_value=0,
        max_value=LONGEST_DAYS,
    )
    head_after_days = forms.IntegerField(
        label=_("Tell the Headteacher so many days after the last day"),
        help_text=_("0 for never."),
        min_value=0,
        max_value=LONGEST_DAYS,
    )
    cap = forms.IntegerField(
        label=_("At most so many reminders of one thing"),
        help_text=_("After the last one somebody should go and talk to them."),
        min_value=0,
        max_value=30,
    )

    def cadence(self) -> Cadence:
        """What was typed."""
        return Cadence(**self.cleaned_data)

    @classmethod
    def showing(cls, cadence: Cadence) -> "RhythmForm":
        return cls(initial=asdict(cadence))
