"""Opens the school that the address names, for the whole of the request."""

import re
from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from accord.kernel.scope import in_school
from accord.schools.models import School

# Written out, because every request of a school's page asks it (docs/decisions/0008).
_NAMED = f"SELECT * FROM {School._meta.db_table} WHERE slug = %s"
_ADDRESS = re.compile(r"^/s/([a-z0-9-]+)/")


class SchoolMiddleware:
    """Sets `request.school`, and holds one transaction in its scope until the page is rendered.

    Django closes its own transaction before a lazy template is rendered, and the page would then find no rows. A
    response of 400 or above leaves no trace in the database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.school = None  # type: ignore[attr-defined]
        named = _ADDRESS.match(request.path_info)
        if named is None:
            return self.get_response(request)
        school = next(iter(School.objects.raw(_NAMED, [named[1]])), None)
        if school is None:
            raise Http404
        request.school = school  # type: ignore[attr-defined]
        with in_school(school.pk):
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response
