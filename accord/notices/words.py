"""What messages say around their point, and what their states are called."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accord.notices.models import Notice
from accord.people.models import Person
from accord.schools.models import School
from accord.ui.states import DONE, DUE, ENDED, HEED, LATE, YOURS, State

LONGEST_SUBJECT = 160

STATES = {
    "waiting": State(_("Waiting"), YOURS),
    "sent": State(_("Sent"), DONE),
    "no-address": State(_("No e-mail address"), HEED),
    "refused": State(_("Address refused it"), LATE),
    "given-up": State(_("Could not be sent"), LATE),
    "withdrawn": State(_("Withdrawn before it was sent"), ENDED),
}

TRIED = State(_("Waiting to be tried again"), DUE)


def shown_state(notice: Notice) -> State:
    """The state of a message in words."""
    return TRIED if notice.state == Notice.State.WAITING and notice.trouble else STATES[notice.state]


def link(path: str) -> str:
    """The address of one of our pages as it stands in a mail."""
    return f"{settings.PUBLIC_URL}{path}"


def one_line(text: str) -> str:
    """`text` as a subject: a second line would become a head line of its own."""
    return " ".join(text.split())[:LONGEST_SUBJECT]


def whole_text(person: Person, body: str, school: School) -> str:
    """The text of a mail around its point: a greeting, the school's name, and whether an answer reaches anybody."""
    foot = (
        "You can answer this message: your answer goes to the school office."
        if school.email
        else "Nobody reads answers to this message. If something in it is wrong, please tell the school office."
    )
    return f"Hello {person.known_as or person.forename},\n\n{body.strip()}\n\n{school.name}\n\n{foot}\n"
