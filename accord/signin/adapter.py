"""Where allauth meets the house: nobody signs up by themselves, and its mails leave like every other message."""

import base64
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accord.kernel import clock, keys_material
from accord.people.models import Account
from accord.signin import actions, reads
from accord.ui import times

# No limit of ACCOUNT_RATE_LIMITS lasts longer, so a promise of five minutes is always kept.
LONGEST_WAIT = timedelta(minutes=5)
_LIMITS = {"too_many_login_attempts", "rate_limited"}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the school, never by a visitor."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("That address and passphrase do not go together."),
        "incorrect_password": _("That is not your passphrase."),
        "enter_current_password": _("That is not the passphrase that you have now."),
        "incorrect_code": _("That code is not right, or it is used up. Wait for the next one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Our pages are pages: a second way in, with answers of its own, is one more to guard."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only back to the very host that was asked, not to every name that the server answers to."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code in _LIMITS:
            return ValidationError(too_many(), code=code)
        return super().validation_error(code, *args)

    def clean_password(self, password: str, user: Account | None = None) -> str:
        validate_password(password, user)  # type: ignore[arg-type]
        return password

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def post_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse:
        response = super().post_login(request, user, **how)
        if not is_mfa_enabled(user) and reads.sees_others(user):
            messages.info(request, _reminder())
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue one of allauth's mails as a notice of the school in which the account has a seat.

        An address that nobody has is sent nothing.
        """
        account = context.get("user") or Account.objects.filter(email=email.lower()).first()
        if account is not None:
            now = clock.now()
            once = f"account/{template_prefix}/{account.pk}/{now.isoformat()}"
            actions.tell(account=account.pk, words=template_prefix, once=once, now=now)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of apps and recovery codes lie in the database only under the root key, which is not in it."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code is not right, or it is used up. Wait for the next one."),
        "cannot_generate_recovery_codes": _(
            "Recovery codes are for people with an authenticator app. Add the app first."
        ),
    }
    _USE = b"signin/second-factor"

    def encrypt(self, text: str) -> str:
        return base64.b64encode(keys_material.wrap(settings.ROOT_KEY, text.encode(), self._USE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keys_material.unwrap(settings.ROOT_KEY, base64.b64decode(encrypted_text), self._USE).decode()


def too_many() -> str:
    """What somebody is told who has tried too often, with the time from which they may again."""
    at = times.clock(clock.now() + LONGEST_WAIT + timedelta(seconds=59))
    return _("That was too often. Nothing is locked: try again at %(time)s.") % {"time": at}


def _reminder() -> str:
    return format_html(
        '{} <a href="{}">{}</a>',
        _(
            "You can see other people's records. A code from an app on your phone keeps them safe if somebody learns "
            "your passphrase."
        ),
        reverse("mfa_index"),
        _("Add an app (two minutes)"),
    )
