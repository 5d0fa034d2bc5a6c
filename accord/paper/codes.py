"""The code on a printed sheet: drawn here, found again by `scan_reader`. It says nothing about anybody."""

import re
import secrets

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Without I, L, O and U: what is copied by hand must not be mistaken.
_LENGTH = 16  # 80 bits: nobody guesses one.
_PREFIX = "ACCORD:"
_WRITTEN = re.compile(rf"{_PREFIX}([{_LETTERS}]{{{_LENGTH}}})")
_MISTAKEN = str.maketrans("ILO", "110")


def new_code() -> str:
    """A code that nobody has."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def code_in(text: str) -> str:
    """Our code in what a decoder read, empty where it is something else's."""
    found = _WRITTEN.fullmatch(text.strip())
    return found[1] if found else ""


def in_groups(code: str) -> str:
    """For people: in fours."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def typed(text: str) -> str:
    """A code as somebody copied it from a sheet, in our spelling; empty if it cannot be one."""
    plain = re.sub(r"[\s-]", "", text).upper().translate(_MISTAKEN)
    return plain if len(plain) == _LENGTH and all(letter in _LETTERS for letter in plain) else ""


def drawn(code: str) -> str:
    """The code as an SVG picture, which still reads with a quarter of it lost."""
    import zxingcpp  # Only whoever prints needs it.

    made = zxingcpp.create_barcode(_PREFIX + code, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    return str(zxingcpp.write_barcode_to_svg(made, add_quiet_zones=True))
