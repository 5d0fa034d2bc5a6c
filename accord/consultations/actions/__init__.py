"""Everything that changes a consultation, what is said in it, and the papers that are made of it."""

from accord.consultations.actions.answering import answer
from accord.consultations.actions.commenting import Said, change, comment, give_feedback, record_letter, withdraw
from accord.consultations.actions.inviting import mint_link, renew_link, set_contact
from accord.consultations.actions.papers import bind_decision, keep_paper, make_paper
from accord.consultations.actions.running import Plan, call_off, conclude, move_closing, start

__all__ = [
    "Plan",
    "Said",
    "answer",
    "bind_decision",
    "call_off",
    "change",
    "comment",
    "conclude",
    "give_feedback",
    "keep_paper",
    "make_paper",
    "mint_link",
    "move_closing",
    "record_letter",
    "renew_link",
    "set_contact",
    "start",
    "withdraw",
]
