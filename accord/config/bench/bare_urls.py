"""The pages of `bare`: the least that keeping something of somebody's can cost."""

from typing import Any

from django.http import HttpResponse
from django.urls import path

from accord.config.health import healthz
from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.people.models import Seat
from accord.signing.models import Briefing


def insert(request: Any, school: int) -> HttpResponse:
    """Who asks, and as whom in this school; then one row of theirs, committed."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    seat = Seat.objects.get(account=request.user, school_id=school, closed_at__isnull=True)
    with in_school(school):
        Briefing.objects.create(
            title="Bare", held_on=clock.today(), recorded_by_id=seat.person_id, recorded_at=clock.now()
        )
    return HttpResponse(status=302)


urlpatterns = [path("healthz", healthz), path("bare/<int:school>/", insert)]
