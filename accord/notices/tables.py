"""The register of messages, and the demonstration's mailbox."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accord.notices.kinds import kind_name, notice_kinds
from accord.notices.models import FAILED, Notice
from accord.notices.reads import SEARCHED, Letter, Mailbox, demonstration_schools
from accord.notices.words import STATES, shown_state
from accord.schools.models import School
from accord.ui.links import address
from accord.ui.tables import Column, Filter, Table


class NoticeTable(Table):
    """Every message of the school; what did not arrive comes first."""

    caption = _("Messages")
    search = ("person__forename", "person__surname", "person__known_as", "address")
    search_label = _("Search by name or address")
    order = "state"
    empty_title = _("No messages yet")
    empty_text = _("When somebody is asked to sign, or reminded, the message stands here with what became of it.")

    def __init__(self, request: HttpRequest, rows: Any, **more: Any) -> None:
        super().__init__(
            request,
            rows,
            columns=[
                Column(
                    "person",
                    _("To"),
                    "person.list_name",
                    sort="person__surname,person__forename",
                    link=lambda notice: address(request, "notices:notice", notice.pk),
                ),
                Column("kind", _("About"), lambda notice: kind_name(notice.kind), sort="kind"),
                Column("state", _("State"), shown_state, sort="rank,-created_at"),
                Column("address", _("Address"), sort="address"),
                Column("written", _("Written"), "created_at", sort="created_at"),
                Column("left", _("Sent"), "sent_at", sort="sent_at"),
                Column("trouble", _("What went wrong")),
            ],
            filters=[
                Filter("state", _("State"), [("failed", _("Did not arrive")), *_states()], by=_by_state),
                Filter("kind", _("About"), [(kind.code, kind.name) for kind in notice_kinds]),
            ],
            **more,
        )


def _states() -> Sequence[tuple[str, Any]]:
    return [(code, state.word) for code, state in STATES.items()]


def _by_state(rows: Any, chosen: str) -> Any:
    return rows.filter(state__in=FAILED if chosen == "failed" else [chosen])


class MailboxTable(Table):
    """What the people of the demonstration find in their mailboxes, newest first; one page at a time."""

    caption = _("Messages")
    search = SEARCHED
    search_label = _("Search by name or subject")
    empty_title = _("No messages yet")
    empty_text = _("Publish a document in one of the schools, and its people are written to.")

    def __init__(self, request: HttpRequest, rows: Sequence[Letter], *, schools: Sequence[School], **more: Any) -> None:
        super().__init__(
            request,
            rows,
            columns=[
                Column("to", _("To")),
                Column("subject", _("Subject"), link=lambda row: reverse("mailbox:letter", args=[row.pk])),
                Column("school", _("School")),
                Column("at", _("When")),
                Column("state", _("State"), lambda row: shown_state(row.notice)),
            ],
            filters=[Filter("school", _("School"), [(school.slug, school.name) for school in schools])],
            **more,
        )


def mailbox_table(request: HttpRequest) -> MailboxTable:
    """The mailbox as the address asks for it."""
    schools = demonstration_schools()
    asked = MailboxTable(request, [], schools=schools, total=0)
    chosen = asked.chosen.get("school")
    found = Mailbox([each for each in schools if chosen in (None, each.slug)], asked.words)
    bounds = MailboxTable(request, [], schools=schools, total=found.total).bounds
    return MailboxTable(request, found.page(*bounds), schools=schools, total=found.total)


def export_headings() -> list[str]:
    return ["To", "Address", "About", "Subject", "State", "Written", "Leaves", "Tries", "Sent", "What went wrong"]


ON_PAPER = (0, 1, 2, 4, 5, 8, 9)  # Their places.


def export_line(notice: Notice) -> list[Any]:
    return [
        notice.person.list_name,
        notice.address,
        kind_name(notice.kind),
        notice.subject,
        shown_state(notice),
        notice.created_at,
        notice.next_try_at,
        notice.tries,
        notice.sent_at,
        notice.trouble,
    ]
