"""Says which column holds what, from the wording of its heading; a person may correct it."""

import collections.abc as abc
import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from .sheets import UnreadableFile
from .wordings import ALSO, FIELDS, KNOWN, NOT_OURS_KEYS, PUPIL_KEYS, compact

__all__ = [
    "FIELDS",
    "Column",
    "Contest",
    "CorrectionRefused",
    "Mapping",
    "count_known",
    "fingerprint",
    "match_headings",
]

_SURE = 60  # from here on a heading counts as known when the row of headings is looked for
_GUESS = 50  # a word that is only spelt nearly like one of ours
_NEARLY = 0.86  # how alike two spellings must be for a guess, as difflib counts
_SOMEWHAT = 0.75  # and to be offered at all
_NOISE = {"staff", "employee", "employees", "teacher", "teachers", "person", "the", "of", "current", "main", "your"}
_MANAGER = {"manager", "managers", "supervisor", "reports"}


class CorrectionRefused(ValueError):
    """A correction that cannot be followed, such as one column for two fields. `reason` is for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file and what it was taken for.

    `index` counts from 0. `field` is a key of FIELDS, or "" if the column is not used.
    `confidence` goes from 0 to 100; 100 means that the wording is usual or that a person chose.
    `alternatives` are other fields that it could be, the likeliest first.
    """

    index: int
    heading: str
    field: str
    confidence: int
    alternatives: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The heading, or the column's number where it has none."""
        return self.heading or f"Column {self.index + 1}"


@dataclass(frozen=True, slots=True)
class Contest:
    """Several columns could be `field`: `chosen` was taken and `others` were left (indexes from 0).

    `tied` when nothing but their order told them apart, so that a person should look.
    """

    field: str
    chosen: int
    others: tuple[int, ...]
    tied: bool


@dataclass(frozen=True)
class Mapping:
    """What every column was taken for. No field has two columns and no column two fields."""

    columns: tuple[Column, ...]
    contests: tuple[Contest, ...] = ()
    pupil_headings: tuple[str, ...] = ()

    def column(self, field: str) -> Column | None:
        """The column that holds `field`, if one does."""
        return next((column for column in self.columns if column.field == field), None)

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(column.field for column in self.columns if column.field)

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields without which nobody can be read: a full name, or surname and forename."""
        fields = self.fields
        if "full_name" in fields:
            return ()
        lacking = () if fields & {"forename", "known_as"} else ("forename",)
        return lacking if "surname" in fields else ("surname", *lacking)

    @property
    def is_certain(self) -> bool:
        """Whether a machine may go on without asking anybody about the match."""
        return not self.missing and not self.pupil_headings and not any(contest.tied for contest in self.contests)

    def require_names(self) -> None:
        """Raises UnreadableFile (code no-names) if no column holds people's names."""
        if self.missing:
            lacking = " and ".join(FIELDS[field].lower() for field in self.missing)
            raise UnreadableFile(f"No column was found for: {lacking}. Say which it is.", code="no-names")


def match_headings(headings: abc.Sequence[str], corrections: abc.Mapping[str, int | None] | None = None) -> Mapping:
    """What each column of `headings` holds.

    `corrections` go from a field to its column's index from 0, or to None if the file does not
    have it, and win over our own match. Raises CorrectionRefused where one names a field or
    column that is not there, or one column for two fields.
    """
    corrections = corrections or {}
    _check(corrections, len(headings))
    guesses = [_guess(heading) for heading in headings]
    fixed = {index for index in corrections.values() if index is not None}
    taken, contests = _allot(guesses, fixed, set(corrections))
    _name_beside_surname(headings, taken, set(corrections))
    sure = {index: (field, guesses[index][1]) for field, index in taken.items()}
    sure |= {index: (field, 100) for field, index in corrections.items() if index is not None}
    columns = tuple(
        Column(index, " ".join(heading.split()), *sure.get(index, ("", 0)), _others(heading, sure.get(index)))
        for index, heading in enumerate(headings)
    )
    pupils = tuple(heading for heading in headings if compact(_fold(heading)) in PUPIL_KEYS)
    return Mapping(columns, contests, pupils)


def fingerprint(headings: abc.Iterable[str]) -> str:
    """The same for files with the same headings in the same order, however they are capitalised and punctuated."""
    return sha256("\n".join(_fold(heading) for heading in headings).encode()).hexdigest()


def count_known(cells: abc.Iterable[str]) -> int:
    """How many different fields of ours these cells name; tells a row of headings from other rows."""
    guesses = [_worded(cell) for cell in cells if cell and len(cell) < 60]
    return len({field for field, sure in guesses if field and sure >= _SURE})


def _check(corrections: abc.Mapping[str, int | None], width: int) -> None:
    chosen = [index for index in corrections.values() if index is not None]
    for field, index in corrections.items():
        if field not in FIELDS:
            raise CorrectionRefused(f"“{field}” is not something that we read.")
        if index is not None and not 0 <= index < width:
            raise CorrectionRefused(f"The file has no column {index + 1}.")
        if index is not None and chosen.count(index) > 1:
            raise CorrectionRefused(f"Column {index + 1} was chosen twice. A column can hold only one thing.")


@lru_cache(maxsize=2048)
def _fold(heading: str) -> str:
    """Lower case, without accents and punctuation, camel case taken apart: “E-mail_Address” is “email address”."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    plain = "".join(c for c in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"\be[-\s]mail", "email", plain)).split())


@lru_cache(maxsize=2048)
def _worded(heading: str) -> tuple[str, int]:
    """The likeliest field for a heading whose words we know and how sure that is, or ("", 0)."""
    folded = _fold(heading)
    key = compact(folded)
    if not key or key in NOT_OURS_KEYS:
        return "", 0
    if key in KNOWN:
        return KNOWN[key]
    words = folded.split()
    if _MANAGER & set(words):
        return _guess_manager(words)
    bare = compact(" ".join(word for word in words if word not in _NOISE))
    if bare in KNOWN and bare not in NOT_OURS_KEYS:
        field, sure = KNOWN[bare]
        return field, sure - 10
    return "", 0


@lru_cache(maxsize=2048)
def _guess(heading: str) -> tuple[str, int]:
    """As `_worded`, and also what is only spelt nearly like words we know (“Surename”)."""
    known = _worded(heading)
    key = compact(_fold(heading))
    nearest = _near(key)[:1] if not known[0] and key not in NOT_OURS_KEYS else []
    if nearest and difflib.SequenceMatcher(None, nearest[0], key).ratio() >= _NEARLY:
        return KNOWN[nearest[0]][0], _GUESS
    return known


@lru_cache(maxsize=2048)
def _near(key: str) -> list[str]:
    """Wordings spelt somewhat like `key`, the nearest first. Short words are like too many others."""
    return difflib.get_close_matches(key, KNOWN, n=3, cutoff=_SOMEWHAT) if len(key) > 4 else []


def _guess_manager(words: list[str]) -> tuple[str, int]:
    if {"date", "title", "role", "post", "phone"} & set(words):
        return "", 0
    return "line_manager", 85 if {"id", "code", "number"} & set(words) else 75


def _allot(
    guesses: list[tuple[str, int]], fixed: set[int], settled: set[str]
) -> tuple[dict[str, int], tuple[Contest, ...]]:
    """Gives each field its likeliest column; the first one where two are as likely."""
    wanting: dict[str, list[int]] = {}
    for index, (field, _) in enumerate(guesses):
        if field and index not in fixed and field not in settled:
            wanting.setdefault(field, []).append(index)
    taken: dict[str, int] = {}
    contests = []
    for field, indexes in wanting.items():
        chosen, *others = sorted(indexes, key=lambda index: -guesses[index][1])
        taken[field] = chosen
        if others:
            tied = guesses[others[0]][1] == guesses[chosen][1]
            contests.append(Contest(field, chosen, tuple(others), tied))
    return taken, tuple(contests)


def _name_beside_surname(headings: abc.Sequence[str], taken: dict[str, int], settled: set[str]) -> None:
    """“Name, Surname, …” means that the name is the forename."""
    if "surname" in taken and not {"forename"} & (taken.keys() | settled) and "full_name" in taken:
        index = taken["full_name"]
        if _fold(headings[index]) in ("name", "names"):
            taken["forename"] = taken.pop("full_name")


def _others(heading: str, taken_for: tuple[str, int] | None) -> tuple[str, ...]:
    """Fields that the heading could mean besides the one it was taken for."""
    key = compact(_fold(heading))
    guess = _guess(heading)[0]
    near = [] if guess else [KNOWN[word][0] for word in _near(key)]
    likely = [guess, ALSO.get(key, ""), *near]
    field = taken_for[0] if taken_for else ""
    return tuple(dict.fromkeys(other for other in likely if other and other != field))
