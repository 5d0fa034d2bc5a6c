"""The library in words: how the named documents stand, and what is alternative."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accord.policies import words
from accord.policies.named_reads import Row, Shelf
from accord.policies.rules import Alternative, Held, Review
from accord.ui.states import DONE, LATE, State

STATES: dict[Held, State] = {
    Held.IN_FORCE: State(gettext_lazy("In force"), DONE),
    Held.ELSEWHERE: State(gettext_lazy("Held elsewhere"), DONE),
    Held.MISSING: State(gettext_lazy("Missing"), LATE),
}
# What is said before a text is adopted.
BEFOREHAND: dict[Alternative, Promise] = {
    Alternative.NOT_THE_COUNCILS: gettext_lazy(
        "This is alternative guidance: its file is not the one that the council gave out. A board that adopts it must first "
        "hold a formal consultation of its own, and it cannot be adopted before that is closed."
    ),
    Alternative.STARTING_TEXT: gettext_lazy(
        "This text was made from a starting text of Accord, which nobody has consulted on. It counts as alternative: a "
        "board that adopts it must first hold a formal consultation of its own, and it cannot be adopted before that is "
        "closed."
    ),
}
# What everyone reads beside it.
IN_PUBLIC: dict[Alternative, Promise] = {
    Alternative.NOT_THE_COUNCILS: gettext_lazy(
        "This is guidance of the school’s own. It is not the file that the council gave out."
    ),
    Alternative.STARTING_TEXT: gettext_lazy("The school made this text from a starting text of Accord."),
}
NAMES_AT_MOST = 2


def beforehand(why: Alternative | None) -> Promise | str:
    """What is said before the board decides on a text; empty where it is not alternative."""
    return BEFOREHAND[why] if why else ""


def in_public(why: Alternative | None) -> Promise | str:
    """What everyone reads beside a text that is alternative."""
    return IN_PUBLIC[why] if why else ""


def state_of(row: Row) -> State:
    """One word for a named document. What is on its way says how far it is."""
    if row.held is Held.COMING and row.shelved:
        return words.state_of(row.shelved)
    return STATES[row.held]


def heading(shelf: Shelf) -> str:
    """The answer that the list begins with: “3 of the four policies are in force; missing: complaints procedure”."""
    held = sum(row.held.is_held for row in shelf.four)
    if held == len(shelf.four):
        four = _("All four policies are in force")
    elif held:
        four = ngettext("%(n)d of the four policies is in force", "%(n)d of the four policies are in force", held) % {
            "n": held
        }
    else:
        four = _("None of the four policies is in force")
    missing = shelf.missing
    if not missing:
        return _("%(four)s, and nothing is missing") % {"four": four}
    if len(missing) > NAMES_AT_MOST:
        return _("%(four)s; %(n)d documents are missing") % {"four": four, "n": len(missing)}
    titles = _(" and ").join(row.named.short for row in missing)
    return _("%(four)s; missing: %(titles)s") % {"four": four, "titles": titles}


def reviews(shelf: Shelf) -> str:
    """How many reviews are overdue, and how many come soon; empty where none is."""
    late, soon = len(shelf.reviews(Review.LATE)), len(shelf.reviews(Review.SOON, Review.COMING))
    said = []
    if late:
        said.append(ngettext("%(n)d review is overdue.", "%(n)d reviews are overdue.", late) % {"n": late})
    if soon:
        said.append(
            ngettext("%(n)d is due within three months.", "%(n)d are due within three months.", soon) % {"n": soon}
        )
    return " ".join(said)


def row_heading(row: Row) -> str:
    """The answer on a named document's own page."""
    said = {
        Held.IN_FORCE: _("“%(title)s” is in force"),
        Held.ELSEWHERE: _("“%(title)s” is held elsewhere"),
        Held.COMING: _("“%(title)s” is on its way and not in force"),
        Held.MISSING: _("Missing: %(title)s"),
    }
    return said[row.held] % {"title": row.title}
