"""How the person before us had signed in: facts for the evidence."""

from datetime import datetime, timezone

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from accord.signing.actions import SignedIn

LONG_AGO = datetime(1970, 1, 1, tzinfo=timezone.utc)
_WORDS = {
    "password": "passphrase",
    "password_reset": "link sent to their address",
    "totp": "code from an app",
    "recovery_codes": "recovery code",
    "demonstration": "one click, in a demonstration only",
}


def signed_in(request: HttpRequest) -> SignedIn:
    """With which factors and when this browser's account last proved itself. No record means too long ago."""
    records = get_authentication_records(request, request.user)
    newest = max((record["at"] for record in records), default=None)
    methods = [record.get("type") or record["method"] for record in records]
    words = [_WORDS.get(method, method) for method in methods]
    return SignedIn(
        method=" and ".join(dict.fromkeys(words))[:60],
        at=datetime.fromtimestamp(newest, timezone.utc) if newest else LONG_AGO,
        address=_address(request),
        browser=request.headers.get("User-Agent", ""),
    )


def _address(request: HttpRequest) -> str | None:
    """The visitor's address. Behind our own proxy it is the last one that the proxy wrote down."""
    if settings.BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return forwarded or None
    return request.META.get("REMOTE_ADDR") or None
