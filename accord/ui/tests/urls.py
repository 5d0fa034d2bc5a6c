"""Addresses for the tests of the pages: what the house's own urls.py would have, without the house."""

from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_protect

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


def reading(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


urlpatterns = [
    path("refusing/", refusing),
    path("without-database/", without_database),
    path("broken/", broken),
    path("reading/", csrf_protect(reading)),
    path("sign-out/", page, name="sign-out"),
    path("s/<slug:school>/", page, name="home"),
    path("s/<slug:school>/documents/", page, name="documents"),
    path("s/<slug:school>/board/", page, name="board"),
    path("s/<slug:school>/people/", page, name="people"),
    path("s/<slug:school>/people/<int:pk>/", page, name="person"),
    path("s/<slug:school>/search/", page, name="search"),
]
