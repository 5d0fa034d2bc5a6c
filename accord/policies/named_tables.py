"""The register of named documents."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.policies import named_words, words
from accord.policies.named_reads import Row
from accord.policies.rules import Held
from accord.policies.tables import REVIEW_MEANINGS, REVIEWS
from accord.ui.states import State
from accord.ui.tables import Column, Filter, Table

FOUR = "four"
_STATES = [
    (Held.IN_FORCE.value, gettext_lazy("In force")),
    (Held.ELSEWHERE.value, gettext_lazy("Held elsewhere")),
    (Held.COMING.value, gettext_lazy("On its way")),
    (Held.MISSING.value, gettext_lazy("Missing")),
]


def _review(row: Row) -> State | str:
    if row.review_on is None:
        return ""
    shown = date_format(row.review_on, "j M Y")
    meaning = REVIEW_MEANINGS.get(row.review)
    return State(shown, meaning) if meaning else shown


def _audience(row: Row) -> str:
    return words.audience_in_words((each.by, each.value) for each in row.audiences)


def _version(row: Row) -> str:
    return row.in_force.number if row.in_force else ""


def _four(rows: Iterable[Row], chosen: str) -> list[Row]:
    return [row for row in rows if row.named.one_of_four is (chosen == FOUR)]


class NamedTable(Table):
    """Every document that the guidance names: held, on its way, or missing."""

    caption = gettext_lazy("Named documents")
    search = ("title", "named.title", "named.about")
    search_label = gettext_lazy("Search in titles")
    filters = (
        Filter("state", gettext_lazy("State"), _STATES, by="held"),
        Filter("review", gettext_lazy("Review"), REVIEWS, by="review"),
        Filter(
            "which",
            gettext_lazy("Which"),
            [(FOUR, gettext_lazy("The four policies")), ("others", gettext_lazy("All others"))],
            by=_four,
        ),
    )

    def __init__(self, request: HttpRequest, rows: Iterable[Row], **declared: Any) -> None:
        slug = request.school.slug  # type: ignore[attr-defined]

        def url(row: Row) -> str:
            if row.shelved:
                return reverse("policies:document", args=[slug, row.shelved.pk])
            return reverse("policies:named_document", args=[slug, row.pk])

        self.columns = [
            Column("title", gettext_lazy("Document"), sort="title", link=url),
            Column("state", gettext_lazy("State"), named_words.state_of, sort="state"),
            Column("version", gettext_lazy("Version"), _version),
            Column("since", gettext_lazy("Since"), sort="since"),
            Column(
                "owner", gettext_lazy("Looked after by"), lambda row: row.owner.name if row.owner else "", sort="owner"
            ),
            Column("audience", gettext_lazy("Must sign"), _audience),
            Column("review", gettext_lazy("Review"), _review),
        ]
        super().__init__(request, rows, **declared)

    def lines(self) -> list[list[Any]]:
        """Everything that the filters leave, for the export."""
        return [_line(row) for row in self.everything]


EXPORTED = (
    gettext_lazy("Document"),
    gettext_lazy("One of the four"),
    gettext_lazy("State"),
    gettext_lazy("Version in force"),
    gettext_lazy("Since"),
    gettext_lazy("Kept elsewhere at"),
    gettext_lazy("Link"),
    gettext_lazy("Looked after by"),
    gettext_lazy("Must sign"),
    gettext_lazy("Review date"),
    gettext_lazy("Clauses that need it"),
)
ON_PAPER = (0, 2, 3, 4, 7, 9)  # The places of those that a paper has room for.


def _line(row: Row) -> list[Any]:
    elsewhere = row.elsewhere if row.held is Held.ELSEWHERE else None
    return [
        row.title,
        _("yes") if row.named.one_of_four else _("no"),
        named_words.state_of(row),
        _version(row) or None,
        row.since,
        elsewhere.place if elsewhere else None,
        elsewhere.link if elsewhere else None,
        row.owner.name if row.owner else None,
        _audience(row) or None,
        row.review_on,
        ", ".join(row.named.clauses),
    ]
