"""What the mails say, and what states are called."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accord.kernel.clock import LONDON
from accord.schools.models import School
from accord.ui.states import DONE, ENDED, HEED, LATE, YOURS, State
from accord.witnesses.rules import Gap

STATES = {
    "waiting": State(_("Waiting"), YOURS),
    "sent": State(_("Sent"), DONE),
    "refused": State(_("Address refused it"), LATE),
    "given-up": State(_("Could not be sent"), LATE),
    "overtaken": State(_("Overtaken by a newer one"), ENDED),
}
CONFIRMED = State(_("Gets the head every day"), DONE)
ASKED = State(_("Has not agreed yet"), YOURS)
SERVING = State(_("Serves now"), DONE)
FORMER = State(_("Former"), ENDED)
DISTRUSTED = State(_("Not to be trusted"), HEED)
KEY_NAMES = {"seal": _("Seal"), "head": _("Ledger heads")}


@dataclass(frozen=True)
class SignedHead:
    """A head as it goes into a mail: the statement that is signed, its signature and the key's public half."""

    statement: bytes
    signature: bytes
    public: bytes
    size: int
    root: bytes
    signed_at: datetime


@dataclass(frozen=True)
class Growth:
    """How a head stands to the one in the mail before: its size, root and day, and the steps between the two.

    Without `steps` although there should be some, the ledger no longer holds what that mail said.
    """

    size: int
    root: bytes
    day: date
    is_kept: bool
    steps: Sequence[bytes]


def block(head: SignedHead, growth: Growth | None) -> str:
    """The head as text for machines: short lines, which no mail program breaks."""
    signature = b64encode(head.signature).decode()
    lines = [
        "-----BEGIN ACCORD HEAD-----",
        head.statement.decode(),
        f"Signature: {signature[:44]}",
        f"Signature: {signature[44:]}",
        f"Public-Key: {head.public.hex()}",
    ]
    if growth and growth.is_kept:
        lines.append(f"Before: {growth.size} {growth.root.hex()}")
        lines += [f"Step: {step.hex()}" for step in growth.steps]
    return "\n".join([*lines, "-----END ACCORD HEAD-----"])


def daily_subject(school: School, day: date) -> str:
    return f"Ledger head of {one_line(school.name)}, {day.day} {day:%B %Y}"


def daily_body(school: School, head: SignedHead, growth: Growth | None, gap: Gap | None, *, is_test: bool) -> str:
    """The mail of the day: what it is, the head, what has changed, how to check it. Nothing personal."""
    at = head.signed_at.astimezone(LONDON)
    parts = [
        f"This is the head of the ledger of {one_line(school.name)}, as it stood on {at.day} {at:%B %Y at %H:%M}. "
        "Please keep this mail. You need do nothing else: should anybody ever change or cut what the ledger held "
        "today, this mail shows it.",
        _growth_in_words(head, growth),
        block(head, growth),
        f"How to check it: {settings.PUBLIC_URL}{reverse('receipts:checker')}\n"
        f"The school's keys: {settings.PUBLIC_URL}{reverse('receipts:keys', args=[school.slug])}",
        "It holds no personal data: a number of entries, and a fingerprint of all of them.",
    ]
    if gap:
        days = f"on {_day(gap.first)}" if gap.days == 1 else f"from {_day(gap.first)} to {_day(gap.last)}"
        parts.insert(1, f"No head was sent to you {days}. This one covers those days too.")
    if is_test:
        parts.insert(0, "This is a test: somebody at the school wanted to see that mails arrive.")
    return "\n\n".join(parts) + "\n"


def _growth_in_words(head: SignedHead, growth: Growth | None) -> str:
    if growth is None:
        return f"The ledger has {head.size} entries. This is the first head for this address."
    if not growth.is_kept:
        return (
            f"WARNING: the ledger no longer holds the {growth.size} entries of the mail of {_day(growth.day)}. Somebody "
            "changed or cut it. Keep that mail and this one, and tell the chair of governors and whoever looks after "
            "data protection."
        )
    added = head.size - growth.size
    since = f"since the mail of {_day(growth.day)}"
    counted = {0: "none was", 1: "1 was"}.get(added, f"{added} were")
    return f"The ledger has {head.size} entries; {counted} added {since}."


def confirm_body(school: School, token: str) -> str:
    """What a mailbox is asked before it gets anything."""
    address = f"{settings.PUBLIC_URL}{reverse('receipts:agree', args=[school.slug, token])}"
    return (
        f"{one_line(school.name)} would like to send this mailbox a short mail every day, to be kept and not read: the "
        "signed head of the ledger in which the school records who signed and decided what. Whoever keeps it can show "
        "later that nobody has changed that ledger. It holds no personal data.\n\n"
        f"If you agree, open this page and say so there:\n{address}\n\n"
        "If you do not, you need do nothing: no more mails will come.\n"
    )


def ended_body(school: School) -> str:
    return (
        f"{one_line(school.name)} has taken this mailbox out of the list of those that get the head of its ledger "
        "every day. No more will come. If you did not expect that, please ask the school, or its chair of governors, "
        "and keep the mails that you have.\n"
    )


def one_line(text: str) -> str:
    return " ".join(text.split())


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
