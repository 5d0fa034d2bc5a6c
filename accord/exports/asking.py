"""How pages of lower slices have their lists set as papers."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accord.exports import actions
from accord.exports.papers import paper_of, written
from accord.kernel import clock
from accord.ui.exports import Listing


class ListPapers:
    """What lower slices ask through `ui.exports`."""

    def ask(self, request: HttpRequest, listing: Listing) -> HttpResponseBase:
        """Take the list down and have it set."""
        person, school = request.person, request.school  # type: ignore[attr-defined]
        paper = paper_of(listing, made_by=person.name)
        copy = actions.ask_for_list(name=listing.name, given=written(paper), by=person, now=clock.now())
        return redirect("exports:paper", school=school.slug, paper=copy.pk)
