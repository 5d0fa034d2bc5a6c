"""What people are told about their duties. A mail says how much and by when, never what: titles can tell on somebody."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.duties.models import Duty
from accord.duties.sources import counted, source_of, sources
from accord.notices.kinds import Words
from accord.notices.words import link
from accord.ui.states import DUE, LATE, YOURS, State

_SHORT_DAY = "l j F"
_DAY = "l j F Y"
SOON_DAYS = 7


def amount(duties: Sequence[Duty]) -> str:
    """“3 documents to sign and 1 briefing to attend”."""
    numbers = Counter(duty.source for duty in duties)
    nouns = {source.code: source.noun for source in sources}
    known = [counted(noun, numbers.pop(code)) for code, noun in nouns.items() if code in numbers]
    parts = known + ([counted("thing to do", numbers.total())] if numbers else [])
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def due(duties: Sequence[Duty], today: date) -> str:
    """“due Friday 27 November”, “due today”, “overdue”: the first of several."""
    first = min(duty.due_on for duty in duties)
    if first < today:
        return "overdue"
    return "due today" if first == today else f"due {date_format(first, _SHORT_DAY)}"


def minutes(duties: Sequence[Duty]) -> str:
    """“About 6 minutes”; empty while it is not known of each."""
    total = sum(duty.minutes for duty in duties)
    if not all(duty.minutes for duty in duties):
        return ""
    return f"About {total} minute{'' if total == 1 else 's'}"


def left(due_on: date, today: date) -> State:
    """How much time there is, with its colour: amber within the week, red when it is over."""
    days = (due_on - today).days
    if days < 0:
        return State(ngettext("%(n)d day overdue", "%(n)d days overdue", -days) % {"n": -days}, LATE)
    meaning = DUE if days <= SOON_DAYS else YOURS
    return State(ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days} if days else _("due today"), meaning)


def page_of(duties: Sequence[Duty], school_slug: str) -> str:
    """The page on which these are done; the list of everything owed where they are done in several places."""
    pages = {source.address(school_slug) for duty in duties if (source := source_of(duty.source))}
    return pages.pop() if len(pages) == 1 else reverse("duties:list", args=[school_slug])


def asking(duties: Sequence[Duty], school_slug: str, today: date) -> Words:
    """The mail that asks for the first time."""
    return _mail("", "You have", duties, school_slug, today)


def reminding(duties: Sequence[Duty], school_slug: str, today: date) -> Words:
    """The mail that reminds of everything that is still owed."""
    return _mail("Reminder: ", "You still have", duties, school_slug, today)


def _mail(prefix: str, opening: str, duties: Sequence[Duty], school_slug: str, today: date) -> Words:
    takes = minutes(duties)
    in_all = " in all" if len(duties) > 1 else ""
    sentences = [f"{opening} {amount(duties)}.", f"{takes}{in_all}." if takes else "", _by_when(duties, today)]
    body = " ".join(filter(None, sentences))
    return Words(
        subject=f"{prefix}{amount(duties)}, {due(duties, today)}",
        body=f"{body}\n\n{link(page_of(duties, school_slug))}",
    )


def _by_when(duties: Sequence[Duty], today: date) -> str:
    days = sorted({duty.due_on for duty in duties})
    late = sum(duty.due_on < today for duty in duties)
    first = date_format(days[0], _DAY)
    if late:
        return f"It was due on {first}." if len(days) == 1 else f"{late} of them {_are(late)} overdue, since {first}."
    return f"Please do it by {first}." if len(days) == 1 else f"The first is due on {first}."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
