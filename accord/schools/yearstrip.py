"""A school year as one picture: a column for each week, a cell for each weekday, and what the calendar says of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.schools.terms import Day, DayKind, SchoolCalendar
from accord.ui.drawing import EDGE, EMPTY, INK, LINE, MUTED, Chart, Legend, join, key_of, rect, text

SEPTEMBER = 9
CELL, GAP, TOP, LEFT = 17, 1, 24, 30

# What each kind of day is called, how its cell is filled, and the letter that tells it without colour.
KINDS: dict[DayKind, tuple[Any, str, str]] = {
    DayKind.SCHOOL: (gettext_lazy("School day"), "#1f5673", ""),
    DayKind.INSET: (gettext_lazy("INSET day"), "#ffffff", "I"),
    DayKind.CLOSED: (gettext_lazy("School closed"), "#ffffff", "C"),
    DayKind.BANK_HOLIDAY: (gettext_lazy("Bank holiday"), "#ffffff", "B"),
    DayKind.HOLIDAY: (gettext_lazy("Holiday"), EMPTY, ""),
}
ASSUMED = gettext_lazy("School day, if the terms are as usual")
_ASSUMED_FILL = "#a9c0cc"


def school_year(day: date) -> tuple[date, date]:
    """The first and last day of the school year of `day`: September to August."""
    year = day.year if day.month >= SEPTEMBER else day.year - 1
    return date(year, SEPTEMBER, 1), date(year + 1, SEPTEMBER - 1, 31)


def year_strip(calendar: SchoolCalendar, first: date, last: date, *, today: date) -> Chart:
    """The weeks from `first` to `last`. The table tells every stretch of days of one kind."""
    title = _("School year %(from)d to %(to)d") % {"from": first.year, "to": last.year}
    weeks = calendar.weeks(first, last)
    parts: list[SafeString] = [
        text(0, TOP + row * (CELL + GAP) + 13, name, size=12, colour=MUTED)
        for row, name in ((0, _("Mon")), (2, _("Wed")), (4, _("Fri")))
    ]
    for column, week in enumerate(weeks):
        left = LEFT + column * (CELL + GAP)
        sunday = week.monday + timedelta(days=6)
        if column == 0 or sunday.day <= 7:  # The week in which a month begins.
            parts.append(text(left, 14, date_format(sunday, "M"), size=12, colour=MUTED))
        parts += [
            _cell(day, left, TOP + row * (CELL + GAP), is_today=day.day == today) for row, day in enumerate(week.days)
        ]
    every = [day for week in weeks for day in week.days if first <= day.day <= last]
    school_days = sum(day.is_school_day for day in every)
    assumed = any(day.assumed and day.is_school_day for day in every)
    return Chart(
        key_of("year", title),
        title,
        _("%(days)d school days") % {"days": school_days},
        join(parts),
        TOP + 5 * (CELL + GAP),
        (_("From"), _("To"), _("What"), _("Name")),
        _stretches(every),
        width=LEFT + len(weeks) * (CELL + GAP),
        legend=_legend(assumed=assumed),
        shows_title=False,
    )


def _cell(day: Day, left: int, top: int, *, is_today: bool) -> SafeString:
    word, fill, letter = _look(day)
    label = f"{date_format(day.day, 'l j F Y')}: {word}" + (f", {day.name}" if day.name else "")
    frame = {"stroke": INK, "stroke_width": 3} if is_today else {"stroke": LINE if not letter else EDGE}
    parts = [rect(left, top, CELL, CELL, fill, rx=3, **frame)]
    if letter:
        parts.append(text(left + CELL / 2, top + 13, letter, size=12, text_anchor="middle", font_weight=700))
    return format_html("<g><title>{}</title>{}</g>", label, join(parts))


def _look(day: Day) -> tuple[Any, str, str]:
    if day.is_school_day and day.assumed:
        return ASSUMED, _ASSUMED_FILL, ""
    return KINDS[day.kind]


def _legend(*, assumed: bool) -> list[Legend]:
    looks = [*KINDS.values(), *([(ASSUMED, _ASSUMED_FILL, "")] if assumed else [])]
    return [Legend(_swatch(fill, letter), word) for word, fill, letter in looks]


def _swatch(fill: str, letter: str) -> SafeString:
    drawn = [rect(1, 1, CELL, CELL, fill, rx=3, stroke=EDGE)]
    if letter:
        drawn.append(text(1 + CELL / 2, 14, letter, size=12, text_anchor="middle", font_weight=700))
    size = CELL + 2
    return format_html(
        '<svg width="{}" height="{}" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        size,
        size,
        size,
        size,
        join(drawn),
    )


def _stretches(days: Sequence[Day]) -> list[tuple[str, str, Any, str]]:
    """Days of one kind and name in a row, as one line of the table. A weekend between them parts nothing."""
    lines: list[tuple[date, date, Any, str]] = []
    for day in days:
        word = _look(day)[0]
        if lines and lines[-1][2:] == (word, day.name):
            lines[-1] = (lines[-1][0], day.day, word, day.name)
        else:
            lines.append((day.day, day.day, word, day.name))
    return [
        (date_format(first, "j M Y"), date_format(last, "j M Y"), word, name or "–")
        for first, last, word, name in lines
    ]
