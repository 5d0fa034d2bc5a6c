"""Signing in words: what the check of a receipt found, and what changed from one version to another."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accord.paper.compare import Comparison, How
from accord.ui.states import DONE, HEED, LATE, YOURS, State
from accord.ui.times import day

GOOD = State(gettext_lazy("As it should be"), DONE)
NOT_GOOD = State(gettext_lazy("Not as it should be"), LATE)

BECAME = {
    How.CHANGED: State(gettext_lazy("Changed"), YOURS),
    How.ADDED: State(gettext_lazy("Added"), DONE),
    How.REMOVED: State(gettext_lazy("Removed"), LATE),
    How.MOVED: State(gettext_lazy("Moved here"), HEED),
    How.GONE: State(gettext_lazy("Moved away"), HEED),
}


def leave_until(last_day: date | None) -> str:
    """Why somebody is not asked just now, for the place where the due date stands."""
    if last_day is None:
        return _("On leave until further notice")
    return _("On leave until %(day)s") % {"day": day(last_day)}


def what_changed(comparison: Comparison) -> str:
    """The answer before everything else: “3 passages changed, 1 moved, 2 added.”"""
    counts = {how: comparison.count(how) for how in (How.CHANGED, How.MOVED, How.ADDED, How.REMOVED)}
    with_noun = {
        How.CHANGED: ngettext("%(n)s passage changed", "%(n)s passages changed", counts[How.CHANGED]),
        How.MOVED: ngettext("%(n)s passage moved", "%(n)s passages moved", counts[How.MOVED]),
        How.ADDED: ngettext("%(n)s passage added", "%(n)s passages added", counts[How.ADDED]),
        How.REMOVED: ngettext("%(n)s passage removed", "%(n)s passages removed", counts[How.REMOVED]),
    }
    alone = {
        How.CHANGED: _("%(n)s changed"),
        How.MOVED: _("%(n)s moved"),
        How.ADDED: _("%(n)s added"),
        How.REMOVED: _("%(n)s removed"),
    }
    found = [how for how, count in counts.items() if count]
    if not found:
        return _("Not a word has changed.")
    words = [(alone if at else with_noun)[how] % {"n": counts[how]} for at, how in enumerate(found)]
    return f"{', '.join(words)}."
