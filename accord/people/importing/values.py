"""What a single cell says: cleaned text, an id, an e-mail address; and texts that count as equal."""

import re
import unicodedata
from functools import lru_cache


class BadValue(ValueError):
    """A cell that cannot be what its column holds. `reason` is for people, `code` for tests and logs."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


# How long a value may be, in characters: what the tables of people hold.
LONGEST = {
    "source_id": 60,
    "title": 20,
    "forename": 80,
    "surname": 80,
    "known_as": 80,
    "email": 254,
    "job_title": 240,
    "team": 80,
}


def words(text: str) -> frozenset[str]:
    """The words of `text`, for lists that read better as a line."""
    return frozenset(text.split())


# What people type into a cell that they mean to leave empty. Names have their own, shorter list.
_EMPTY = words(
    "n/a na n.a. n.a #n/a none nil null (none) (blank) blank unknown tbc tba - -- --- – — . … ? #value! #ref!"
)
_EMPTY |= {"not applicable", "not known", "not set", "no email", "no e-mail", "no address", "to be confirmed"}
_EMPTY |= {"no manager", "no line manager"}
_NO_NAME = words("n/a #n/a - -- – — . ? (blank) (none) #value! #ref!")

_ODD_SPACES = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u00ad]")  # of no width: joiners, marks, soft hyphens
_AS_TEXT = re.compile(r'="([^"]*)"|\'(?=\d)(.*)', re.DOTALL)  # how Excel is kept from dropping zeros
_APOSTROPHES = str.maketrans("‘’ʼʻ`´′‐‑‒–−", "'''''''-----")
# Letters that no decomposition takes apart, as they are typed on a plain keyboard.
_PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d"})
_DAMAGED = re.compile("\ufffd|\\?|[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")

_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_{|}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)


def clean(text: str) -> str:
    """`text` in composed letters (NFC), trimmed, with single plain spaces and nothing invisible in it."""
    if text.isascii() and text.isprintable() and "  " not in text and not text.startswith(("=", "'", " ")):
        return text.rstrip()
    if whole := _AS_TEXT.fullmatch(text.strip()):
        text = whole[1] if whole[1] is not None else whole[2]
    return " ".join(_ODD_SPACES.sub("", unicodedata.normalize("NFC", text)).split())


def or_empty(text: str) -> str:
    """`text` cleaned, or "" if it only says that there is nothing to say (“N/A”, “-”, “ongoing”)."""
    cleaned = clean(text)
    return "" if cleaned.casefold() in _EMPTY else cleaned


def name_or_empty(text: str) -> str:
    """As `or_empty` for names, where Null, Na and Nil are people."""
    cleaned = clean(text)
    return "" if cleaned.casefold() in _NO_NAME else cleaned


def as_written(text: str) -> str:
    """What makes two texts the same to a reader: typographic and plain apostrophes and hyphens are one."""
    return text if text.isascii() else text.translate(_APOSTROPHES)


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """What two spellings of a name must share to match: case, accents, spaces and punctuation do not count."""
    text = name.casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN_LETTERS))
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return "".join(letter for letter in text if letter.isalnum() or letter == "?")


def fold_id(source_id: str) -> str:
    """Staff codes without case and without leading zeros, which spreadsheets drop."""
    folded = source_id.casefold()
    return folded.lstrip("0") or "0" if folded.isdigit() else folded


def looks_damaged(text: str) -> bool:
    """Whether letters were lost on the way, as in “?ukasz”, “Zo�” or “ChloÃ©”."""
    return _DAMAGED.search(text) is not None


def read_source_id(text: str) -> str:
    """A staff code as written. Raises BadValue where a spreadsheet has rounded a long number."""
    value = or_empty(text)
    if re.fullmatch(r"\d+\.0+", value):
        value = value.split(".")[0]
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", value):
        raise BadValue(
            "source-id-rounded",
            "A spreadsheet has rounded this number, so it is no longer one person's. Export the list again.",
        )
    return value


def read_email(text: str) -> str:
    """An e-mail address in lower case, or "". Raises BadValue for what no mail can reach."""
    value = or_empty(text).lower()
    if not value:
        return ""
    if named := re.search(r"<([^<>]*)>", value):
        value = named[1].strip()
    value = value.removeprefix("mailto:").strip(" ;,<>\"'").rstrip(".")
    if value.count("@") > 1 and re.search(r"[\s;,]", value):
        raise BadValue("email-two", "There are two addresses here. Keep the one for work.")
    if not _EMAIL.fullmatch(value) or len(value.split("@")[0]) > 64:
        raise BadValue("email-invalid", "This is not an e-mail address. It must look like a.smith@school.example.")
    return value


def check_length(field: str, value: str) -> None:
    """Raises BadValue if `value` is longer than `field` can be."""
    if len(value) > LONGEST.get(field, len(value)):
        raise BadValue("too-long", f"This is longer than {LONGEST[field]} characters.")
