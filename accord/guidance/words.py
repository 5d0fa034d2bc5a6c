"""What the guidance's codes are called on a page."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accord.guidance.catalogue import Bearer, Clause, Status, Strength
from accord.guidance.proofs import Standing
from accord.ui.states import DONE, ENDED, HEED, State

STRENGTHS: dict[Strength, Promise] = {
    Strength.MUST: _("Must"),
    Strength.SHOULD: _("Should"),
    Strength.MAY: _("May"),
    Strength.MUST_NOT: _("Must not"),
    Strength.SHOULD_NOT: _("Should not"),
    Strength.SCOPE: _("Says what is covered"),
}

# What a clause that we hold more strictly is in the source.
STRENGTHS_IN_SOURCE: dict[Strength, Promise] = {
    Strength.SHOULD: _("Advice in the source (should). We hold it as a duty."),
    Strength.INFERRED: _("The source does not say this in so many words. We read it that way."),
}

STATUSES: dict[Status, State] = {
    Status.IN_FORCE: State(_("In force"), DONE),
    Status.SUPERSEDED: State(_("Superseded in part"), HEED),
    Status.IN_TENSION: State(_("In tension with the law"), HEED),
}

STANDINGS: dict[Standing, State] = {
    Standing.PROOF_SO_FAR: State(_("Has proof so far"), DONE),
    Standing.NOTHING_YET: State(_("Nothing yet"), ENDED),
}

BEARERS: dict[Bearer, Promise] = {
    Bearer.GOVERNING_BOARD: _("Governing board"),
    Bearer.CHAIR: _("Chair of Governors"),
    Bearer.HEADTEACHER: _("Headteacher"),
    Bearer.DSL: _("Designated Safeguarding Lead"),
    Bearer.LEADERS: _("Leaders"),
    Bearer.MANAGERS: _("Managers"),
    Bearer.SCHOOL: _("School"),
    Bearer.TEACHERS: _("Teachers"),
    Bearer.STAFF: _("Staff"),
    Bearer.USERS: _("Users"),
    Bearer.EVERYONE: _("Everyone"),
    Bearer.EVERYONE_ON_SITE: _("Everyone on site"),
    Bearer.AUTHORITY: _("Local authority"),
}


def who(clause: Clause) -> str:
    """Who bears the duty, as "Headteacher or Chair of Governors"."""
    names = [str(BEARERS[bearer]) for bearer in clause.bearers]
    if len(names) == 1:
        return names[0]
    first, second = names
    if " or " in clause.who:
        return _t("%(first)s or %(second)s") % {"first": first, "second": second}
    return _t("%(first)s and %(second)s") % {"first": first, "second": second}


def strength(clause: Clause) -> str:
    """How strong the clause is, as "Must not, may" where it both forbids and allows."""
    first, *rest = (str(STRENGTHS[strength]) for strength in clause.strengths)
    return ", ".join([first, *(word.lower() for word in rest)])
