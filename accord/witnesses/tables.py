"""The register of mails with heads."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accord.ui.links import address
from accord.ui.tables import Column, Filter, Table
from accord.witnesses.models import HeadMail
from accord.witnesses.words import STATES


class HeadMailTable(Table):
    """Every mail that carried a head out of the building, or was about to."""

    caption = _("Mails with the ledger's head")
    search = ("address",)
    search_label = _("Search by address")
    order = "-written"
    empty_title = _("No mails yet")
    empty_text = _("Every morning at six the head leaves for each address, and stands here with what became of it.")

    def __init__(self, request: HttpRequest, rows: Any, **more: Any) -> None:
        super().__init__(
            request,
            rows,
            columns=[
                Column("day", _("Day"), sort="day", link=lambda mail: address(request, "witnesses:mail", mail.pk)),
                Column("address", _("Address"), sort="address"),
                Column("kind", _("What"), lambda mail: mail.get_kind_display(), sort="kind"),
                Column("size", _("Entries"), sort="size", numeric=True),
                Column("state", _("State"), lambda mail: STATES[mail.state], sort="state"),
                Column("written", _("Written"), "created_at", sort="created_at"),
                Column("left", _("Sent"), "sent_at", sort="sent_at"),
                Column("trouble", _("What went wrong")),
            ],
            filters=[
                Filter("state", _("State"), [(code, state.word) for code, state in STATES.items()]),
                Filter("kind", _("What"), HeadMail.Kind.choices),
            ],
            **more,
        )


def export_headings() -> list[str]:
    return ["Day", "Address", "What", "Entries", "Root", "State", "Written", "Sent", "What went wrong", "Message-ID"]


def export_line(mail: HeadMail) -> list[Any]:
    return [
        mail.day,
        mail.address,
        mail.get_kind_display(),  # type: ignore[attr-defined]
        mail.size,
        bytes(mail.root).hex() if mail.root else "",
        STATES[mail.state],
        mail.created_at,
        mail.sent_at,
        mail.trouble,
        mail.message_id,
    ]
