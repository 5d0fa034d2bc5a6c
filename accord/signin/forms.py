"""allauth's forms with the house's words. What they do stays theirs."""

import uuid
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accord.people.models import Account
from accord.signin import jobs, passphrases

_PLAIN = {"autocapitalize": "none", "spellcheck": "false"}
NO_SCHOOL = 0  # The request for a link comes before any school is known; its job finds the school.


def _ask_passphrase(field: forms.Field, label: Any, hint: Any = "") -> None:
    field.label, field.help_text = label, hint
    field.widget.attrs.update(_PLAIN)


def _ask_address(field: forms.Field) -> None:
    field.label = _("E-mail address")
    # As the name that goes with the passphrase in a password manager.
    field.widget.attrs.update(_PLAIN | {"autocomplete": "username"})


def _ask_code(field: forms.Field, label: Any, hint: Any) -> None:
    field.label, field.help_text = label, hint
    field.widget.attrs.update(
        {"inputmode": "numeric", "class": "govuk-input--width-10", "autocomplete": "one-time-code"}
    )


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_address(self.fields["login"])
        _ask_passphrase(self.fields["password"], _("Passphrase"))

    def clean(self) -> Any:
        """As theirs, but what does not fit is said beside a field."""
        try:
            return super().clean()
        except ValidationError as problem:
            self.add_error("password", problem)
            return self.cleaned_data


class LinkForm(forms.Form):
    """Whoever is asked for, the same work is done before the answer: one look, one job."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"} | _PLAIN)
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        found = Account.objects.filter(email=email, is_active=True).values_list("pk", flat=True).first()
        jobs.send_link.defer(NO_SCHOOL, account=str(found or uuid.uuid4()), asked=str(uuid.uuid4()))
        return email


class ChooseForm(account.ResetPasswordKeyForm):
    """The passphrase can be shown while it is typed, so it is asked for once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _ask_passphrase(self.fields["password1"], _("Passphrase"), passphrases.RULES)


class ChangeForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _ask_passphrase(self.fields["oldpassword"], _("The passphrase that you have now"))
        _ask_passphrase(self.fields["password1"], _("New passphrase"), passphrases.RULES)


class SetForm(account.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _ask_passphrase(self.fields["password1"], _("Passphrase"), passphrases.RULES)


class ConfirmForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_passphrase(self.fields["password"], _("Passphrase"))


_CODE_HINT = _("The six digits that your authenticator app shows now, or one of your recovery codes.")


class CodeForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self.fields["code"], _("Code"), _CODE_HINT)


class ConfirmCodeForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self.fields["code"], _("Code"), _CODE_HINT)


class AddAppForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self.fields["code"], _("The six digits that the app shows"), "")
