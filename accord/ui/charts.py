"""Pictures where people would rather look, each with its table a click away.

Made on the server from plain values. `{% chart it %}` puts one on a page, `it.paper(width)` gives the same drawing for
a paper. No meaning is told by colour alone: fills have patterns, and every number stands beside its bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accord.ui import drawing
from accord.ui.drawing import EDGE, EMPTY, INK, LINE, MUTED, Chart, join, key_of, line, percent, rect, shape, text
from accord.ui.states import COLOURS, DONE, State

__all__ = ["Chart", "Event", "Group", "Mark", "Segment", "bars", "progress", "timeline", "weeks"]


WIDE = 1060  # What a page has room for on a desk; longer strips scroll in their frame.


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


@dataclass(frozen=True)
class Mark:
    """Something that falls on a day."""

    day: date
    label: str
    state: State


@dataclass(frozen=True)
class Event:
    """Something that happened in a lane of a case's timeline. `lane` is the lane's place, from 0."""

    day: date
    lane: int
    label: str
    state: State


def progress(title: Any, segments: Sequence[Segment], total: int, *, key: str = "", shows_title: bool = True) -> Chart:
    """One bar from left to right, in the order of `segments`; what they leave of `total` stays empty."""
    key = key_of(key, title)
    parts, at = [rect(0, 0, "100%", 28, EMPTY, rx=4, stroke=EDGE)], 0
    for segment in segments:
        if segment.count:
            fill = drawing.fill(key, segment.state.meaning)
            parts.append(rect(percent(at, total), 0, percent(segment.count, total), 28, fill, stroke="#fff", stroke_width=1))
            at += segment.count
    drawn = join([drawing.patterns(key, [segment.state.meaning for segment in segments]), *parts])
    told = [(segment.state, f"{segment.count} {str(segment.state.word).lower()}") for segment in segments if segment.count]
    rows = [(segment.state.word, segment.count, _share(segment.count, total)) for segment in segments]
    if total > at:
        rows.append((_("The others"), total - at, _share(total - at, total)))
    description = ", ".join(f"{row[1]} {str(row[0]).lower()}" for row in rows)
    return Chart(
        key, title, description, drawn, 28, (_("State"), _("Number"), _("Share")), rows,
        legend=drawing.legend(told, key), shows_title=shows_title,
    )  # fmt: skip


def bars(title: Any, groups: Sequence[Group], *, key: str = "", state: State | None = None) -> Chart:
    """A bar for each group: its name and its numbers over it."""
    key = key_of(key, title)
    state = state or State(_("Done"), DONE)
    height, parts = 46, [drawing.patterns(key, [state.meaning])]
    for place, group in enumerate(groups):
        top = place * height
        name = text(0, top + 16, group.label)
        parts.append(format_html('<a href="{}">{}</a>', group.url, name) if group.url else name)
        parts.append(text("100%", top + 16, _said(group), colour=MUTED, text_anchor="end"))
        parts.append(rect(0, top + 22, "100%", 14, EMPTY, rx=3, stroke=LINE))
        if group.done:
            fill = drawing.fill(key, state.meaning)
            parts.append(rect(0, top + 22, percent(group.done, group.total), 14, fill, rx=3))
    rows = [(group.label, group.done, group.total, _share(group.done, group.total)) for group in groups]
    description = "; ".join(f"{group.label}: {_said(group)}" for group in groups)
    headings = (_("Group"), state.word, _("Of"), _("Share"))
    linked = any(group.url for group in groups)
    return Chart(key, title, description, join(parts), max(1, len(groups)) * height, headings, rows, linked=linked)


def weeks(title: Any, first: date, last: date, marks: Sequence[Mark], *, today: date | None = None, key: str = "") -> Chart:
    """A strip of school weeks, Monday to Friday, with what falls into each; both days included."""
    key = key_of(key, title)
    monday = first - timedelta(days=first.weekday())
    count = (last - monday).days // 7 + 1
    wide, deep = max(92, min(WIDE // count, 150)), 22
    lanes = [[mark for mark in marks if _week(mark.day, monday) == number] for number in range(count)]
    height = 34 + max([1, *(len(lane) for lane in lanes)]) * deep + 6
    parts = []
    for number, lane in enumerate(lanes):
        start = monday + timedelta(days=7 * number)
        parts.append(_week_box(number * wide, wide, height, start, is_now=today is not None and _week(today, start) == 0))
        for place, mark in enumerate(lane):
            strong, pale = COLOURS[mark.state.meaning]
            top = 32 + place * deep
            box = rect(number * wide + 4, top, wide - 8, deep - 4, pale, rx=3, stroke=strong)
            parts.append(format_html("<g><title>{}</title>{}{}{}</g>", mark.label, box,
                                     shape(number * wide + 7, top + 3, mark.state.shape, strong),
                                     text(number * wide + 22, top + 14, _cut(mark.label, (wide - 28) // 7), size=12, colour=strong)))  # fmt: skip
    rows = [(date_format(mark.day, "l j F Y"), mark.label, mark.state.word) for mark in sorted(marks, key=lambda mark: mark.day)]
    description = _("%(marks)d things in %(weeks)d weeks") % {"marks": len(marks), "weeks": count}
    return Chart(key, title, description, join(parts), height, (_("Day"), _("What"), _("State")), rows, width=count * wide)


def timeline(title: Any, lanes: Sequence[str], events: Sequence[Event], *, today: date | None = None, key: str = "") -> Chart:
    """A case from left to right, a lane for each person or body; the numbers lead into the table below."""
    key = key_of(key, title)
    ordered = sorted(events, key=lambda event: event.day)
    places = _places(ordered, today)
    left, deep, top = 132, 56, 34
    step = max(96, min((WIDE - left) // max(1, len(places)), 170))
    width = left + step * max(1, len(places)) + 8
    height = top + deep * len(lanes) + 8
    parts = []
    for number, lane in enumerate(lanes):
        middle = top + deep * number + deep / 2
        parts += [text(0, middle + 5, _cut(lane, 16), size=14), line(left, middle, width, middle, LINE, 2)]
    for day, place in places.items():
        x = left + step * place + step / 2
        parts.append(text(x, 14, date_format(day, "j M"), size=13, colour=MUTED, text_anchor="middle"))
        if day == today:
            parts.append(line(x, 20, x, height - 4, INK, 1.5, stroke_dasharray="4 3"))
    for number, event in enumerate(ordered, start=1):
        x, y = left + step * places[event.day] + step / 2, top + deep * event.lane + deep / 2
        parts.append(_event(event, number, x, y, ordered, letters=step // 7))
    rows = [
        (str(number), date_format(event.day, "l j F Y"), lanes[event.lane], event.label, event.state.word)
        for number, event in enumerate(ordered, start=1)
    ]
    headings = (_("Number"), _("Day"), _("Who"), _("What"), _("State"))
    description = _("%(events)d events, %(lanes)d lanes") % {"events": len(ordered), "lanes": len(lanes)}
    return Chart(key, title, description, join(parts), height, headings, rows, width=width, table_open=True)


def _event(event: Event, number: int, x: float, y: float, ordered: Sequence[Event], *, letters: int) -> Any:
    """A numbered disc with its words below; discs of one day in one lane stand a little apart, with numbers only."""
    beside = [other for other in ordered if (other.day, other.lane) == (event.day, event.lane)]
    x += (beside.index(event) - (len(beside) - 1) / 2) * 24
    strong, pale = COLOURS[event.state.meaning]
    words = text(x, y + 25, _cut(event.label, letters), size=12, colour=MUTED, text_anchor="middle") if len(beside) == 1 else ""
    return format_html(
        '<g><title>{}</title><circle cx="{}" cy="{}" r="11" fill="{}" stroke="{}" stroke-width="2"/>{}{}</g>',
        event.label, x, y, pale, strong,
        text(x, y + 5, number, size=13, colour=strong, text_anchor="middle", font_weight=700), words,
    )  # fmt: skip


def _places(ordered: Sequence[Event], today: date | None) -> dict[date, int]:
    """Each day that matters, in order: time is told by the dates, not by the distances."""
    days = {event.day for event in ordered} | ({today} if today else set())
    return {day: place for place, day in enumerate(sorted(days))}


def _week_box(x: int, wide: int, height: int, start: date, *, is_now: bool) -> Any:
    ground = rect(x + 0.5, 0.5, wide, height - 1, "#fff" if not is_now else EMPTY, stroke=LINE)
    label = text(x + 6, 19, date_format(start, "j M"), size=14, font_weight=700 if is_now else 400)
    disc = format_html('<circle cx="{}" cy="14" r="5" fill="{}"/>', x + wide - 10, INK) if is_now else ""
    return join([ground, label, disc])


def _week(day: date, monday: date) -> int:
    return (day - monday).days // 7


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


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"
