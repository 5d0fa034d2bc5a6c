"""The calendar link: made, taken back, and the calendar that it leads to."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accord.duties import actions, feed
from accord.duties.models import CalendarLink
from accord.kernel import clock


def link(request: Any) -> HttpResponse:
    """Whether there is a link, and what it shows; posted, a new one is made and shown this once."""
    context: dict[str, Any] = {}
    if request.method == "POST":
        secret = actions.make_calendar_link(by=request.person, now=clock.now())
        page = reverse("duties:feed", kwargs={"school": request.school.slug, "secret": secret})
        context["address"] = settings.PUBLIC_URL + page
    context["link"] = CalendarLink.objects.filter(person=request.person).first()
    found = feed.entries(request.person, school_slug=request.school.slug, today=clock.today())
    context["entries"] = sorted(found, key=lambda entry: (entry.day, entry.title))
    answer = render(request, "duties/calendar.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def take_back(request: Any) -> HttpResponse:
    """The link leads nowhere from now on."""
    if actions.take_back_calendar_link(by=request.person, now=clock.now()):
        messages.success(request, _("The link leads nowhere now. Whoever had it sees no more of your calendar."))
    return redirect("duties:calendar", school=request.school.slug)


def file(request: Any, secret: str) -> HttpResponse:
    """The calendar itself. Whoever knows the secret may read it: a calendar program cannot sign in."""
    person = feed.reader_of(secret)
    if person is None:
        raise Http404
    found = feed.entries(person, school_slug=request.school.slug, today=clock.today())
    content = feed.calendar(_("Accord: %(school)s") % {"school": request.school.name}, found, now=clock.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="accord.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
