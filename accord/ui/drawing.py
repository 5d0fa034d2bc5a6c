"""What the charts are drawn with: fills that differ by colour and by pattern, and one frame around every drawing.

Colours are attributes, not styles: the pages' content security policy allows no inline style, and a paper takes the
very same drawing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from accord.ui.states import COLOURS, DONE, DUE, ENDED, HEED, LATE, YOURS

INK = "#1a2129"
MUTED = "#4b5661"
EDGE = "#66717c"
LINE = "#d8dce0"
EMPTY = "#f6f5f2"

# Each meaning's pattern over its colour: plain, or lines and dots of the paler colour.
MARKS = {
    DONE: "",
    YOURS: '<path d="M0 3h8M0 7h8" stroke="{pale}" stroke-width="1.4"/>',
    DUE: '<circle cx="2" cy="2" r="1.3" fill="{pale}"/><circle cx="6" cy="6" r="1.3" fill="{pale}"/>',
    LATE: '<path d="M0 0l8 8M8 0l-8 8" stroke="{pale}" stroke-width="1.2"/>',
    ENDED: '<path d="M2 0v8M6 0v8" stroke="{pale}" stroke-width="1.2"/>',
    HEED: '<path d="M-2 2l4-4M0 8l8-8M6 10l4-4" stroke="{pale}" stroke-width="1.6"/>',
}
# Of the second of two that share a meaning.
_AGAIN = '<circle cx="4" cy="4" r="2" fill="{pale}"/>'


@dataclass(frozen=True)
class Legend:
    """A meaning as the drawing shows it, with its words."""

    swatch: SafeString
    text: Any


@dataclass(frozen=True)
class Chart:
    """A drawing on its way to a page (`{% chart it %}`) or to a paper (`paper(width)`)."""

    key: str
    title: Any
    description: Any
    drawn: SafeString
    height: int
    headings: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    width: int | None = None  # None: as wide as its place, with lengths in per cent.
    legend: Sequence[Legend] = ()
    linked: bool = False  # Has links inside, so it is a group and not one picture.
    shows_title: bool = True
    table_open: bool = False  # Where the drawing's numbers mean little without the table.

    @property
    def labelled(self) -> list[list[tuple[Any, Any]]]:
        """The rows of the table, each value with its heading: on a phone the two stand beside each other."""
        return labelled(self.headings, self.rows)

    @property
    def svg(self) -> SafeString:
        """The drawing for a page."""
        return self._svg(f"{self.width}" if self.width else "100%", viewbox=bool(self.width))

    def paper(self, width: int = 480) -> SafeString:
        """The drawing for a paper, with a fixed width (in points, if nobody says otherwise)."""
        return self._svg(f"{self.width or width}", viewbox=True)

    def _svg(self, width: str, *, viewbox: bool) -> SafeString:
        box = format_html(' viewBox="0 0 {} {}"', width, self.height) if viewbox else ""
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"{} role="{}" aria-labelledby="{}-t {}-d">'
            '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
            width, self.height, box, "group" if self.linked else "img", self.key, self.key,
            self.key, self.title, self.key, self.description, self.drawn,
        )  # fmt: skip


def key_of(key: str, title: Any) -> str:
    """The id of a chart: given, or made from its title. Two charts of one page need two."""
    return "chart-" + (key or slugify(str(title))[:40] or "figure")


def labelled(headings: Sequence[Any], rows: Sequence[Sequence[Any]]) -> list[list[tuple[Any, Any]]]:
    return [list(zip(headings, row, strict=True)) for row in rows]


@dataclass(frozen=True, order=True)
class Look:
    """How something of a meaning is filled. `again`: another of the same meaning stands beside it, so this one has
    wide strong dots on the pale colour, and nobody takes one for the other.
    """

    meaning: str
    again: bool = False

    @property
    def marks(self) -> str:
        return _AGAIN if self.again else MARKS[self.meaning]

    @property
    def colours(self) -> tuple[str, str]:
        """The ground, and what is drawn on it."""
        strong, pale = COLOURS[self.meaning]
        return (pale, strong) if self.again else (strong, pale)

    def __str__(self) -> str:
        return f"{self.meaning}-again" if self.again else self.meaning


def looks(meanings: Sequence[str]) -> list[Look]:
    """A look for each of what stands side by side, in order. Two may share a meaning."""
    return [Look(meaning, again=meaning in meanings[:place]) for place, meaning in enumerate(meanings)]


def patterns(key: str, looks: Iterable[Look]) -> SafeString:
    """The fills of `looks`, to be put into the drawing once. What is plain needs none, and has no seams in print."""
    made = [_pattern(key, look) for look in sorted(set(looks)) if look.marks]
    return format_html("<defs>{}</defs>", join(made)) if made else SafeString()


def fill(key: str, look: Look) -> str:
    """How something of this look is filled."""
    return f"url(#{key}-{look})" if look.marks else look.colours[0]


def _pattern(key: str, look: Look) -> SafeString:
    return format_html(
        '<pattern id="{}-{}" width="8" height="8" patternUnits="userSpaceOnUse">{}</pattern>', key, look, _swatch(look)
    )


def legend(told: Sequence[tuple[Look, Any]], key: str) -> list[Legend]:
    """A swatch and words for each."""
    return [Legend(_legend_swatch(f"{key}-l{index}", look), text) for index, (look, text) in enumerate(told)]


def _legend_swatch(key: str, look: Look) -> SafeString:
    return format_html(
        '<svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">{}'
        '<rect x="1" y="1" width="16" height="16" rx="3" fill="{}" stroke="{}"/></svg>',
        patterns(key, [look]), fill(key, look), COLOURS[look.meaning][0],
    )  # fmt: skip


def _swatch(look: Look) -> SafeString:
    ground, mark = look.colours
    return mark_safe(f'<rect width="8" height="8" fill="{ground}"/>{look.marks.format(pale=mark)}')


def rect(x: Any, y: Any, width: Any, height: Any, fill: str, **attrs: Any) -> SafeString:
    """A rectangle. Attributes take `_` for `-`."""
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"{}/>', x, y, width, height, fill, _attrs(attrs)
    )


def text(x: Any, y: Any, words: Any, *, size: int = 15, colour: str = INK, **attrs: Any) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-size="{}" fill="{}"{}>{}</text>', x, y, size, colour, _attrs(attrs), words
    )


def line(x1: Any, y1: Any, x2: Any, y2: Any, colour: str = LINE, width: float = 1, **attrs: Any) -> SafeString:
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"{}/>',
        x1,
        y1,
        x2,
        y2,
        colour,
        width,
        _attrs(attrs),
    )


def shape(x: float, y: float, path: str, colour: str, width: float = 2) -> SafeString:
    """One of the 12 × 12 shapes of `states.SHAPES`, with its corner at x, y."""
    return format_html(
        '<path transform="translate({} {})" d="{}" fill="none" stroke="{}" stroke-width="{}" stroke-linecap="round" '
        'stroke-linejoin="round"/>', x, y, path, colour, width,
    )  # fmt: skip


def join(parts: Iterable[Any]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def percent(part: float, whole: float) -> str:
    """`part` of `whole` as a length."""
    return f"{round(100 * part / whole, 2):g}%" if whole else "0%"


def _attrs(attrs: dict[str, Any]) -> SafeString:
    return format_html_join(
        "", ' {}="{}"', ((name.rstrip("_").replace("_", "-"), value) for name, value in attrs.items())
    )
