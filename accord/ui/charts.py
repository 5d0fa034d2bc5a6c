"""Pictures where people would rather look, each with its table a click away.

Made on the server from plain values. `{% chart it %}` puts one on a page, `it.paper(width)` gives the same drawing for
a paper. No meaning is told by colour alone: fills have patterns, and every number stands beside its bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accord.ui import drawing
from accord.ui.drawing import EDGE, EMPTY, LINE, MUTED, Chart, join, key_of, percent, rect, text
from accord.ui.states import DONE, State
from accord.ui.strips import Event, Mark, timeline, weeks

__all__ = ["Chart", "Event", "Group", "Mark", "Segment", "bars", "progress", "timeline", "weeks"]


BAR_HEIGHT = 46  # A bar with its words over it.


@dataclass(frozen=True)
class Segment:
    """A part of a whole: how many are in a state."""

    state: State
    count: int


@dataclass(frozen=True)
class Group:
    """A team, a category, a document: how many of its number are done, and where more about it stands."""

    label: str
    done: int
    total: int
    url: str = ""


def progress(title: Any, segments: Sequence[Segment], total: int, *, key: str = "", shows_title: bool = True) -> Chart:
    """One bar from left to right, in the order of `segments`; what they leave of `total` stays empty."""
    key = key_of(key, title)
    shown = [segment for segment in segments if segment.count]
    looks = drawing.looks([segment.state.meaning for segment in shown])
    parts, at = [rect(0, 0, "100%", 28, EMPTY, rx=4, stroke=EDGE)], 0
    for segment, look in zip(shown, looks, strict=True):
        width, fill = percent(segment.count, total), drawing.fill(key, look)
        parts.append(rect(percent(at, total), 0, width, 28, fill, stroke="#fff", stroke_width=1))
        at += segment.count
    drawn = join([drawing.patterns(key, looks), *parts])
    told = [
        (look, f"{segment.count} {str(segment.state.word).lower()}") for segment, look in zip(shown, looks, strict=True)
    ]
    rows = [(segment.state.word, segment.count, _share(segment.count, total)) for segment in segments]
    if total > at:
        rows.append((_("The others"), total - at, _share(total - at, total)))
    description = ", ".join(f"{row[1]} {str(row[0]).lower()}" for row in rows)
    return Chart(
        key, title, description, drawn, 28, (_("State"), _("Number"), _("Share")), rows,
        legend=drawing.legend(told, key), shows_title=shows_title,
    )  # fmt: skip


def bars(title: Any, groups: Sequence[Group], *, key: str = "", state: State | None = None) -> Chart:
    """A bar for each group: its name and its numbers over it. A group with an address is a link as a whole."""
    key = key_of(key, title)
    state = state or State(_("Done"), DONE)
    look = drawing.Look(state.meaning)
    fill = drawing.fill(key, look)
    parts = [_bar(group, place * BAR_HEIGHT, fill) for place, group in enumerate(groups)]
    drawn = join([drawing.patterns(key, [look]), *parts])
    rows = [(group.label, group.done, group.total, _share(group.done, group.total)) for group in groups]
    description = "; ".join(f"{group.label}: {_said(group)}" for group in groups)
    headings = (_("Group"), state.word, _("Of"), _("Share"))
    linked = any(group.url for group in groups)
    return Chart(key, title, description, drawn, max(1, len(groups)) * BAR_HEIGHT, headings, rows, linked=linked)


def _bar(group: Group, top: int, fill: str) -> SafeString:
    look: dict[str, Any] = {"font_weight": 700, "text_decoration": "underline"} if group.url else {}
    parts = [
        text(0, top + 16, group.label, **look),
        text("100%", top + 16, _said(group), colour=MUTED, text_anchor="end"),
        rect(0, top + 22, "100%", 14, EMPTY, rx=3, stroke=LINE),
    ]
    if group.done:
        parts.append(rect(0, top + 22, percent(group.done, group.total), 14, fill, rx=3))
    return format_html('<a href="{}">{}</a>', group.url, join(parts)) if group.url else join(parts)


def _said(group: Group) -> str:
    return _("%(done)d of %(total)d") % {"done": group.done, "total": group.total}


def _share(part: int, whole: int) -> str:
    """Never 100 % while one is missing, never 0 % where there is one."""
    if not whole:
        return "–"
    rounded = round(100 * part / whole)
    if part < whole:
        rounded = min(rounded, 99)
    return f"{max(rounded, 1) if part else 0} %"
