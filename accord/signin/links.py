"""The one-time link with which somebody chooses a passphrase."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accord.people.models import Account


def invitation_link(account: Account) -> str:
    """A link to choose a passphrase. Good once, until the passphrase is set or `PASSWORD_RESET_TIMEOUT` is over."""
    key = f"{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}"
    uid, token = key.split("-", 1)
    return f"{settings.PUBLIC_URL}{reverse('account_reset_password_from_key', kwargs={'uidb36': uid, 'key': token})}"
