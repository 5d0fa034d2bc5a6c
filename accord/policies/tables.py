"""The register of documents."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.policies import words
from accord.policies.models import Version
from accord.policies.reads import Shelved
from accord.policies.rules import Review
from accord.ui import times
from accord.ui.states import DUE, LATE, YOURS, State
from accord.ui.tables import Column, Filter, Table

REVIEWS = [
    (Review.LATE.value, gettext_lazy("Overdue")),
    (Review.SOON.value, gettext_lazy("Within a month")),
    (Review.COMING.value, gettext_lazy("Within three months")),
]
REVIEW_MEANINGS = {Review.LATE: LATE, Review.SOON: DUE, Review.COMING: YOURS}
IN_FORCE, COMING, OVER = "in-force", "coming", "over"


def _version(row: Shelved) -> str:
    shown = row.in_force or row.coming or row.last
    return shown.number if shown else ""


def _adopted_on(row: Shelved) -> Any:
    shown = row.in_force or row.coming or row.last
    return shown.adoption.meeting_on if shown and shown.adoption else None


def _next(row: Shelved) -> State | str:
    """What is on its way while another version is in force."""
    if row.in_force is None or row.coming is None:
        return ""
    return State(f"{row.coming.number}: {words.STATES[row.coming.state].word}", words.STATES[row.coming.state].meaning)


def _review(row: Shelved) -> State | str:
    """The review date: blue within three months, amber within one, red when it is over."""
    if row.document.review_on is None:
        return ""
    shown = date_format(row.document.review_on, "j M Y")
    meaning = REVIEW_MEANINGS.get(row.review)
    return State(shown, meaning) if meaning else shown


def _signed(row: Shelved) -> str:
    if row.progress is None:
        return ""
    return _("%(done)d of %(needed)d") % {"done": row.progress.done, "needed": row.progress.needed}


def _in_state(rows: Iterable[Shelved], chosen: str) -> list[Shelved]:
    tests = {
        IN_FORCE: lambda row: row.in_force is not None,
        COMING: lambda row: row.coming is not None,
        OVER: lambda row: row.is_withdrawn,
    }
    return [row for row in rows if tests[chosen](row)]


def _in_review(rows: Iterable[Shelved], chosen: str) -> list[Shelved]:
    return [row for row in rows if row.review == chosen]


class Library(Table):
    """Every document with its state, its version, who looks after it, its review, and how its signing goes."""

    search = ("document.title", "document.summary")
    search_label = gettext_lazy("Search in titles")
    order = "title"
    filters = (
        Filter(
            "state",
            gettext_lazy("State"),
            [
                (IN_FORCE, gettext_lazy("In force")),
                (COMING, gettext_lazy("Something on its way")),
                (OVER, gettext_lazy("Withdrawn")),
            ],
            by=_in_state,
        ),
        Filter(
            "review",
            gettext_lazy("Review"),
            REVIEWS,
            by=_in_review,
        ),
    )
    empty_title = gettext_lazy("No document yet")
    empty_text = gettext_lazy(
        "Each policy of the school will stand here: its text, who adopted it, and who has signed it."
    )

    def __init__(self, request: HttpRequest, rows: Iterable[Shelved], **declared: Any) -> None:
        slug = request.school.slug  # type: ignore[attr-defined]

        def url(row: Shelved) -> str:
            return reverse("policies:document", args=[slug, row.pk])

        self.columns = [
            Column("title", gettext_lazy("Document"), "document.title", sort="document.title", link=url),
            Column("state", gettext_lazy("State"), words.state_of, sort="state"),
            Column("version", gettext_lazy("Version"), _version),
            Column("next", gettext_lazy("On its way"), _next),
            Column("adopted", gettext_lazy("Adopted"), _adopted_on, sort="adopted"),
            Column("owner", gettext_lazy("Looked after by"), "document.owner.name", sort="owner"),
            Column("review", gettext_lazy("Review"), _review),
            Column("signed", gettext_lazy("Signed"), _signed, numeric=True),
        ]
        super().__init__(request, rows, **declared)

    def lines(self) -> list[list[Any]]:
        """Everything that the filters leave, for the export."""
        return [_line(row) for row in self.everything]


EXPORTED = (
    gettext_lazy("Document"),
    gettext_lazy("State"),
    gettext_lazy("Version in force"),
    gettext_lazy("In force since"),
    gettext_lazy("Adopted on"),
    gettext_lazy("Minute reference"),
    gettext_lazy("On its way"),
    gettext_lazy("Looked after by"),
    gettext_lazy("Review date"),
    gettext_lazy("Asked to sign"),
    gettext_lazy("Signed"),
)


def _line(row: Shelved) -> list[Any]:
    version: Version | None = row.in_force
    adoption = version.adoption if version else None
    return [
        row.document.title,
        words.state_of(row),
        version.number if version else None,
        times.london(version.published_at).date() if version and version.published_at else None,
        adoption.meeting_on if adoption else None,
        adoption.minute_reference if adoption else None,
        row.coming.number if row.coming else None,
        row.document.owner.name,
        row.document.review_on,
        row.progress.needed if row.progress else None,
        row.progress.done if row.progress else None,
    ]
