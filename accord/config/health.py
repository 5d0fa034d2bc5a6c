"""Whether the process lives (/healthz) and whether it can serve (/readyz)."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from accord.kernel import guard
from accord.kernel.access import PUBLIC, route


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and every wall between schools stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    faults = guard.faults()
    return JsonResponse({"status": "unsafe" if faults else "ok", "faults": faults}, status=503 if faults else 200)


urlpatterns = [
    route("healthz", healthz, "healthz", needs=PUBLIC),
    route("readyz", readyz, "readyz", needs=PUBLIC),
]
