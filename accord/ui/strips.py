"""Drawings of time: the weeks of a term or a year, and a case from its first day."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accord.ui.drawing import EMPTY, INK, LINE, MUTED, Chart, join, key_of, line, rect, shape, text
from accord.ui.states import COLOURS, State

WIDE = 1060  # What a page has room for on a desk; a longer strip scrolls in its frame.
LETTER = 7  # About the width of a letter at the size that strips are lettered in.
DAY = "l j F Y"

NARROWEST = 116  # A week in which “Photographs” stands on one line.
MARK_HEIGHT = 22  # With one line of words.
LINE_HEIGHT = 14
MOST_LINES = 6
LANE_HEIGHT = 56
LANE_NAME = 132


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


def weeks(
    title: Any, first: date, last: date, marks: Sequence[Mark], *, today: date | None = None, key: str = ""
) -> Chart:
    """A strip of weeks from that of `first` to that of `last`, with what falls into each."""
    key = key_of(key, title)
    mondays = _mondays(first, last)
    wide = max(NARROWEST, min(WIDE // len(mondays), 150))
    falling = [[mark for mark in marks if _is_in(mark.day, monday)] for monday in mondays]
    height = 40 + max(MARK_HEIGHT, *(sum(_mark_height(mark, wide) for mark in inside) for inside in falling))
    parts = []
    for number, (monday, inside) in enumerate(zip(mondays, falling, strict=True)):
        left, top = number * wide, 32
        parts.append(_week(left, wide, height, monday, is_now=today is not None and _is_in(today, monday)))
        for mark in inside:
            parts.append(_mark(mark, left, top, wide))
            top += _mark_height(mark, wide)
    shown = sorted((mark for inside in falling for mark in inside), key=lambda mark: mark.day)
    rows = [(date_format(mark.day, DAY), mark.label, mark.state.word) for mark in shown]
    description = _("%(marks)d things in %(weeks)d weeks") % {"marks": len(shown), "weeks": len(mondays)}
    headings = (_("Day"), _("What"), _("State"))
    return Chart(key, title, description, join(parts), height, headings, rows, width=len(mondays) * wide)


def timeline(
    title: Any, lanes: Sequence[str], events: Sequence[Event], *, today: date | None = None, key: str = ""
) -> Chart:
    """A case from left to right, a lane for each person or body; the numbers lead into the table below.

    Time is told by the dates over it, not by the distances: three days may stand as wide as three weeks.
    """
    key = key_of(key, title)
    ordered = sorted(events, key=lambda event: event.day)
    days = sorted({event.day for event in ordered} | ({today} if today else set()))
    step = max(96, min((WIDE - LANE_NAME) // max(1, len(days)), 170))
    width, height = LANE_NAME + step * max(1, len(days)) + 8, 42 + LANE_HEIGHT * len(lanes)
    places = {day: LANE_NAME + step * (place + 0.5) for place, day in enumerate(days)}
    parts = [_lane(name, number, width) for number, name in enumerate(lanes)]
    parts += [_day(day, x, height, is_today=day == today) for day, x in places.items()]
    parts += [
        _event(event, number, places[event.day], _together(event, ordered), step // LETTER)
        for number, event in enumerate(ordered, start=1)
    ]
    rows = [
        (number, date_format(event.day, DAY), lanes[event.lane], event.label, event.state.word)
        for number, event in enumerate(ordered, start=1)
    ]
    headings = (_("Number"), _("Day"), _("Who"), _("What"), _("State"))
    description = _("%(events)d events, %(lanes)d lanes") % {"events": len(ordered), "lanes": len(lanes)}
    return Chart(key, title, description, join(parts), height, headings, rows, width=width, table_open=True)


def _mondays(first: date, last: date) -> list[date]:
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(weeks=number) for number in range(max(0, (last - monday).days // 7) + 1)]


def _is_in(day: date, monday: date) -> bool:
    return 0 <= (day - monday).days < 7


def _week(left: int, wide: int, height: int, monday: date, *, is_now: bool) -> SafeString:
    ground = rect(left + 0.5, 0.5, wide, height - 1, EMPTY if is_now else "#fff", stroke=LINE)
    label = text(left + 6, 19, date_format(monday, "j M"), size=14, font_weight=700 if is_now else 400)
    disc = format_html('<circle cx="{}" cy="14" r="5" fill="{}"/>', left + wide - 10, INK) if is_now else ""
    return join([ground, label, disc])


def _lines(mark: Mark, wide: int) -> list[str]:
    """The mark's words, line by line. Only what would be a tower is cut: its end stands in the table."""
    return textwrap.wrap(mark.label, (wide - 28) // LETTER, max_lines=MOST_LINES, placeholder="…") or [""]


def _mark_height(mark: Mark, wide: int) -> int:
    return MARK_HEIGHT + (len(_lines(mark, wide)) - 1) * LINE_HEIGHT


def _mark(mark: Mark, left: int, top: int, wide: int) -> SafeString:
    strong, pale = COLOURS[mark.state.meaning]
    parts = [
        rect(left + 4, top, wide - 8, _mark_height(mark, wide) - 4, pale, rx=3, stroke=strong),
        shape(left + 7, top + 3, mark.state.shape, strong),
    ]
    for place, words in enumerate(_lines(mark, wide)):
        parts.append(text(left + 22, top + 14 + place * LINE_HEIGHT, words, size=12, colour=strong))
    return format_html("<g><title>{}</title>{}</g>", mark.label, join(parts))


def _middle(lane: int) -> float:
    return 34 + LANE_HEIGHT * (lane + 0.5)


def _lane(name: str, number: int, width: int) -> SafeString:
    middle = _middle(number)
    return join([text(0, middle + 5, _cut(name, 17), size=14), line(LANE_NAME, middle, width, middle, LINE, 2)])


def _day(day: date, x: float, height: int, *, is_today: bool) -> SafeString:
    label = text(x, 14, date_format(day, "j M"), size=13, colour=MUTED, text_anchor="middle")
    return join([label, line(x, 20, x, height - 4, INK, 1.5, stroke_dasharray="4 3") if is_today else ""])


def _together(event: Event, ordered: Sequence[Event]) -> list[Event]:
    """The events that share its day and lane, itself among them."""
    return [other for other in ordered if (other.day, other.lane) == (event.day, event.lane)]


def _event(event: Event, number: int, x: float, together: list[Event], letters: int) -> SafeString:
    """A numbered disc with its words below; discs of one day in one lane stand a little apart, with numbers only."""
    x += (next(n for n, other in enumerate(together) if other is event) - (len(together) - 1) / 2) * 24
    y = _middle(event.lane)
    strong, pale = COLOURS[event.state.meaning]
    words = text(x, y + 25, _cut(event.label, letters), size=12, colour=MUTED, text_anchor="middle")
    return format_html(
        '<g><title>{}</title><circle cx="{}" cy="{}" r="11" fill="{}" stroke="{}" stroke-width="2"/>{}{}</g>',
        event.label,
        *(x, y, pale, strong),
        text(x, y + 5, number, size=13, colour=strong, text_anchor="middle", font_weight=700),
        words if len(together) == 1 else "",
    )


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"
