"""Which sheets are printed, and which scanned ones count. Plain Python over facts that are handed in."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accord.kernel.decision import ALLOW, Decision, refuse
from accord.signing.rules import FRESH_FOR

BLANK = "…………"  # Stands in a statement where the person writes what their training rests on.
NOTHING_OWED = refuse("nothing-owed", "They have nothing to sign.")


@dataclass(frozen=True)
class NamedText:
    """A text on a sheet as it stands today: since when it is out of force, and whether its person has answered it."""

    title: str
    label: str
    retired_on: date | None = None
    is_signed: bool = False


@dataclass(frozen=True)
class SheetFacts:
    """A sheet that came back. `shown` is false for a page of which nobody knows yet whose it is."""

    person_id: uuid.UUID
    person_name: str
    printed_on: date
    used_on: date | None
    texts: Sequence[NamedText]


def may_count(sheet: SheetFacts | None) -> Decision:
    """Whether a page of a scan could count at all, before anybody witnesses it."""
    if sheet is None:
        return refuse("whose", "Choose first whose sheet it is.")
    if sheet.used_on is not None:
        return refuse("used", f"This sheet counts since {_day(sheet.used_on)}. A sheet counts once.")
    gone = next((text for text in sheet.texts if text.retired_on), None)
    if gone is not None and gone.retired_on is not None:
        return refuse(
            "not-in-force",
            f"“{gone.title}”, {gone.label}, is no longer in force since {_day(gone.retired_on)}. Print a new sheet.",
        )
    if all(text.is_signed for text in sheet.texts):
        return refuse("already-signed", f"{sheet.person_name} has signed all of this already.")
    return ALLOW


def may_witness(sheet: SheetFacts | None, *, witness_id: uuid.UUID, today: date) -> Decision:
    """Whether this witness may confirm this sheet: never their own (clause 18.1)."""
    decision = may_count(sheet)
    if not decision or sheet is None:
        return decision
    if sheet.person_id == witness_id:
        return refuse("own-sheet", "This is your own sheet. Somebody else must have seen you sign it.")
    return ALLOW


def may_confirm(
    sheet: SheetFacts | None,
    *,
    witness_id: uuid.UUID,
    signed_on: date,
    training: str,
    signed_in_at: datetime,
    now: datetime,
    today: date,
) -> Decision:
    """Whether this confirmation may be made now. `training` is what the sheet says, printed or written."""
    decision = may_witness(sheet, witness_id=witness_id, today=today)
    if not decision or sheet is None:
        return decision
    if now - signed_in_at > FRESH_FOR:
        return refuse("sign-in-old", "Please confirm your passphrase: your sign-in is more than 15 minutes old.")
    if signed_on > today:
        return refuse("ahead", "That day has not come yet.")
    if signed_on < sheet.printed_on:
        return refuse("before-printing", f"The sheet was printed on {_day(sheet.printed_on)}: it cannot be older.")
    if not training.strip():
        return refuse("no-training", "Copy what they wrote their training rests on.")
    return ALLOW


def may_discard(state: str) -> Decision:
    """A page that somebody has decided on stays decided."""
    return ALLOW if state == "waiting" else refuse("decided", "Somebody has dealt with this page already.")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
