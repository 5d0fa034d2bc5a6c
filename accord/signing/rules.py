"""What may be signed, when, and what it means. Plain Python over facts that are handed in."""

import re
import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from accord.kernel.decision import ALLOW, Decision, refuse

WORDS_A_MINUTE = 200  # An adult reads about this many words of a policy in a minute.
FRESH_FOR = timedelta(minutes=15)  # Clause 18.1 stands on knowing who signs: the sign-in is no older than this.
DAYS_FOR_JOINERS = 14
CHANGED = refuse("changed", "What you are asked to sign has changed while this page was open. Please look at it again.")


class State(StrEnum):
    """How one person stands with one text."""

    NOT_ASKED = "not-asked"
    ASKED = "asked"
    VIEWED = "viewed"
    SIGNED = "signed"
    OBJECTED = "objected"
    DECLINED = "declined"
    OUTDATED = "outdated"
    EXEMPT = "exempt"


@dataclass(frozen=True)
class Facts:
    """What is known of one person and one line of texts."""

    answer: str = ""  # The kind of the newest answer on this line: signed, objected, declined, or none.
    is_exempt: bool = False
    was_asked: bool = False
    has_viewed: bool = False
    signed_before: bool = False  # An earlier line of the same series.


def state(facts: Facts) -> State:
    """The one word for the board. An answer outweighs an exemption: who has signed has signed."""
    if facts.answer:
        return State(facts.answer)
    if facts.is_exempt:
        return State.EXEMPT
    if facts.signed_before:
        return State.OUTDATED
    if facts.has_viewed:
        return State.VIEWED
    return State.ASKED if facts.was_asked else State.NOT_ASKED


def due_on(published_due: date, since: date | None) -> date:
    """By when a person should sign. Whoever joined later has two weeks from their first day."""
    return published_due if since is None else max(published_due, since + timedelta(days=DAYS_FOR_JOINERS))


def reading_minutes(words: int) -> int:
    """A fair guess in whole minutes, one at least."""
    return max(1, round(words / WORDS_A_MINUTE))


def plain_name(name: str) -> str:
    """A name without accents, case, punctuation and double spaces, to compare what was typed with what is known."""
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'"))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w\s]", " ", letters).casefold().split())


def is_own_name(typed: str, *, forename: str, known_as: str, surname: str, title: str = "") -> bool:
    """Whether `typed` is the signer's own full name: a forename or known-as name and the surname.

    Middle names may stand between, and the title before, since the page shows the name with it.
    """
    words = plain_name(typed).split()
    of_title = plain_name(title).split()
    if of_title and words[: len(of_title)] == of_title:
        words = words[len(of_title) :]
    wanted_last = plain_name(surname).split()
    firsts = [plain_name(first).split() for first in (forename, known_as) if first]
    ends_right = not wanted_last or words[-len(wanted_last) :] == wanted_last
    starts_right = any(words[: len(first)] == first for first in firsts)
    return ends_right and starts_right and len(words) >= 1 + bool(wanted_last)


def may_read(number: int, pages: int, delivered: set[int]) -> Decision:
    """Whether page `number` may be opened: pages are delivered in order, and any that were may be read again."""
    if not 1 <= number <= pages:
        return refuse("no-page", "There is no such page.")
    missing = [page for page in range(1, number) if page not in delivered]
    if missing:
        return refuse("page-before", f"Please read page {missing[0]} first.")
    return ALLOW


@dataclass(frozen=True)
class ToSign:
    """A text that somebody owes, with what has been delivered to them of it."""

    id: uuid.UUID
    series: uuid.UUID
    line: uuid.UUID
    title: str
    label: str
    sha256: str
    clause: str
    minutes: int
    pages: int
    delivered: int
    folder_id: uuid.UUID
    due_on: date | None = None

    @property
    def is_read(self) -> bool:
        return self.delivered >= self.pages


def may_declare(
    *,
    kind: str,
    typed_name: str,
    words: str,
    training: str,
    names: Mapping[str, str],
    texts: Sequence[ToSign],
    shown: set[uuid.UUID],
    signed_in_at: datetime,
    now: datetime,
) -> Decision:
    """Whether somebody may make this declaration now (clause 18.1).

    `texts` are what it would cover and `shown` what the signer saw it cover: they must be the same, so nobody signs what
    came since. Declining needs a reason and a fresh sign-in, but no reading and no training.
    """
    if now - signed_in_at > FRESH_FOR:
        return refuse("sign-in-old", "Please confirm your passphrase: your sign-in is more than 15 minutes old.")
    if {text.id for text in texts} != shown:
        return CHANGED
    if not is_own_name(typed_name, **names):
        return refuse("name", "Type your own full name, as the school knows it.")
    if kind != "signed" and not words.strip():
        what = "what you object to" if kind == "objected" else "why you cannot sign"
        return refuse("no-words", f"Say {what}. The Headteacher will read it.")
    if kind == "declined":
        return ALLOW
    unread = next((text for text in texts if not text.is_read), None)
    if unread:
        return refuse("unread", f"You have not had every page of “{unread.title}” yet.")
    if not training.strip():
        return refuse("no-training", "Say which briefing your training rests on.")
    return ALLOW


def parted(
    kind: str, shown: frozenset[uuid.UUID], ticked: frozenset[uuid.UUID], *, rest_later: bool
) -> list[tuple[str, frozenset[uuid.UUID]]]:
    """Which answer goes to which texts: who declines some of them signs the others, unless they want to do that later.

    One declaration for each kind of answer, the refusal first. A page with one text has nothing to tick.
    """
    if kind != "declined":
        return [(kind, shown)]
    declined = ticked or shown
    rest = shown - declined
    return [("declined", declined), ("signed", rest)] if rest and not rest_later else [("declined", declined)]


@dataclass(frozen=True)
class Shown:
    """A text that stood on a page to be signed, as it is now."""

    id: uuid.UUID
    series: uuid.UUID
    title: str
    is_in_force: bool  # It, or another version of it.
    is_answered: bool  # By this person: signed or declined.


def what_changed(shown: Sequence[Shown], owed: Sequence[ToSign]) -> list[Decision]:
    """Why a page cannot be signed any more: one reason for each document in which what it showed is not what is owed."""
    owed_now = {text.series: text for text in owed}
    reasons = []
    for text in shown:
        now = owed_now.pop(text.series, None)
        if now is not None and now.id != text.id:
            words = f"Another version of “{text.title}” came into force while this page was open: {now.label}."
            reasons.append(refuse("other-version", words))
        elif now is None and text.is_answered:
            words = f"You have answered for “{text.title}” already, on another page or device."
            reasons.append(refuse("answered", words))
        elif now is None and not text.is_in_force:
            words = f"“{text.title}” was withdrawn while this page was open. Nobody signs it any longer."
            reasons.append(refuse("withdrawn", words))
        elif now is None:
            reasons.append(refuse("not-asked", f"You are not asked to sign “{text.title}” any longer."))
    new = (refuse("also-owed", f"You are now asked to sign “{text.title}” as well.") for text in owed_now.values())
    return [*reasons, *new]
