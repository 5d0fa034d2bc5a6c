"""People's names: checked, and taken apart where a file has a whole name in one cell."""

import re
from dataclasses import dataclass

from .values import BadValue, clean, name_or_empty, words

TITLES = words("mr mrs ms miss mx dr prof professor rev revd reverend fr father sr sister br brother canon sir dame")
TITLES |= words("lady lord cllr councillor hon mister madam master rabbi imam mme m/s capt col major lt sgt")
_LAST_TITLES = words("mr mrs ms miss mx dr prof rev revd")  # those that are nobody's surname
_PARTICLES = words("van von der den de del della di da dos das do du la le les ten ter zu af av bin bint ibn al el")
_PARTICLES |= words("ap ab st ni nic mac mc ó")
_HONOURS = re.compile(r"(,?\s+(obe|mbe|cbe|phd|ph\.d\.|msc|bsc|qts|npqh|jr\.?|pgce|\(hons\)))+$", re.I)
_PRONOUNS = re.compile(r"\((she|he|they|her|him|them)[/, ].*?\)", re.IGNORECASE)
_CALLED = re.compile(r"\s*(?:\(([^()]+)\)|[\"“]([^\"“”]+)[\"”])\s*")
_NOT_IN_NAMES = re.compile(r"[\d@<>=+{}\[\]|\\^~_#%$£;:!]")


@dataclass(frozen=True, slots=True)
class FullName:
    """A name taken apart. Parts that the cell did not have are empty."""

    title: str = ""
    forename: str = ""
    surname: str = ""
    known_as: str = ""


def read_name(text: str) -> str:
    """One part of a name as written, or "". Raises BadValue for what no name contains."""
    value = name_or_empty(text)
    if found := _NOT_IN_NAMES.search(value):
        raise BadValue("name-unlikely", f"A name does not contain “{found[0]}”.")
    return value


def read_title(text: str) -> str:
    """A title without its full stop."""
    return name_or_empty(text).rstrip(".")


def read_full_name(text: str) -> FullName:
    """A whole name: “Smith, Anna”, “Mr A Smith”, “Anna van der Berg”, “Smith, William (Bill)”.

    A comma means that the surname comes first. Without one the last word is the surname, together
    with particles before it, or the words in capitals if only some are (“SMITH Anna”). A title at the
    end means a list by surname (“Smith A Mr”). A single word is a surname. Raises BadValue for what no name contains.
    """
    value = _HONOURS.sub("", _PRONOUNS.sub("", name_or_empty(text)).strip())
    called = ""
    if nickname := _CALLED.search(value):
        called = clean(nickname[1] or nickname[2])
        value = clean(_CALLED.sub(" ", value))
    value = read_name(value.strip(" ,"))
    before, comma, after = value.partition(",")
    if comma and clean(before).rstrip(".").lower() not in TITLES:
        title, given, _ = _split_title(after.replace(",", " ").split())
        title_in_front, family, _ = _split_title(before.split())
        return FullName(title or title_in_front, " ".join(given), " ".join(family), called)
    title, words, at_end = _split_title(value.replace(",", " ").split())
    if at_end or (len(words) > 1 and _shouted(words[0]) and not _shouted(words[-1])):
        at = next((at for at, word in enumerate(words) if at and not _shouted(word)), 1)
        return FullName(title, " ".join(words[at:]), " ".join(words[:at]), called)
    at = _surname_at(words)
    return FullName(title, " ".join(words[:at]), " ".join(words[at:]), called)


def _split_title(words: list[str]) -> tuple[str, list[str], bool]:
    """The title among the words, the other words, and whether it stood at the end, as in lists by surname."""
    if len(words) > 1 and words[0].rstrip(".").lower() in TITLES:
        return words[0].rstrip("."), words[1:], False
    if len(words) > 1 and words[-1].rstrip(".").lower() in _LAST_TITLES:
        return words[-1].rstrip("."), words[:-1], True
    return "", words, False


def _shouted(word: str) -> bool:
    """Whether a word is in capitals; an initial is not."""
    return word.isupper() and sum(map(str.isalpha, word)) > 1


def _surname_at(words: list[str]) -> int:
    """Where the surname begins in “Anna van der Berg” and “Anna Maria SMITH JONES”."""
    shouted = [_shouted(word) for word in words]
    if any(shouted) and not shouted[0]:
        return shouted.index(True)
    at = max(len(words) - 1, 0)
    while at > 1 and words[at - 1].lower().strip("’'.") in _PARTICLES:
        at -= 1
    return at
