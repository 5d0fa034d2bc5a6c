"""What may be done about a withdrawal (clause F.5). Plain Python."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from accord.kernel.decision import ALLOW, Decision, refuse

if TYPE_CHECKING:
    from accord.people.models import Person
    from accord.withdrawals.models import Place, Withdrawal

DUE_DAYS = 21  # Of the calendar: three weeks reach everybody, half-terms apart.
FRESH = timedelta(hours=24)  # So long what the worker saw counts against a confirmation.


def due_on(today: date) -> date:
    """The last day on which places are confirmed in time."""
    return today + timedelta(days=DUE_DAYS)


def may_change(withdrawal: "Withdrawal") -> Decision:
    """Whether places may be added, changed and taken out."""
    if withdrawal.closed_at:
        return refuse("closed", "This withdrawal is closed. What was confirmed stays as it is.")
    return ALLOW


def may_take_out(place: "Place") -> Decision:
    """Whether a place may be taken out of the list: one that was a mistake, not one that was confirmed."""
    if place.confirmed_at:
        return refuse("confirmed", "This place is confirmed. The register keeps it.")
    return may_change(place.withdrawal)


def may_name_place(name: str, taken: set[str]) -> Decision:
    if name.casefold() in {each.casefold() for each in taken}:
        return refuse("there-already", "A place of this name is in the list already.")
    return ALLOW


def may_confirm(person: "Person", place: "Place", now: datetime) -> Decision:
    """Whether `person` may confirm that no copies stand there: the one who is named, and not while we see one there."""
    if place.confirmed_at:
        return refuse("confirmed", "This place is confirmed already.")
    if place.withdrawal.closed_at:
        return refuse("closed", "This withdrawal is closed.")
    if person.pk != place.person_id:
        return refuse("not-named", f"{place.person.name} confirms this place. Somebody else can be named instead.")
    if place.seen == "same" and place.seen_at and now - place.seen_at < FRESH:
        return refuse(
            "still-there", "We looked, and this very file is still at that address. Take it down, then look again."
        )
    return ALLOW


def may_close_empty(places: int, because: str) -> Decision:
    """Whether a withdrawal may be closed without any place: nobody ever had a copy outside Accord."""
    if places:
        return refuse("has-places", "There are places in the list: it closes by itself once all are confirmed.")
    if not because.strip():
        return refuse("no-reason", "Say why there can be no copies.")
    return ALLOW
