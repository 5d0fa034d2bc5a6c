"""What the states of withdrawals and places are called."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from accord.ui.states import DONE, DUE, ENDED, HEED, LATE, YOURS, State
from accord.withdrawals.models import Place, Withdrawal

OPEN = State(_("Open"), YOURS)
OVERDUE = State(_("Overdue"), LATE)
CLOSED = State(_("Closed"), DONE)
NOTHING = State(_("No copies"), ENDED)
WAITING = State(_("Not confirmed yet"), DUE)
FOUND = {
    "destroyed": State(_("Copies destroyed"), DONE),
    "none": State(_("There were none"), DONE),
}
SEEN = {
    "same": State(_("Still there"), LATE),
    "answers": State(_("Something is there"), HEED),
    "gone": State(_("Gone"), DONE),
    "unknown": State(_("Could not tell"), HEED),
}


def state_of(withdrawal: Withdrawal, today: date) -> State:
    if withdrawal.closed_at:
        return NOTHING if withdrawal.closed_because else CLOSED
    return OVERDUE if withdrawal.due_on < today else OPEN


def place_state(place: Place) -> State:
    if place.found:
        return FOUND[place.found]
    if place.withdrawal.closed_at:
        return CLOSED
    return OVERDUE if place.seen == "same" else WAITING
