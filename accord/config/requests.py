"""One log line a request: what was asked for, what came of it, how long it took. Never who asked."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("accord.requests")


class RequestLog:
    """Logs method, route, status, milliseconds and school. The path itself may hold a token, so its route is logged."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        match, school = request.resolver_match, getattr(request, "school", None)
        logger.info(
            "request",
            extra={
                "method": request.method,
                "route": match.route if match else None,
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000, 1),
                "school": school.pk if school else None,
            },
        )
        return response
