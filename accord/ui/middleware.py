"""Turns two kinds of exception into pages: the rules said no, and nothing can be read or saved just now."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accord.kernel.decision import Refused
from accord.ui import views

View = Callable[[HttpRequest], HttpResponse]


class RefusedMiddleware:
    """Put it outside the middleware that opens the school's scope: that one then sees the exception first, and undoes.

    What fails in another middleware never comes here; `views.server_error` knows those by their exception.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return views.refused(request, exception.decision)
        if views.is_passing(exception):
            return views.unavailable(request, exception)
        return None
