"""The register of printed sheets."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accord.signing.paper_route import reads
from accord.signing.paper_route.words import BACK, COUNTS, OUT, of_sheet
from accord.ui.links import address
from accord.ui.tables import Column, Filter, Table


class SheetTable(Table):
    """Every sheet that was printed, and whether it counts."""

    caption = _("Printed sheets")
    search = ("person_name", "code")
    search_label = _("Search by name or code")
    order = "-printed"
    empty_title = _("No sheet has been printed yet")
    empty_text = _("Open the board of a document, tick people, and print their sheets.")

    def __init__(self, request: HttpRequest, **more: Any) -> None:
        super().__init__(
            request,
            reads.sheets(),
            columns=[
                Column("name", _("Name"), "person_name", sort="person__surname,person__forename", link=_to(request)),
                Column("state", _("State"), lambda row: of_sheet(row.confirmed_at, row.is_back)),
                Column("documents", _("Documents"), "text_count", numeric=True),
                Column("printed", _("Printed"), "printed_at", sort="printed_at"),
                Column("signed", _("Signed"), "signed_on", sort="signed_on"),
                Column("witness", _("Witness"), "witness_name"),
            ],
            filters=[
                Filter(
                    "state", _("State"), [("out", OUT.word), ("back", BACK.word), ("counts", COUNTS.word)], by=_by_state
                )
            ],
            export=reverse("signing:paper_export", args=[request.school.slug]),  # type: ignore[attr-defined]
            **more,
        )


def _to(request: HttpRequest) -> Any:
    return lambda row: address(request, "signing:sheet", row.pk)


def _by_state(rows: Any, chosen: str) -> Any:
    if chosen == "counts":
        return rows.filter(confirmed_at__isnull=False)
    return rows.filter(confirmed_at__isnull=True, is_back=chosen == "back")
