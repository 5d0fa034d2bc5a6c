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
# Beside something that is shown: the item's route takes its id.
READING = "reading"  # A text that somebody reads.
DOCUMENT = "document"  # A document in force, on its own page.
DRAFT = "draft"  # A version that is on its way, on its own page.
ADOPTION = "adoption"  # The page on which the board's decision on a version is recorded.


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


def shown(request: HttpRequest, area: str, *about: Any) -> list[Shown]:
    """The items of `area` that this person may open, in order. Asks `request.may`, and no database.

    `about` is what the routes of the area take: the id of what stands on the page.
    """
    routes = dict(_routes(request, area, about))
    nearest = max((url for item, url in routes.items() if _is_below(request, item, url)), key=len, default=None)
    here = {nearest: "true", request.path: "page"}
    ordered = sorted(routes, key=lambda item: item.order)
    return [Shown(item.label, routes[item], here.get(routes[item], ""), item.post) for item in ordered]


def _routes(request: HttpRequest, area: str, about: tuple[Any, ...]) -> Iterator[tuple[Item, str]]:
    for item in ITEMS:
        if item.area != area or not _may(request, item.needs):
            continue
        try:
            yield item, address(request, item.to, *about)
        except NoReverseMatch:
            continue  # A page of a school, and this page is none's; or one about something that is not shown here.


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
