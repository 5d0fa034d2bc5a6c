"""Terms, INSET days and closures out of a calendar file (ICS) or a table (CSV), as councils and schools publish them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from accord.schools.clocks import london

MOST_BYTES = 1_000_000
MOST_LINES = 2_000
TERM, INSET, CLOSED = "term", "inset", "closed"

_ONE_DAY = timedelta(days=1)
_SHORTEST_TERM = timedelta(days=10)
_MOST_DAYS = 10  # Of INSET or closure in one line.
_FORMS = ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d-%m-%Y", "%d.%m.%Y")
_INSET = re.compile(r"\binset\b|training day|staff training|non[- ]pupil|development day", re.I)
_CLOSED = re.compile(r"\bclosed\b|\bclosure\b|occasional day|polling", re.I)
_KNOWN_ANYWAY = re.compile(r"bank holiday|good friday|easter monday|christmas day|boxing day|new year", re.I)
_HOLIDAY = re.compile(r"holiday|break\b|vacation|half[- ]term$", re.I)
_BEGINS = re.compile(r"\b(starts?|begins?|opens?|re-?opens?|first day|start of)\b", re.I)
_ENDS = re.compile(r"\b(ends?|closes?|breaks? up|finish(es)?|last day|end of)\b", re.I)
_COLUMNS = {
    "kind": ("kind", "type", "what"),
    "name": ("name", "title", "term", "description"),
    "first": ("first day", "start", "starts", "start date", "from", "date", "day", "begins"),
    "last": ("last day", "end", "ends", "end date", "to", "until"),
}


class Unreadable(ValueError):
    """A sentence for whoever chose the file."""


@dataclass(frozen=True)
class Line:
    """A term, or one INSET day or closure (whose two days are the same)."""

    kind: str
    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Found:
    """What a file says, and what of it we do not take for a term or a day."""

    lines: tuple[Line, ...]
    left_out: tuple[str, ...] = ()


def read(name: str, content: bytes) -> Found:
    """Read a file by what is in it. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("This file is larger than a calendar of terms can be.")
    if content.lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCALENDAR"):
        found = _events(content)
    elif name.lower().endswith((".csv", ".txt")):
        found = _table(content)
    else:
        raise Unreadable("Choose a calendar file (.ics) or a table saved as CSV (.csv).")
    if not found.lines:
        raise Unreadable("No term, INSET day or closure was found in this file.")
    return found


# Calendar files


def _events(content: bytes) -> Found:
    from icalendar import Calendar  # Few processes need it.

    try:
        events = [_event(each) for each in Calendar.from_ical(content).walk("VEVENT")[:MOST_LINES]]
    except (ValueError, TypeError, KeyError, IndexError) as problem:
        raise Unreadable("This calendar file is damaged.") from problem
    lines: list[Line] = []
    left_out: list[str] = []
    marks: list[tuple[date, bool, str]] = []
    for title, first, last in sorted(event for event in events if event):
        if _INSET.search(title) or _CLOSED.search(title):
            lines += _days(INSET if _INSET.search(title) else CLOSED, title, first, last)
        elif _KNOWN_ANYWAY.search(title):
            continue
        elif last - first >= _SHORTEST_TERM and re.search(r"\bterm\b", title, re.I) and not _HOLIDAY.search(title):
            lines.append(Line(TERM, title, first, last))
        elif first == last and (_BEGINS.search(title) or _ENDS.search(title)):
            marks.append((first, bool(_BEGINS.search(title)), title))
        else:
            left_out.append(title)
    paired, unpaired = _paired(sorted(marks))
    return Found(tuple(sorted(lines + paired, key=lambda line: line.first)), tuple(dict.fromkeys(left_out + unpaired)))


def _event(event: Any) -> tuple[str, date, date] | None:
    """Its title, first and last day. The end of a whole-day event is the day after it."""
    title, begins, ends = str(event.get("SUMMARY", "")).strip()[:60], event.get("DTSTART"), event.get("DTEND")
    if not title or begins is None:
        return None
    first = _day(begins.dt)
    if ends is None:
        return title, first, first
    last = _day(ends.dt)
    is_whole = not isinstance(ends.dt, datetime)
    return title, first, max(first, last - _ONE_DAY if is_whole else last)


def _day(moment: date | datetime) -> date:
    if not isinstance(moment, datetime):
        return moment
    return london(moment).date() if moment.tzinfo else moment.date()


def _paired(marks: list[tuple[date, bool, str]]) -> tuple[list[Line], list[str]]:
    """Each first day of a term with the last day that comes after it."""
    lines, left_out = [], []
    opened: tuple[date, str] | None = None
    for day, begins, title in marks:
        if begins:
            left_out += [opened[1]] if opened else []
            opened = (day, title)
        elif opened:
            lines.append(Line(TERM, season(opened[0]), opened[0], day))
            opened = None
        else:
            left_out.append(title)
    return lines, left_out + ([opened[1]] if opened else [])


def season(first: date) -> str:
    """What a half-term that begins on this day is called."""
    names = (
        ((2, 10), "Spring term, first half"),
        ((3, 31), "Spring term, second half"),
        ((5, 15), "Summer term, first half"),
        ((8, 14), "Summer term, second half"),
        ((10, 15), "Autumn term, first half"),
        ((12, 31), "Autumn term, second half"),
    )
    return next(name for until, name in names if (first.month, first.day) <= until)


# Tables


def _table(content: bytes) -> Found:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    rows = list(csv.reader(io.StringIO(text)))[: MOST_LINES + 1]
    if not rows:
        raise Unreadable("This file is empty.")
    places = _places([cell.strip().lower() for cell in rows[0]])
    lines, left_out = [], []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        line = _row([cell.strip() for cell in row], places)
        if line:
            lines += line
        else:
            left_out.append(f"Line {number}: {', '.join(filter(None, row))[:80]}")
    return Found(tuple(sorted(lines, key=lambda line: line.first)), tuple(left_out))


def _places(headings: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, known in _COLUMNS.items():
        place = next((headings.index(each) for each in known if each in headings), None)
        if place is not None and place not in found.values():
            found[key] = place
    if not {"first", "kind"} <= set(found):
        raise Unreadable("The first line must name the columns: Kind, Name, First day, Last day.")
    return found


def _row(row: list[str], places: dict[str, int]) -> list[Line]:
    """The lines of one row; none where it says nothing that we understand."""
    cells = {key: row[place] if place < len(row) else "" for key, place in places.items()}
    kind = next((kind for kind, said in _kinds() if said.search(cells["kind"])), None)
    first, last = _typed_day(cells["first"]), _typed_day(cells.get("last", "") or cells["first"])
    if kind is None or first is None or last is None or last < first:
        return []
    if kind == TERM:
        return [Line(TERM, cells.get("name", "")[:60] or season(first), first, last)]
    return list(_days(kind, cells.get("name", ""), first, last))


def _kinds() -> Iterable[tuple[str, re.Pattern[str]]]:
    return (INSET, _INSET), (CLOSED, _CLOSED), (TERM, re.compile(r"\bterm\b", re.I))


def _typed_day(text: str) -> date | None:
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no time
        except ValueError:
            continue
    return None


def _days(kind: str, name: str, first: date, last: date) -> Iterator[Line]:
    """A line for each weekday of a few."""
    for ahead in range(min((last - first).days + 1, _MOST_DAYS)):
        day = first + timedelta(days=ahead)
        if day.weekday() < 5:
            yield Line(kind, name, day, day)


# From the preview back


def written(lines: Iterable[Line]) -> str:
    """The lines as the preview's form carries them."""
    out = io.StringIO()
    csv.writer(out).writerows([line.kind, line.name, line.first.isoformat(), line.last.isoformat()] for line in lines)
    return out.getvalue()


def read_back(text: str) -> list[Line]:
    """What `written` wrote. Raises Unreadable where somebody else did."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text)) if row][:MOST_LINES]
        lines = [Line(kind, name[:60], date.fromisoformat(a), date.fromisoformat(b)) for kind, name, a, b in rows]
    except ValueError as problem:
        raise Unreadable("Choose the file again.") from problem
    if not lines or any(line.kind not in (TERM, INSET, CLOSED) for line in lines):
        raise Unreadable("Choose the file again.")
    return lines
