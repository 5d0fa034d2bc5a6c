"""Addresses for the tests of the pages: what the house's own urls.py would have, without the house."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_protect

from accord.kernel.access import PUBLIC, route
from accord.kernel.decision import refuse
from accord.ui import views

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error


def page(request: HttpRequest, **_where: Any) -> HttpResponse:
    return HttpResponse("a page")


def refusing(request: HttpRequest) -> HttpResponse:
    refuse("own-request", "Someone else must approve a request you made.").require()
    raise AssertionError("not reached")


def without_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the connection is closed")


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def forbidding(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def reading(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


urlpatterns = [
    route("refusing/", refusing, "refusing", needs=PUBLIC),
    route("without-database/", without_database, "without-database", needs=PUBLIC),
    route("broken/", broken, "broken", needs=PUBLIC),
    route("forbidding/", forbidding, "forbidding", needs=PUBLIC),
    route("reading/", csrf_protect(reading), "reading", needs=PUBLIC),
    route("sign-out/", page, "sign-out", needs=PUBLIC),
    route("s/<slug:school>/", page, "home", needs=PUBLIC),
    route("s/<slug:school>/documents/", page, "documents", needs=PUBLIC),
    route("s/<slug:school>/board/", page, "board", needs=PUBLIC),
    route("s/<slug:school>/people/", page, "people", needs=PUBLIC),
    route("s/<slug:school>/people/<int:pk>/", page, "person", needs=PUBLIC),
    route("s/<slug:school>/search/", page, "search", needs=PUBLIC),
]
