"""Documents in words: states, audiences, and what happened."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.notices.kinds import Words
from accord.notices.words import link
from accord.people.models import Category
from accord.people.roles import ROLES
from accord.policies.models import Audience, Version
from accord.policies.reads import Happening, Shelved
from accord.policies.rules import Review
from accord.ui.states import DONE, DUE, ENDED, LATE, YOURS, State
from accord.ui.times import day

NO_TEXT = State(gettext_lazy("No text yet"), ENDED)
STATES: dict[str, State] = {
    Version.State.DRAFT: State(gettext_lazy("Draft"), YOURS),
    Version.State.ADOPTED: State(gettext_lazy("Adopted, not published"), DUE),
    Version.State.PUBLISHED: State(gettext_lazy("In force"), DONE),
    Version.State.REPLACED: State(gettext_lazy("Replaced"), ENDED),
    Version.State.WITHDRAWN: State(gettext_lazy("Withdrawn"), ENDED),
    Version.State.DISCARDED: State(gettext_lazy("Discarded"), ENDED),
}
REVIEWS: dict[Review, State] = {
    Review.COMING: State(gettext_lazy("Review within three months"), YOURS),
    Review.SOON: State(gettext_lazy("Review within a month"), DUE),
    Review.LATE: State(gettext_lazy("Review overdue"), LATE),
}
_GROUPS: dict[str, Promise] = {
    Category.PERMANENT: gettext_lazy("permanent staff"),
    Category.TEMPORARY: gettext_lazy("temporary staff"),
    Category.SUPPLY: gettext_lazy("supply staff"),
    Category.PERIPATETIC: gettext_lazy("peripatetic staff"),
    Category.VOLUNTEER: gettext_lazy("volunteers"),
    Category.GOVERNOR: gettext_lazy("governors"),
    Category.PROVIDER: gettext_lazy("service providers"),
}


def state_of(shelved: Shelved) -> State:
    """One word for the whole document: what is in force outweighs what is on its way."""
    if shelved.in_force:
        return STATES[Version.State.PUBLISHED]
    if shelved.coming:
        return STATES[shelved.coming.state]
    return STATES[Version.State.WITHDRAWN] if shelved.is_withdrawn else NO_TEXT


def heading(shelved: Shelved) -> str:
    """The answer that a document's page begins with."""
    version = shelved.in_force
    if version:
        assert version.published_at
        assert version.adoption
        return _("In force since %(since)s: %(label)s, adopted %(adopted)s, minute %(minute)s") % {
            "since": short_day(version.published_at),
            "label": version.label,
            "adopted": short_day(version.adoption.meeting_on),
            "minute": version.adoption.minute_reference,
        }
    if shelved.coming and shelved.coming.state == Version.State.ADOPTED:
        return _("Not in force: %(label)s has been adopted and waits to be published") % {"label": shelved.coming.label}
    if shelved.coming:
        return _("Not in force: %(label)s waits for the governing board") % {"label": shelved.coming.label}
    if shelved.is_withdrawn and shelved.last:
        return _("Withdrawn on %(day)s") % {"day": short_day(shelved.last.replaced_at)}
    return _("Not in force: there is no text yet")


def short_day(value: Any) -> str:
    """12 October 2026, in London."""
    from accord.ui.times import london

    return date_format(london(value) if hasattr(value, "hour") else value, "j F Y")


def one_audience(by: str, value: str) -> str:
    """A single audience, as it stands in a sentence."""
    if by == Audience.By.EVERYONE:
        return _("everyone who works for the school")
    if by == Audience.By.CATEGORY:
        return str(_GROUPS[value])
    if by == Audience.By.TEAM:
        return _("the team %(team)s") % {"team": value}
    role = ROLES[value].name if value in ROLES else value
    return _("everyone who is %(role)s") % {"role": role}


def audience_in_words(pairs: Iterable[tuple[str, str]]) -> str:
    """All audiences of a document in one phrase, or nothing where nobody is addressed."""
    named = [one_audience(by, value) for by, value in pairs]
    if len(named) < 2:
        return "".join(named)
    return _("%(all_but_last)s and %(last)s") % {"all_but_last": ", ".join(named[:-1]), "last": named[-1]}


def announcement(version: Version, school_slug: str) -> Words:
    """What people are told who have nothing to sign: the document is there, since when, and where to read it."""
    title, adoption = version.document.title, version.adoption
    assert adoption
    path = reverse("policies:policy", args=[school_slug, version.document.slug])
    parts = {
        "title": title,
        "label": version.label,
        "body": adoption.body,
        "day": short_day(adoption.meeting_on),
        "link": link(path),
    }
    if version.is_minor:
        said = _(
            "“%(title)s” has been corrected: %(label)s is in force now. Signatures stay; you have nothing to sign for it."
        )
    else:
        said = _(
            "“%(title)s”, %(label)s, is in force now. %(body)s adopted it on %(day)s. You have nothing to sign for it."
        )
    where = _("Anyone can read it here, without signing in:\n%(link)s")
    return Words(subject=f"{title}: {version.label}", body=f"{said % parts}\n\n{where % parts}")


# History: a sentence for each act, given its detail.

_FIELDS: dict[str, Promise] = {
    "title": gettext_lazy("title"),
    "owner": gettext_lazy("owner"),
    "summary": gettext_lazy("summary"),
    "clause": gettext_lazy("clause"),
    "review_on": gettext_lazy("review date"),
    "named": gettext_lazy("which named document it is"),
}


def _version_added(detail: Mapping[str, Any]) -> str:
    if detail.get("replaces"):
        return _("changed the draft of %(label)s") % detail
    return _("put in %(label)s") % detail


def _adopted(detail: Mapping[str, Any]) -> str:
    meeting = day(date.fromisoformat(detail["meeting_on"]))
    return _("recorded that %(body)s adopted %(label)s on %(meeting)s, minute %(minute_reference)s") % {
        **detail,
        "meeting": meeting,
    }


def _turned_down(detail: Mapping[str, Any]) -> str:
    meeting = day(date.fromisoformat(detail["meeting_on"]))
    return _("recorded that %(body)s did not adopt %(label)s on %(meeting)s, minute %(minute_reference)s") % {
        **detail,
        "meeting": meeting,
    }


def _published(detail: Mapping[str, Any]) -> str:
    if detail.get("replaces"):
        return _("published %(label)s in place of %(replaces)s") % detail
    return _("published %(label)s") % detail


def _audience_changed(detail: Mapping[str, Any]) -> str:
    added = audience_in_words((by, value) for by, value in detail.get("added", []))
    dropped = audience_in_words((by, value) for by, value in detail.get("dropped", []))
    if added and dropped:
        return _("changed who must sign: added %(added)s; took out %(dropped)s") % {"added": added, "dropped": dropped}
    if added:
        return _("changed who must sign: added %(added)s") % {"added": added}
    return _("changed who must sign: took out %(dropped)s") % {"dropped": dropped}


def _reviewed(detail: Mapping[str, Any]) -> str:
    days = {name: day(date.fromisoformat(detail[name])) for name in ("reviewed_on", "next_on")}
    return _("reviewed it on %(reviewed_on)s and changed nothing; the next review is due on %(next_on)s") % days


def _changed(detail: Mapping[str, Any]) -> str:
    names = ", ".join(str(_FIELDS.get(name, name)) for name in detail.get("changed", []))
    return _("changed: %(what)s") % {"what": names}


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "document.added": lambda detail: _("added the document “%(title)s”") % detail,
    "document.changed": _changed,
    "document.reviewed": _reviewed,
    "audience.changed": _audience_changed,
    "version.added": _version_added,
    "version.discarded": lambda detail: _("discarded %(label)s") % detail,
    "version.adopted": _adopted,
    "version.turned-down": _turned_down,
    "document.published": _published,
    "document.withdrawn": lambda detail: _("withdrew %(label)s: %(because)s") % detail,
}


def sentence(happening: Happening) -> str:
    """What was done, as the end of a sentence that begins with who did it. An erased detail leaves the bare act."""
    made = _SENTENCES.get(happening.act)
    if made is None or not happening.detail:
        return happening.act.replace(".", " ").replace("-", " ")
    return made(happening.detail)
