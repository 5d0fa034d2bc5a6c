"""The pages that nobody asks for: refusals, what is not there, what went wrong. And the school's colour.

In the root `urls.py`: `handler400 = views.bad_request`, `handler403 = views.forbidden`, `handler404 = views.not_found`,
`handler500 = views.server_error`; in the settings `CSRF_FAILURE_VIEW = "accord.ui.views.csrf_failure"`.
"""

import errno
import logging
import sys
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.html import escape
from django.utils.translation import gettext as _
from psycopg.errors import DiskFull

from accord.kernel.decision import Decision, refuse
from accord.ui import theme

logger = logging.getLogger(__name__)

SECRETS = ("pass", "secret", "token", "code", "otp")  # In a field's name: never sent back to the page.
LONGEST_KEPT = 200_000  # Characters of typed text that the page for a stale form sends back.
RETRY_AFTER = "10"  # seconds


def refused(request: HttpRequest, decision: Decision) -> HttpResponse:
    """403: the page that says why not, and who can help."""
    return render(request, "ui/refused.html", {"decision": decision}, status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 of Django's own PermissionDenied, whose words are for logs."""
    return refused(request, refuse("permission-denied", _("This page is for other people in the school.")))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where more was sent than we take."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return _bare("ui/400.html", 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: what was sent is more than we take."""
    return _bare("ui/413.html", 413)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: it is not there, or not for this person; the page does not tell which."""
    return render(request, "ui/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database did not answer. Needs neither database nor request."""
    error = sys.exc_info()[1]
    if is_passing(error):
        return unavailable(request, error)
    return _bare("ui/500.html", 500)


def is_passing(error: BaseException | None) -> bool:
    """Whether the same may well succeed later: the database is slow or away, or a disk is full."""
    return isinstance(error, OperationalError | InterfaceError) or is_full(error)


def is_full(error: BaseException | None) -> bool:
    """Whether a disk is full: the vault's, or the database's."""
    no_room = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return no_room or isinstance(getattr(error, "__cause__", None), DiskFull)


def unavailable(request: HttpRequest, error: BaseException | None = None) -> HttpResponse:
    """503: the database is slow or away, or there is no room. Nothing was saved, and the page says so."""
    logger.error("unavailable", exc_info=error or True)
    context = {"was_saving": request.method not in {"GET", "HEAD"}, "is_full": is_full(error)}
    answer = _bare("ui/503.html", 503, context)
    answer["Retry-After"] = RETRY_AFTER
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that has become stale (signed in again in another tab): what was typed can be sent again.

    Only to a form that our own page sent: a foreign page must not get its words put into our mouth.
    """
    ours = _from_our_page(request, reason)
    fields = _typed(request) if ours else []
    context = {"fields": fields, "files": bool(ours and request.FILES), "is_ours": ours, "to": request.get_full_path()}
    return render(request, "ui/stale.html", context, status=403)


def theme_css(request: Any) -> HttpResponse:
    """The school's colour as CSS, at /s/<school>/theme.css. Its address changes with the colour."""
    answer = HttpResponse(theme.stylesheet(getattr(request.school, "accent", "")), content_type="text/css")
    answer["Cache-Control"] = "public, max-age=604800"
    return answer


def _from_our_page(request: HttpRequest, reason: str) -> bool:
    if reason.startswith(("Origin checking failed", "Referer checking failed")):
        return False
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sender).netloc == request.get_host()


def _typed(request: HttpRequest) -> list[dict[str, str]]:
    """What was typed: name, text and a label. Nothing secret, and nothing longer than a person types."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    if sum(len(str(value)) for _name, value in pairs) > LONGEST_KEPT:
        return []
    return [
        {"name": name, "value": str(value), "label": name.rpartition("-")[2].replace("_", " ").capitalize()}
        for name, value in pairs
        if name != "csrfmiddlewaretoken" and not any(secret in name.lower() for secret in SECRETS)
    ]


def _bare(template: str, status: int, context: dict[str, Any] | None = None) -> HttpResponse:
    """A page that needs nothing: if even its template cannot be read, its sentence alone."""
    try:
        return HttpResponse(loader.render_to_string(template, context), status=status)
    except Exception:
        logger.exception("error page")
        sentence = escape(
            _("Something went wrong on our side. Nothing that you saved before is lost. Please try again.")
        )
        return HttpResponse(f"<!DOCTYPE html><title>Accord</title><main><h1>{sentence}</h1></main>", status=status)
