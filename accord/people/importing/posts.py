"""What a job title and a contract type say: the single posts, and in what way somebody belongs to the school."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from .values import clean, or_empty


class Category(StrEnum):
    """In what way somebody belongs to the school; the same codes as appointments have (clauses 2.1, 2.2)."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    SUPPLY = "supply"
    PERIPATETIC = "peripatetic"
    VOLUNTEER = "volunteer"
    GOVERNOR = "governor"
    PROVIDER = "provider"


def whole_words(pattern: str) -> re.Pattern[str]:
    """A pattern that fits only between the ends of words, in any case."""
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


_JOB_WORDS = whole_words(
    r"teacher|head|headteacher|assistant|deputy|principal|supervisor|technician|governors?|trustee|volunteer|"
    r"manager|coach|clerk|officer|caretaker|cleaner|cook|senco|sendco|dsl|ddsl|dpo|sbm|librarian|receptionist|mentor|"
    r"leader|lead|co-?ordinator|tutor|counsell?or|hlta|ta|lsa|administrator|secretary|bursar|chair|director|slt|"
    r"invigilator|instructor|nurse|chef|groundsman|keeper|worker|practitioner|advis[eo]r|therapist|psychologist|"
    r"helper|apprentice|matron|chaplain|driver|escort|warden|analyst"
)
_ALWAYS_APART = re.compile(r"\s*(?:[;|\n•]|\s/\s|\s\+\s)\s*")
_MAYBE_APART = (re.compile(r"\s*,\s*"), re.compile(r"\s*/\s*"), re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE))

_EMPLOYED = (Category.PERMANENT, Category.TEMPORARY)
# What a title says. The first line that fits wins; None means an ordinary post after all.
_FROM_TITLE: tuple[tuple[Category | None, re.Pattern[str]], ...] = (
    (None, whole_words(r"clerk|clerking|governance (?:professional|officer|manager|lead)|governor services")),
    (None, whole_words(r"(?:volunteers?|supply|cover) (?:co-?ordinator|manager|administrator|organiser|lead)")),
    (Category.PROVIDER, whole_words(r"contractor|self[- ]employed|third party|service provider|consultant|freelance")),
    (Category.PROVIDER, whole_words(r"external (?:provider|coach|tutor|counsell?or|agency|it|support)")),
    (Category.SUPPLY, whole_words(r"supply|agency")),
    (Category.PERIPATETIC, whole_words(r"peripatetic|peri|visiting (?:\w+ )?(?:teacher|tutor|staff)")),
    (Category.VOLUNTEER, whole_words(r"volunteer|voluntary|unpaid|(?:parent|reading) helper")),
    (Category.GOVERNOR, whole_words(r"governors?|trustee|governing (?:board|body)|(?<!.)(?:vice[- ])?chair(?!.)")),
    (Category.TEMPORARY, whole_words(r"trainee|student teacher|pgce|scitt|apprentice|maternity cover|temporary|temp")),
    (Category.TEMPORARY, whole_words(r"fixed[- ]term")),
)
# What a contract type says, likewise.
_FROM_CONTRACT: tuple[tuple[Category, re.Pattern[str]], ...] = (
    (Category.SUPPLY, whole_words(r"supply|agency")),
    (Category.PERIPATETIC, whole_words(r"peripatetic|peri|visiting")),
    (Category.VOLUNTEER, whole_words(r"volunteers?|voluntary|unpaid")),
    (Category.GOVERNOR, whole_words(r"governors?|trustees?")),
    (Category.PROVIDER, whole_words(r"(?:service )?provider|contractors?|external|self[- ]employed|third party")),
    (Category.PROVIDER, whole_words(r"consultant|sla|freelance")),
    (Category.TEMPORARY, whole_words(r"fixed|temporary|temp|casual|zero[- ]hours?|sessional|relief|bank|maternity")),
    (Category.TEMPORARY, whole_words(r"cover|short[- ]term|trainee|training|apprentice(?:ship)?|student|pgce")),
    (Category.TEMPORARY, whole_words(r"second(?:ment|ed)")),
    (Category.PERMANENT, whole_words(r"permanent|perm|established|substantive|indefinite|open[- ]ended")),
    (Category.PERMANENT, whole_words(r"full[- ]time|part[- ]time|term[- ]time|(?:non[- ])?teaching|teacher|support")),
    (Category.PERMANENT, whole_words(r"staff|employees?|employed|leadership|associate")),
)


@lru_cache(maxsize=8192)
def split_posts(text: str) -> tuple[str, ...]:
    """The posts in one cell, each once, in the order written.

    Semicolons, bars, line breaks and spaced slashes always part two posts. A comma, a bare slash,
    “and” or “&” does so only where every part is a job by itself: “Headteacher and DSL” is two,
    “Teacher of Art and Design” is one. Posts joined with semicolons come apart as they were.
    """
    posts = _ALWAYS_APART.split(text.replace("\r", "\n"))
    before = 0
    while len(posts) > before:  # again, for a split may leave pieces that can be split now
        before = len(posts)
        for apart in _MAYBE_APART:
            posts = [piece for post in posts for piece in _pieces(post, apart)]
    once: dict[str, str] = {}
    for post in filter(None, map(or_empty, posts)):
        once.setdefault(post.casefold(), post)
    return tuple(once.values())


def _pieces(post: str, apart: re.Pattern[str]) -> list[str]:
    pieces = [clean(piece) for piece in apart.split(post)]
    return pieces if len(pieces) > 1 and all(map(_JOB_WORDS.search, pieces)) else [post]


def read_category(contract: str, posts: Sequence[str]) -> Category | None:
    """The category that a contract type and the posts show, or None if neither shows one.

    A contract as volunteer, governor, supply and the like is believed. Otherwise such a post says
    more than the contract does, unless the person has an ordinary post besides it: a teacher who
    is a staff governor is staff, a supply teacher on a permanent contract is supply.
    """
    return _read_category(or_empty(contract), tuple(posts))


@lru_cache(maxsize=8192)
def _read_category(contract: str, posts: tuple[str, ...]) -> Category | None:
    from_contract = next((category for category, words in _FROM_CONTRACT if words.search(contract)), None)
    if from_contract and from_contract not in _EMPLOYED:
        return from_contract
    from_posts = [_category_of(post) for post in posts]
    if from_posts and all(category and category not in _EMPLOYED for category in from_posts):
        return from_posts[0]
    return from_contract or (Category.TEMPORARY if Category.TEMPORARY in from_posts else None)


def _category_of(post: str) -> Category | None:
    return next((category for category, words in _FROM_TITLE if words.search(post)), None)


def is_known_contract(contract: str) -> bool:
    """Whether a contract type is one that we know, or says nothing at all."""
    text = or_empty(contract)
    return not text or any(words.search(text) for _, words in _FROM_CONTRACT)
