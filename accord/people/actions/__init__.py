"""Every change to people, their appointments, their roles and their access."""

from accord.people.actions.access import close_seat, keep_access, open_seat
from accord.people.actions.appointments import (
    Ended,
    add_appointment,
    change_appointment,
    end_appointment,
    end_person,
)
from accord.people.actions.persons import add_person, change_person
from accord.people.actions.roles import give_role, take_role

__all__ = [
    "Ended",
    "add_appointment",
    "add_person",
    "change_appointment",
    "change_person",
    "close_seat",
    "end_appointment",
    "end_person",
    "give_role",
    "keep_access",
    "open_seat",
    "take_role",
]
