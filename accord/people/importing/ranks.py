"""Which roles in Accord a person's posts show. Proposed to people, who give the roles; never given by a file alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .posts import Category, whole_words

_HEAD = r"(?:head ?teacher|head ?master|head ?mistress|principal|head of school)"
_BOARD = r"(?:the )?(?:local )?(?:governors?|governing (?:board|body)|trustees|board|lgb)"
_CHAIR = r"chair(?:man|woman|person)?"
_IT = r"(?:network|ict|it)"
_SECOND = r"(?:deputy|assistant|asst\.?|vice|associate|trainee)"


@dataclass(frozen=True)
class _Rank:
    """A role, the titles that show it, and the titles with the same words that do not."""

    role: str
    shown_by: re.Pattern[str]
    but_not_by: re.Pattern[str] | None = None

    def is_shown_by(self, post: str) -> bool:
        if not self.shown_by.search(post) or _SERVES.search(post):
            return False
        return not (self.but_not_by and self.but_not_by.search(post))


_SERVES = whole_words(
    r"pa|p\.a\.?|secretary|(?:personal|executive) assistant|(?:assistant|support|admin\w*|adviser) (?:to|for)"
)
_RANKS = (  # the weightiest first
    _Rank(
        "headteacher",
        whole_words(rf"{_HEAD}|(?<!.)(?:acting |interim |executive )?head(?!.)"),
        whole_words(rf"{_SECOND}[ -]{_HEAD}|principal teacher"),
    ),
    _Rank("deputy", whole_words(rf"(?:deputy|vice)[ -](?:{_HEAD}|head(?! of))")),
    _Rank(
        "senior-leader",
        whole_words(
            rf"(?:assistant|asst\.?|associate)[ -](?:{_HEAD}|head(?! of))|slt|senior leader(?:ship(?: team)?)?"
        ),
    ),
    _Rank(
        "dsl",
        whole_words(r"designated safeguarding (?:lead|leader|officer|person)|dsl"),
        whole_words(r"(?:deputy|assistant)[ -](?:designated|dsl)|(?:lead|dsl) \(deputy\)"),
    ),
    _Rank("dpo", whole_words(r"data protection officer|dpo"), whole_words(r"deputy (?:data protection|dpo)")),
    _Rank(
        "business-manager",
        whole_words(r"business (?:manager|leader|director)|sbm|bursar"),
        whole_words(r"(?:assistant|deputy)(?: school)? (?:business|bursar)"),
    ),
    _Rank(  # the head of IT alone teaches it
        "network-manager",
        whole_words(
            rf"{_IT}(?: systems?| services?| support| network)? manager|"
            r"(?:head|director) of (?:it|ict) (?:support|services|systems)"
        ),
        whole_words(rf"(?:assistant|deputy) {_IT}(?: \w+)? manager"),
    ),
    _Rank(
        "it-technician",
        whole_words(
            rf"(?:{_IT}|computer|computing|systems?)(?: support)? (?:technician|engineer|administrator|analyst)|"
            rf"(?:it|ict) support(?: (?:officer|assistant))?|(?:assistant|deputy) {_IT} manager"
        ),
        whole_words(r"(?:head|director) of (?:it|ict) support|(?<!assistant )(?<!deputy )(?:it|ict) support manager"),
    ),
    _Rank(
        "chair",
        whole_words(rf"{_CHAIR} of {_BOARD}|(?<!.){_CHAIR}(?!.)"),
        whole_words(rf"(?:vice|deputy)[ -]{_CHAIR}"),
    ),
    _Rank(
        "governor",
        whole_words(rf"governors?|trustees?|member of {_BOARD}"),
        whole_words(r"clerk|clerking|governor services"),
    ),
    _Rank(
        "clerk",
        whole_words(rf"clerk (?:to|of|for) {_BOARD}|governance (?:professional|clerk)|governors?['’]? clerk"),
    ),
)


def read_roles(posts: Sequence[str], category: Category | str) -> tuple[str, ...]:
    """The role codes that `posts` show, the weightiest first.

    Whoever works for somebody of rank does not hold the rank (“PA to the Headteacher”), nor does
    a deputy. Everybody is `staff` who is more than a governor. Who is a line manager follows from
    whom people name as theirs, not from a title.
    """
    return _read_roles(tuple(posts), str(category))


@lru_cache(maxsize=8192)
def _read_roles(posts: tuple[str, ...], category: str) -> tuple[str, ...]:
    found = tuple(rank.role for rank in _RANKS if any(map(rank.is_shown_by, posts)))
    if category == Category.GOVERNOR:
        return found if "governor" in found else (*found, "governor")
    return (*found, "staff")
