"""Dates as people and programs in Britain write them: the day comes first."""

import calendar
import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .values import BadValue, or_empty, words

_LONDON = ZoneInfo("Europe/London")
_EXCEL_ZERO = date(1899, 12, 30)  # day 0 of Excel's calendar, counted so that 46265 is 31 August 2026
_EXCEL_DAYS = (10_000, 80_000)  # 1927 to 2119: five digits that can be a day of somebody's work
_FIRST_YEAR, _LAST_YEAR = 1930, 2100
_CENTURY_TURNS = 50  # two-digit years: 49 is 2049, 50 is 1950
_MONTHS = (  # not the calendar module's, which follow the machine's language
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT = {name[:3].lower(): number for number, name in enumerate(_MONTHS, start=1)}
# Words for an end that is not in sight, besides those for any empty cell.
_OPEN = words("ongoing present current continuing permanent open open-ended now 0") | {
    "to date",
    "open ended",
    "no end date",
    "until further notice",
}

_WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?\.?,?\s+", re.IGNORECASE)
_TIME = re.compile(r"[\sT,]+\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?\s*([ap]\.?m\.?)?$", re.IGNORECASE)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?\s?(Z|[+-]\d{2}:?\d{2})", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/.\\ ]\s*(\d{1,2})\s*[-/.\\ ]\s*(\d{4}|\d{2})")
_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s./,-]*([a-z]{3,9})\.?[\s./,'’-]*(\d{4}|\d{2})", re.IGNORECASE
)
_NAME_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})([.,]\d+)?")
# Programs write these where a date is not set or never comes.
_NEVER = re.compile(
    r"0{1,2}[-/.]0{1,2}[-/.](0{2}|0{4}|1900) | 0{4}-0{2}-0{2} | 0?[01][-/.]0?1[-/.](0001|1900) | 30[-/.]12[-/.]1899"
    r"| 31[-/.](12|dec)[-/.](9999|2999|4712)",
    re.IGNORECASE | re.VERBOSE,
)
_UNSET = words("0001-01-01 1900-01-01 1899-12-30 1900-01-00 9999-12-31 2999-12-31 4712-12-31")


@lru_cache(maxsize=16384)
def read_date(text: str) -> date | None:
    """The day that `text` names, or None where it names none (“-”, “ongoing”, 31/12/9999).

    Always day first: 01/02/2026 is 1 February. Five digits are a day number of Excel. An instant
    with a time zone gives the day it was in London. Raises BadValue for what is no day.
    """
    value = or_empty(text)
    if not value or value.lower() in _OPEN or value[:10] in _UNSET:
        return None
    if _INSTANT.fullmatch(value):
        return _in_london(value)
    value = _TIME.sub("", _WEEKDAY.sub("", value)).strip().rstrip(".,")
    if _NEVER.fullmatch(value):
        return None
    return _day(*_parts(value))


def _in_london(value: str) -> date:
    try:
        there = datetime.fromisoformat(value.upper()).astimezone(_LONDON)
    except ValueError:
        return _day(*_parts(value[:10]))
    return _day(there.year, there.month, there.day)


def _parts(value: str) -> tuple[int, int, int]:
    """Year, month and day as written, not yet known to exist."""
    if match := _DAY_FIRST.fullmatch(value):
        return _full_year(match[3]), int(match[2]), int(match[1])
    if match := _YEAR_FIRST.fullmatch(value):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _NAMED.fullmatch(value):
        return _full_year(match[3]), _month(match[2]), int(match[1])
    if match := _NAME_FIRST.fullmatch(value):
        return int(match[3]), _month(match[1]), int(match[2])
    if match := _SERIAL.fullmatch(value):
        return _from_excel(int(match[1]))
    if re.fullmatch(r"\d{8}", value):
        return _eight_digits(value)
    raise BadValue("date-unreadable", "This does not read as a date. Write it like 31/08/2026.")


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


def _month(name: str) -> int:
    """The month's number. English names, whole or cut short after three letters or more."""
    number = _SHORT.get(name[:3].lower(), 0)
    if not number or not _MONTHS[number - 1].lower().startswith(name.lower()):
        raise BadValue("date-unreadable", f"“{name}” is not a month.")
    return number


def _from_excel(serial: int) -> tuple[int, int, int]:
    if not _EXCEL_DAYS[0] <= serial <= _EXCEL_DAYS[1]:
        raise BadValue("date-unreadable", "This number is not a date. Write it like 31/08/2026.")
    day = _EXCEL_ZERO + timedelta(days=serial)
    return day.year, day.month, day.day


def _eight_digits(value: str) -> tuple[int, int, int]:
    """20260831, or else 31082026."""
    if _FIRST_YEAR <= int(value[:4]) <= _LAST_YEAR and int(value[4:6]) <= 12:
        return int(value[:4]), int(value[4:6]), int(value[6:])
    return int(value[4:]), int(value[2:4]), int(value[:2])


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise BadValue("date-impossible", f"There is no month {month}. Dates are read with the day first.")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise BadValue("date-impossible", f"The year {year} cannot be right.")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise BadValue("date-impossible", f"There is no {day} {_MONTHS[month - 1]} {year}.")
    return date(year, month, day)
