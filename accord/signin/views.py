"""Signing in. Where allauth's pages are enough they are used as they are."""

import uuid
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.contrib.auth import login as open_session
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accord.people.models import Seat
from accord.signin.demonstration import cast


class SignInView(LoginView):
    """allauth's page; in a demonstration with one button for each role."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.DEMONSTRATION:
            context["demonstration"] = cast()
        return context


login = SignInView.as_view()


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
    record_authentication(request, seat.account, "demonstration")
    wanted = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        wanted = f"/s/{seat.school.slug}/"
    return redirect(wanted)


def totp_picture(request: HttpRequest) -> HttpResponse:
    """The QR code of the secret that is being set up, as a picture of its own: our headers allow none inside a page."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    answer = HttpResponse(
        adapter.build_totp_svg(adapter.build_totp_url(request.user, secret)), content_type="image/svg+xml"
    )
    answer["Cache-Control"] = "no-store"
    return answer
