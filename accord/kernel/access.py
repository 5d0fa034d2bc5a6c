"""Who may come to which page: every route names what it needs, and the names make one table.

Two questions, always both: may they come here (this table), and can they see the row (`visible_to`, in SQL).
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, path

from accord.kernel.decision import Decision

PUBLIC = "public"  # Anyone, signed in or not.
SIGNED_IN = "signed-in"  # Anyone with an account; no school is involved.
SEATED = "seated"  # Anyone who has a seat in the school of the address.

View = Callable[..., HttpResponseBase]


def route(address: str, view: View, name: str, *, needs: str) -> URLPattern:
    """A route and what it needs: PUBLIC, SIGNED_IN, SEATED, or the code of a capability in the address's school."""
    return path(address, guarded(view, needs), name=name)


def guarded(view: View, needs: str) -> View:
    """`view` behind the door that `needs` names."""

    @functools.wraps(view)
    def at_the_door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kwargs.pop("school", None)  # The middleware has opened it; views find it at `request.school`.
        turned_away = turn_away(request, needs)
        return turned_away or view(request, *args, **kwargs)

    at_the_door.needs = needs  # type: ignore[attr-defined]
    return at_the_door


def turn_away(request: Any, needs: str) -> HttpResponse | None:
    """The way to sign-in for the anonymous, 404 without a seat, `Refused` without the capability, else None."""
    if needs == PUBLIC:
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if needs == SIGNED_IN:
        return None
    if request.person is None:
        raise Http404
    if needs != SEATED:
        decision: Decision = request.may(needs)
        decision.require()
    return None


@dataclass(frozen=True)
class Entry:
    """A row of the access table."""

    address: str
    name: str
    needs: str | None


def table() -> Iterator[Entry]:
    """Every route of the site in the order of the addresses; `needs` is None where nobody has said."""
    yield from sorted(_walk(get_resolver(), "/", ""), key=lambda entry: entry.address)


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Entry]:
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, address, inner)
        else:
            name = f"{namespace}{pattern.name}"
            yield Entry(address, name, getattr(pattern.callback, "needs", None) or ADOPTED.get(name))


# Routes of libraries, which cannot use `route`: name to need. Filled by the slice that includes them.
ADOPTED: dict[str, str] = {}


class AdoptedRoutes:
    """Middleware that holds the door of a library's routes, and of any route that nobody has given a door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if hasattr(view, "needs"):
            return None
        needs = ADOPTED.get(request.resolver_match.view_name)
        if needs is None:
            raise Http404  # Nobody said who may come here, so nobody may.
        return turn_away(request, needs)
