"""What every answer says about itself, beyond what Django's own settings say."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

# Nothing of the device is used, and so nothing that is slipped into a page can use it.
NOTHING = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), "
    "payment=(), picture-in-picture=(), publickey-credentials-create=(), publickey-credentials-get=(), "
    "screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()"
)
ACCOUNT_PAGES = "/accounts/"


class StrictHeaders:
    """Outside everything that answers, static files and errors included: nothing of the device, nobody else's page.

    What was made for somebody who is signed in, and every page with a link or a passphrase, is stored nowhere, unless
    its view knows better: the next person at this screen must not find it, nor a proxy hand it to another.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NOTHING)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_private(request):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _is_private(request: HttpRequest) -> bool:
    """Whether the answer may hold something of somebody's. Looks at what was loaded for it, and asks nothing anew."""
    if request.path_info.startswith(ACCOUNT_PAGES):
        return True
    session = getattr(request, "session", None)
    return SESSION_KEY in getattr(session, "_session_cache", ())
