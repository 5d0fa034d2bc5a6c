"""Addresses of pages, from a page: school pages live under /s/<school>/, so the school is put in by itself."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


def address(request: HttpRequest | None, to: str, *args: Any) -> str:
    """The address of `to`: an address already (it has a `/`, `?` or `#`, or is empty), or the name of a route.

    A route of the school that the page belongs to needs no school among its `args`. Raises NoReverseMatch.
    """
    if not to or any(mark in to for mark in "/?#"):
        return to
    school = getattr(request, "school", None)
    if school is not None:
        try:
            return reverse(to, args=[school.slug, *args])
        except NoReverseMatch:
            pass  # A route that is not a school's, such as sign-out.
    return reverse(to, args=args)
