"""What people type about keys and addresses."""

from datetime import datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.kernel import clock
from accord.ui.forms import DateField


class AddressForm(forms.Form):
    """A mailbox that is asked to keep the heads."""

    address = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("A mailbox outside the school is best: of the chair of governors, an auditor, a partner school."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class DistrustForm(forms.Form):
    """Since when a key may have been in other hands, and why we think so."""

    since = DateField(label=_("Since when?"), help_text=_("The first day on which others may have had it."))
    because = forms.CharField(
        label=_("What happened?"),
        max_length=400,
        help_text=_("Kept in the ledger, not published."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def moment(self) -> datetime:
        """The beginning of that day in London."""
        return datetime.combine(self.cleaned_data["since"], time(), clock.LONDON)
