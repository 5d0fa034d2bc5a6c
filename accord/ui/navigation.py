"""The navigation: slices offer their pages in `apps.py`, and each page shows those that the person may open."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise

from accord.kernel.registry import Registry
from accord.ui.links import address

STAFF = "staff"  # Everybody's: what I owe, what I asked, the documents.
OFFICE = "office"  # The work of those who run it: board, people, ledger.
ACCOUNT = "account"  # Under the person's name.
SEARCH = "search"  # The box at the top: its page takes `q`.
FOOT = "foot"  # At the foot of every page.


@dataclass(frozen=True)
class Item:
    """A page in the navigation. `to` is the route's name; `needs` a capability, or None for everybody in the area."""

    label: str | Promise
    to: str
    area: str = STAFF
    needs: str | None = None
    order: int = 100
    post: bool = False  # Such as sign-out: an act, so a button and not a link.


ITEMS: Registry[Item] = Registry("navigation")


def register(item: Item) -> Item:
    """Offer a page. Called in a slice's `AppConfig.ready`."""
    return ITEMS.register(item)


@dataclass(frozen=True)
class Shown:
    """An item as one page shows it. `here` is "page" on the page itself, "true" on a page below it, else empty."""

    label: str | Promise
    url: str
    here: str
    post: bool


def shown(request: HttpRequest, area: str) -> list[Shown]:
    """The items of `area` that this person may open, in order. Asks `request.may`, and no database."""
    routes = {item: url for item, url in _routes(request) if item.area == area and _may(request, item.needs)}
    nearest = max((url for item, url in routes.items() if _is_below(request, item, url)), key=len, default=None)
    here = {nearest: "true", request.path: "page"}
    ordered = sorted(routes, key=lambda item: item.order)
    return [Shown(item.label, routes[item], here.get(routes[item], ""), item.post) for item in ordered]


def _routes(request: HttpRequest) -> Iterator[tuple[Item, str]]:
    for item in ITEMS:
        try:
            yield item, address(request, item.to)
        except NoReverseMatch:
            continue  # A page of a school, and this page is none's.


def _may(request: Any, needs: str | None) -> bool:
    if needs is None:
        return True
    may = getattr(request, "may", None)
    return bool(may and may(needs))


def _is_below(request: HttpRequest, item: Item, url: str) -> bool:
    """Whether the page belongs to the item's slice and lies below its address."""
    match = getattr(request, "resolver_match", None)
    namespace = item.to.rpartition(":")[0]
    return bool(match and namespace and match.namespace == namespace and request.path.startswith(url))
