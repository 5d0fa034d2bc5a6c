"""England's bank holidays: the `holidays` library, and the extra ones announced since its release."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import holidays

EXTRAS = Path(__file__).with_name("bank_holidays.toml")

_FRIDAY = 4


@cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """The bank holidays of `year` with their names. A substitute day counts; so does the day that it stands for."""
    known = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return dict(known) | {day: name for day, name in extras(EXTRAS).items() if day.year == year}


@cache
def extras(path: Path) -> Mapping[date, str]:
    """The extra bank holidays that the file at `path` lists. Raises ValueError where an entry is incomplete."""
    found = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("extra", []):
        if set(entry) != {"day", "name", "source"}:
            raise ValueError(f"{path.name}: an extra bank holiday has a day, a name and a source, not {sorted(entry)}.")
        found[entry["day"]] = entry["name"]
    return found


def is_bank_holiday(day: date) -> bool:
    return day in bank_holidays(day.year)


def is_working_day(day: date) -> bool:
    """Monday to Friday and no bank holiday in England: the working day of the LADO and of the regulator."""
    return day.weekday() <= _FRIDAY and not is_bank_holiday(day)
