"""What people said when they objected or declined, in their own words: as a list, and as the newest few."""

import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accord.kernel.clock import LONDON
from accord.signing.models import Declaration, Signature, Text
from accord.ui.links import address
from accord.ui.states import state_of
from accord.ui.tables import Column, Filter, Table

RECENT_DAYS = 28  # How long a reason or an objection stands on the home page.
RECENT = "recent"


def reasons() -> QuerySet[Declaration]:
    """Every objection and every reason to decline, newest first. Three queries, with its person and its documents."""
    found = Declaration.objects.exclude(kind=Declaration.Kind.SIGNED)
    return found.select_related("person").prefetch_related("signatures__text")


def recent(rows: Any, today: date) -> Any:
    """Those of the last four weeks."""
    first = datetime.combine(today - timedelta(days=RECENT_DAYS), datetime.min.time(), LONDON)
    return rows.filter(signed_at__gte=first)


def series_in_force() -> dict[uuid.UUID, str]:
    """Each document that is in force, with its title. One query."""
    return dict(Text.objects.in_force().order_by("title").values_list("series", "title"))


def board_of(declaration: Declaration, in_force: Collection[uuid.UUID]) -> uuid.UUID | None:
    """A document on whose board this answer stands; None where none of its documents is in force any more."""
    return next((each.text.series for each in declaration.signatures.all() if each.text.series in in_force), None)


class Reasons(Table):
    """Who objected or declined, to what, when, and why."""

    search = ("person__forename", "person__surname", "person__known_as", "words")
    search_label = _("Search by name or word")
    order = "-answered"
    empty_title = _("Nobody has objected or declined")
    empty_text = _("When somebody signs with an objection or declines, their own words stand here.")

    def __init__(self, request: HttpRequest, rows: Any, *, today: date, **more: Any) -> None:
        in_force = series_in_force()

        def url(row: Declaration) -> str:
            series = board_of(row, in_force)
            return address(request, "signing:person", series, row.person_id) if series else ""

        super().__init__(
            request,
            rows,
            columns=[
                Column("name", _("Name"), "person.list_name", sort="person__surname,person__forename", link=url),
                Column("state", _("State"), lambda row: state_of(row.kind), sort="kind"),
                Column("answered", _("Answered"), "signed_at", sort="signed_at"),
                Column("documents", _("Documents"), titles),
                Column("words", _("In their own words"), "words"),
            ],
            filters=[
                Filter(
                    "state", _("State"), [(kind, state_of(kind).word) for kind in ("objected", "declined")], by="kind"
                ),
                Filter("document", _("Document"), [(str(series), title) for series, title in in_force.items()], by=_of),
                Filter(
                    "when",
                    _("When"),
                    [(RECENT, _("In the last four weeks"))],
                    by=lambda rows, _chosen: recent(rows, today),
                ),
            ],
            **more,
        )


def _of(rows: Any, series: str) -> Any:
    return rows.filter(pk__in=Signature.objects.filter(text__series=series).values("declaration_id"))


def titles(row: Declaration) -> str:
    """The documents of an answer, each with its version."""
    texts = sorted((each.text for each in row.signatures.all()), key=lambda text: text.title)
    return ", ".join(f"{text.title}, {text.label}" for text in texts)
