"""Invented names for as many people as a school has, and how they are spelt in an e-mail address."""

import random
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

_NAMES = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
SHORT: dict[str, str] = _NAMES["short"]
_SPELT = str.maketrans({"Ł": "L", "ł": "l", "ø": "o", "’": "", " ": "", "'": ""})


def invented(luck: random.Random) -> Iterator[tuple[str, str, str]]:
    """Titles, forenames and surnames, for about two hundred people; few share a name, and none both."""
    used: Counter[str] = Counter()
    while True:
        is_woman = luck.random() < 0.66  # As in England's schools.
        forename, surname = luck.choice(_NAMES["women" if is_woman else "men"]), luck.choice(_NAMES["surnames"])
        if used[forename] >= 3 or used[surname] >= 2 or used[f"{forename} {surname}"]:
            continue
        used.update((forename, surname, f"{forename} {surname}"))
        titles = ("Ms", "Mrs", "Miss") if is_woman else ("Mr",)
        title = luck.choices([luck.choice(titles), "Dr", "Mx"], [96, 3, 1])[0]
        yield title, forename, surname


def spelt_plainly(name: str) -> str:
    """A name in the letters that an e-mail address has."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_SPELT))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()
