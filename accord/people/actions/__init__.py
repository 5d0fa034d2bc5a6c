"""Every change to people, their appointments, their roles and their access."""

from accord.people.actions.access import close_all_seats, close_seat, keep_access, open_seat
from accord.people.actions.appointments import (
    Ended,
    add_appointment,
    change_appointment,
    end_appointment,
    end_person,
)
from accord.people.actions.handing_over import hand_over
from accord.people.actions.imports import (
    Imported,
    apply_plan,
    correct_columns,
    discard_file,
    forget_columns,
    import_file,
    keep_file,
    settle_file,
)
from accord.people.actions.invitations import invite
from accord.people.actions.merging import Kept, merge_people, undo_merge
from accord.people.actions.persons import add_contact, add_person, change_person
from accord.people.actions.roles import give_role, give_roles, take_role
from accord.people.actions.standing_in import pass_role_on, take_role_back
from accord.people.actions.turns import take_turn

__all__ = [
    "Ended",
    "Imported",
    "Kept",
    "add_appointment",
    "add_contact",
    "add_person",
    "apply_plan",
    "change_appointment",
    "change_person",
    "close_all_seats",
    "close_seat",
    "correct_columns",
    "discard_file",
    "end_appointment",
    "end_person",
    "forget_columns",
    "give_role",
    "give_roles",
    "hand_over",
    "import_file",
    "invite",
    "keep_access",
    "keep_file",
    "merge_people",
    "open_seat",
    "pass_role_on",
    "settle_file",
    "take_role",
    "take_role_back",
    "take_turn",
    "undo_merge",
]
