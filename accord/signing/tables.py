"""The registers of signing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accord.people.models import Category
from accord.signing.board import NO_TEAM, ORDER, Standing
from accord.signing.rules import State
from accord.signing.words import leave_until
from accord.ui.links import address
from accord.ui.states import state_of
from accord.ui.tables import Bulk, Column, Filter, Table


class BoardTable(Table):
    """Who has signed one document and who has not."""

    search = ("name", "email")
    empty_title = _("Nobody is asked to sign this")
    empty_text = _("Say on the document's page who must sign it.")

    def __init__(
        self,
        request: HttpRequest,
        rows: Sequence[Standing],
        *,
        series: Any,
        bulk: Sequence[Bulk],
        away: Mapping[UUID, date | None],
        **more: Any,
    ) -> None:
        teams = sorted({row.team for row in rows if row.team})
        managers = sorted({row.manager for row in rows if row.manager})
        super().__init__(
            request,
            sorted(rows, key=lambda row: row.rank),  # Sorted by surname already.
            caption=_("People and how they stand"),
            columns=[
                Column(
                    "name", _("Name"), sort="name", link=lambda row: address(request, "signing:person", series, row.pk)
                ),
                Column("team", _("Team"), sort="team"),
                Column("state", _("State"), lambda row: state_of(row.state), sort="state"),
                Column(
                    "due", _("Due"), lambda row: leave_until(away[row.pk]) if row.pk in away else row.due_on, sort="due"
                ),
                Column("answered", _("Answered"), "answered_at", sort="answered"),
                Column("viewed", _("Last seen"), lambda row: row.viewed_at or _no_address(row), sort="viewed"),
                Column("reminded", _("Reminded"), "reminded_on", sort="reminded"),
            ],
            filters=[
                Filter(
                    "state", _("State"), [("open", _("Not yet")), *[(s, state_of(s).word) for s in ORDER]], by=_by_state
                ),
                Filter("team", _("Team"), [(team, team) for team in teams] + [("-", NO_TEAM)], by=_by_team),
                Filter("category", _("Category"), Category.choices, by="category"),
                Filter("manager", _("Line manager"), [(name, name) for name in managers], by="manager"),
            ],
            bulk=bulk,
            **more,
        )


def _no_address(row: Standing) -> str:
    return "" if row.email else str(_("no e-mail address"))


def _by_state(rows: Sequence[Standing], chosen: str) -> list[Standing]:
    if chosen == "open":
        return [row for row in rows if row.is_open]
    return [row for row in rows if row.state is State(chosen)]


def _by_team(rows: Sequence[Standing], chosen: str) -> list[Standing]:
    return [row for row in rows if row.team == ("" if chosen == "-" else chosen)]
