"""A school's colour: whether it can be read, and the small style sheet that paints the pages with it."""

import re

from accord.kernel.decision import ALLOW, Decision, refuse

HOUSE_ACCENT = "#1f5673"
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: white words on a button in the school's colour.
LINK_CONTRAST = 5.5  # A link also stands on pale grounds, which take a little away.
WHITE = (255, 255, 255)
BLACK = (0, 0, 0)

Rgb = tuple[int, int, int]


def contrast(colour: str, against: str = "#ffffff") -> float:
    """The contrast of two colours as WCAG counts it: 1.0 (the same) to 21.0 (black on white).

    A colour is `#rgb` or `#rrggbb`; ValueError for anything else.
    """
    lighter, darker = sorted((_luminance(_parse(colour)), _luminance(_parse(against))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def may_be_accent(colour: str) -> Decision:
    """Whether a school may choose `colour`: white words on it must be readable."""
    try:
        found = contrast(colour)
    except ValueError:
        return refuse("not-a-colour", "Write the colour as # and six letters or numbers, such as #1f5673.")
    if found < LEAST_CONTRAST:
        return refuse("too-pale", f"White words on this colour cannot be read well ({found:.1f} to 1; 4.5 is needed).")
    return ALLOW


def stylesheet(colour: str) -> str:
    """The CSS that paints the pages in `colour`. The house's own colour where `colour` may not be used."""
    accent = _parse(colour if may_be_accent(colour) else HOUSE_ACCENT)
    lines = {
        "accent": accent,
        "accent-dark": _mix(accent, BLACK, 0.28),
        "accent-link": _darken(accent, LINK_CONTRAST),
        "accent-tint": _mix(accent, WHITE, 0.9),
    }
    return ":root{" + "".join(f"--{name}:{_written(rgb)};" for name, rgb in lines.items()) + "}\n"


def _parse(colour: str) -> Rgb:
    match = re.fullmatch(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", colour.strip())
    if not match:
        raise ValueError("not a colour")
    digits = match.group(1)
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _written(rgb: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (value / 255 for value in rgb)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(colour: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def _darken(colour: Rgb, least: float) -> Rgb:
    """`colour`, made darker in small steps until it stands out `least` from white."""
    while contrast(_written(colour)) < least:
        colour = _mix(colour, BLACK, 0.06)
    return colour
