"""One log line for a request: what was asked, how it went, how long it took. Not by whom."""

import logging
import re
import time
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

logger = logging.getLogger("accord.request")
QUIET = ("/healthz", "/readyz", settings.STATIC_URL)


class RequestLog:
    """Outermost middleware: measures everything, pages of refusal included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        if not request.path.startswith(QUIET):
            school = getattr(request, "school", None)
            facts = {
                "method": request.method,
                "path": address(request.resolver_match),
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000),
                "school": str(school.pk) if school else None,
            }
            logger.info("request", extra=facts)
        return response


def address(match: ResolverMatch | None) -> str:
    """The path as it may be logged: numbers and the school's name stay, any other text is named, not shown.

    A personal link is a secret in the path; and an address that leads nowhere can be anything.
    """
    if match is None:
        return "unknown"

    def shown(part: re.Match[str]) -> str:
        name = part[1]
        value = match.kwargs.get(name)
        return str(value) if isinstance(value, int | UUID) or name == "school" else f"<{name}>"

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", shown, match.route)
