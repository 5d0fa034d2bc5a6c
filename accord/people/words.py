"""What the codes of people are called on a page."""

from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.people.models import Category, Seat
from accord.people.roles import ROLES
from accord.ui.states import DONE, DUE, ENDED, LATE, YOURS, State

# Where somebody stands towards the school on a day.
HERE, TO_COME, GONE = "here", "to-come", "gone"
STANDINGS: dict[str, State] = {
    HERE: State(gettext_lazy("Here"), DONE),
    TO_COME: State(gettext_lazy("Starts later"), YOURS),
    GONE: State(gettext_lazy("Left"), ENDED),
}
# The same of an appointment or a role.
NOW, LATER, ENDED_BEFORE = (
    State(gettext_lazy("Now"), DONE),
    State(gettext_lazy("Later"), YOURS),
    State(gettext_lazy("Ended"), ENDED),
)
NEVER_APPOINTED = State(gettext_lazy("No appointment"), DUE)

# What the access of somebody is like.
SIGNS_IN = State(gettext_lazy("Signs in"), DONE)
NOT_YET = State(gettext_lazy("Has not signed in yet"), YOURS)
CLOSED = State(gettext_lazy("Access closed"), LATE)
ENDED_WITH_POST = State(gettext_lazy("Access ended"), ENDED)
NO_ADDRESS = State(gettext_lazy("No e-mail address"), DUE)
NO_SEAT = State(gettext_lazy("Not let in"), DUE)
ACCESS: dict[str, State] = {
    "not-yet": NOT_YET,
    "signs-in": SIGNS_IN,
    "closed": CLOSED,
    "no-address": NO_ADDRESS,
    "not-let-in": NO_SEAT,
}
# What needs nobody's eye: a list says so only where it was asked for.
USUAL_ACCESS = (SIGNS_IN, NOT_YET, ENDED_WITH_POST)

# Kinds of an import's steps, as headings.
KINDS: dict[str, Promise] = {
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "returning": gettext_lazy("Coming back"),
    "leaving": gettext_lazy("Leaving"),
    "unchanged": gettext_lazy("Unchanged"),
    "bad": gettext_lazy("Need a look"),
}

# The planner's fields, in the order in which a person would tell them.
FIELDS: dict[str, Promise] = {
    "source_id": gettext_lazy("Staff code"),
    "title": gettext_lazy("Title"),
    "forename": gettext_lazy("Forename"),
    "surname": gettext_lazy("Surname"),
    "known_as": gettext_lazy("Known as"),
    "email": gettext_lazy("E-mail address"),
    "posts": gettext_lazy("Post"),
    "team": gettext_lazy("Team"),
    "category": gettext_lazy("Category"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "manager": gettext_lazy("Line manager"),
}


def standing(starts_on: date | None, ends_on: date | None, today: date) -> State:
    """Where somebody stands whose appointment has these days."""
    if ends_on is not None and ends_on < today:
        return STANDINGS[GONE]
    if starts_on is not None and starts_on > today:
        return STANDINGS[TO_COME]
    return STANDINGS[HERE]


def holds(starts_on: date | None, ends_on: date | None, today: date) -> State:
    """The state of an appointment or a role with these days."""
    said = {HERE: NOW, TO_COME: LATER, GONE: ENDED_BEFORE}
    return next(said[code] for code, state in STANDINGS.items() if state is standing(starts_on, ends_on, today))


def access(seat: Seat | None, *, email: str, is_gone: bool) -> State:
    """How somebody's way in stands."""
    if seat is None:
        return ENDED_WITH_POST if is_gone else NO_SEAT if email else NO_ADDRESS
    if seat.closed_at is not None:
        return CLOSED if seat.closed_by_hand else ENDED_WITH_POST
    return SIGNS_IN if seat.account.last_login else NOT_YET


def category(code: str) -> str:
    return str(Category(code).label)


def role(code: str) -> str:
    """The name of a role; one that is no longer known by its code."""
    return ROLES[code].name if code in ROLES else code


def period(first: date | None, last: date | None) -> str:
    """“since 1 Sep 2015”, “1 Sep 2015 to 31 Aug 2026”, “until 31 Aug 2026”."""
    since, until = (date_format(day, "j M Y") if day else "" for day in (first, last))
    if since and until:
        return _("%(first)s to %(last)s") % {"first": since, "last": until}
    if since:
        return _("since %(first)s") % {"first": since}
    return _("until %(last)s") % {"last": until} if until else _("start not known")


def listed(parts: dict[str, int]) -> str:
    """“148 new, 12 changed, 3 leaving, 2 rows need a look”."""
    words = {
        "new": _("%(n)s new"),
        "changed": _("%(n)s changed"),
        "returning": _("%(n)s coming back"),
        "leaving": _("%(n)s leaving"),
        "bad": _("%(n)s rows need a look") if parts.get("bad", 0) != 1 else _("1 row needs a look"),
    }
    found = [words[name] % {"n": f"{parts[name]:,}"} for name in words if parts.get(name)]
    return ", ".join(found) or _("Nothing would change")
