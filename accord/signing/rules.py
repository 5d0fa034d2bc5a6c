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
OTHER_VERSION = refuse("other-version", "Another version came into force while you were reading. Please read it first.")


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

    `shown` are the texts that stood on the page: a version that came into force since must be read first. Declining
    needs a reason and a fresh sign-in, but no reading and no training.
    """
    if now - signed_in_at > FRESH_FOR:
        return refuse("sign-in-old", "Please confirm your passphrase: your sign-in is more than 15 minutes old.")
    if {text.id for text in texts} != shown:
        return OTHER_VERSION
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
