"""Signing in. Where allauth's pages are enough they are used as they are."""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.contrib.auth import login as open_session
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accord.people.models import Seat
from accord.signin import reads
from accord.signin.adapter import LONGEST_WAIT
from accord.signin.adapter import too_many as when_again
from accord.signin.demonstration import cast

METHOD = "demonstration"


def honest(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """allauth's page, with 422 where a form comes back with something to put right."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 200:
            response.status_code = 422
        return response

    return answered


class SignInView(account.LoginView):
    """allauth's page; in a demonstration with one button for each role."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.DEMONSTRATION:
            context["demonstration"] = cast()
        return context


login = SignInView.as_view()


class SecurityView(IndexView):
    """What somebody signs in with, and what they should add."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"sees_others": reads.sees_others(self.request.user)}


security = SecurityView.as_view()


@require_POST
def demonstration(request: Any) -> HttpResponse:
    """Sign in as one of the demonstration's people by one click. Outside a demonstration this page does not exist."""
    if not settings.DEMONSTRATION:
        raise Http404
    try:
        chosen = uuid.UUID(request.POST.get("seat", ""))
    except ValueError as error:
        raise Http404 from error
    open_seats = Seat.objects.filter(school__is_demonstration=True, closed_at__isnull=True)
    seat = get_object_or_404(open_seats.select_related("account", "school"), pk=chosen)
    open_session(request, seat.account, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, seat.account, METHOD)
    return redirect(_way_on(request) or f"/s/{seat.school.slug}/")


def confirm(request: Any) -> HttpResponse:
    """Ask once more who it is. The people of a demonstration have no passphrase: one click is their way in, here too."""
    if not settings.DEMONSTRATION or request.user.has_usable_password():
        return account.reauthenticate(request)
    get_object_or_404(Seat.objects.filter(school__is_demonstration=True, closed_at__isnull=True), account=request.user)
    if request.method == "POST":
        record_authentication(request, request.user, METHOD, reauthenticated=True)
        return redirect(_way_on(request) or "/")
    return render(request, "signin/confirm_demonstration.html", {"next": request.GET.get("next", "")})


def _way_on(request: HttpRequest) -> str:
    """Where somebody was going, if that is one of our own pages."""
    wanted = request.POST.get("next", "")
    hosts = {request.get_host()}
    return wanted if url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure()) else ""


def totp_picture(request: HttpRequest) -> HttpResponse:
    """The QR code of the secret that is being set up, as a picture of its own: our headers allow none inside a page."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(picture, content_type="image/svg+xml")


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too often in too short a time, and when it goes on."""
    answer = render(request, "signin/too_many.html", {"when": when_again()}, status=429)
    answer["Retry-After"] = str(int(LONGEST_WAIT.total_seconds()))
    return answer
