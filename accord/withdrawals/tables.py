"""The registers: withdrawals, and what was destroyed where."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accord.kernel import clock
from accord.ui.links import address
from accord.ui.tables import Column, Filter, Table
from accord.withdrawals.models import Place, Withdrawal
from accord.withdrawals.words import FOUND, place_state, state_of


class WithdrawalTable(Table):
    """Every edition whose copies are destroyed; the open ones first."""

    caption = _("Withdrawals")
    search = ("title",)
    search_label = _("Search by title")
    order = "state"
    empty_title = _("No edition has been withdrawn yet")
    empty_text = _(
        "When a version is replaced or a document withdrawn, it stands here by itself, with the places where copies may be."
    )

    def __init__(self, request: HttpRequest, rows: Any, **more: Any) -> None:
        today = clock.today()
        super().__init__(
            request,
            rows,
            columns=[
                Column(
                    "title", _("Edition"), sort="title", link=lambda row: address(request, "withdrawals:one", row.pk)
                ),
                Column("why", _("Why"), lambda row: row.get_origin_display(), sort="origin"),
                Column("lead", _("Led by"), "lead.list_name", sort="lead__surname,lead__forename"),
                Column("clear", _("Places clear"), _clear),
                Column("due", _("Due"), "due_on", sort="due_on"),
                Column("state", _("State"), lambda row: state_of(row, today), sort="-closed_at,due_on"),
                Column("closed", _("Closed"), "closed_at", sort="closed_at"),
            ],
            filters=[
                Filter("state", _("State"), [("open", _("Open")), ("closed", _("Closed"))], by=_by_state),
                Filter("why", _("Why"), Withdrawal.Origin.choices, by="origin"),
            ],
            **more,
        )


def _clear(row: Any) -> str:
    return f"{row.places_clear} of {row.places_all}"


def _by_state(rows: Any, chosen: str) -> Any:
    return rows.filter(closed_at__isnull=chosen == "open")


class PlaceTable(Table):
    """What was destroyed, where, when, and who confirmed it."""

    caption = _("Places")
    search = ("name", "withdrawal__title", "person__surname", "person__forename")
    search_label = _("Search by place, edition or name")
    order = "confirmed"
    empty_title = _("No places yet")
    empty_text = _(
        "Each place where copies of an old edition may stand is listed here, with who confirmed that none do."
    )

    def __init__(self, request: HttpRequest, rows: Any, **more: Any) -> None:
        super().__init__(
            request,
            rows,
            columns=[
                Column("name", _("Place"), sort="name", link=lambda row: address(request, "withdrawals:place", row.pk)),
                Column("edition", _("Edition"), "withdrawal.title", sort="withdrawal__title"),
                Column("kind", _("Kind"), lambda row: row.get_kind_display(), sort="kind"),
                Column("person", _("Named person"), "person.list_name", sort="person__surname,person__forename"),
                Column("state", _("State"), place_state, sort="found"),
                Column("confirmed", _("Confirmed"), "confirmed_at", sort="confirmed_at"),
                Column("note", _("Note")),
            ],
            filters=[
                Filter("found", _("State"), [("waiting", _("Not confirmed yet")), *_found()], by=_by_found),
                Filter("kind", _("Kind"), Place.Kind.choices),
            ],
            **more,
        )


def _found() -> list[tuple[str, Any]]:
    return [(code, state.word) for code, state in FOUND.items()]


def _by_found(rows: Any, chosen: str) -> Any:
    return rows.filter(found="" if chosen == "waiting" else chosen)


ON_PAPER = (0, 1, 2, 4, 5, 6, 7)  # Of each list's columns, their places.
PLACES_ON_PAPER = (0, 1, 2, 4, 5, 6, 8)


def withdrawal_headings() -> list[str]:
    return ["Edition", "Why", "Led by", "Opened", "Due", "Places", "Clear", "Closed", "Closed because"]


def withdrawal_line(row: Any) -> list[Any]:
    names = [row.title, row.get_origin_display(), row.lead.list_name]
    return [*names, row.opened_at, row.due_on, row.places_all, row.places_clear, row.closed_at, row.closed_because]


def place_headings() -> list[str]:
    return ["Place", "Edition", "Kind", "Web address", "Named person", "State", "Confirmed", "Confirmed by", "Note"]


def place_line(row: Any) -> list[Any]:
    by = row.confirmed_by.list_name if row.confirmed_by else ""
    facts = [row.name, row.withdrawal.title, row.get_kind_display(), row.address, row.person.list_name]
    return [*facts, place_state(row), row.confirmed_at, by, row.note]
