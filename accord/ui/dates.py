"""A date as three numbers, which people of every age can type; each problem says what is not right and where."""

import calendar
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accord.ui.narrowing import whole_number

Typed = tuple[str, str, str]  # Day, month and year as they were typed.

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
DAY_FORMAT = "l j F Y"  # Friday 27 November 2026
EARLIEST_YEAR = 1000  # An earlier one is a slip of the finger.


class DateProblem(ValidationError):
    """Why what was typed is no date, and which of day, month and year it is about."""

    def __init__(self, message: str, code: str, parts: tuple[str, ...]) -> None:
        super().__init__(message, code=code)
        self.parts = parts


class DateParts(forms.Widget):
    """Day, month and year beside each other, named `<name>-day`, `<name>-month`, `<name>-year`."""

    PARTS = ("day", "month", "year")
    template_name = "ui/fields/_parts.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed | str | None:
        """The three texts; or one ISO text, as a script would send it; None where nothing was typed."""
        if name in data:
            return data.get(name)
        day, month, year = (str(data.get(f"{name}-{part}") or "").strip() for part in self.PARTS)
        return (day, month, year) if day or month or year else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}-{part}" in data for part in self.PARTS)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_

    def parts(self, name: str, value: Any, id_: str, wrong: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """What the page needs for each of the three inputs."""
        labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        return [
            {"name": f"{name}-{part}", "id": f"{id_}_{part}", "label": labels[part], "value": text, "wrong": part in wrong,
             "width": 4 if part == "year" else 2}
            for part, text in zip(self.PARTS, _typed(value), strict=True)
        ]  # fmt: skip

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {"parts": self.parts(name, value, (attrs or {}).get("id", f"id_{name}"))}


class DateField(forms.Field):
    """A day. Cleans to a `date`; `earliest` and `latest` are both included.

    A month may be typed as a word. A year needs its four numbers.
    """

    widget = DateParts

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **options: Any) -> None:
        options.setdefault("help_text", _("For example, 27 11 2026"))
        super().__init__(**options)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        if isinstance(value, str):
            return self._from_iso(value)
        return self._from_parts(value)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            text = gettext("{label} must be %(day)s or later") % {"day": date_format(self.earliest, DAY_FORMAT)}
            raise self._problem(text, "too-early", DateParts.PARTS)
        if value and self.latest and value > self.latest:
            text = gettext("{label} must be %(day)s or earlier") % {"day": date_format(self.latest, DAY_FORMAT)}
            raise self._problem(text, "too-late", DateParts.PARTS)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def _from_iso(self, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self._problem(gettext("{label} must be a real date"), "invalid", DateParts.PARTS) from None

    def _from_parts(self, typed: Typed) -> date:
        missing = tuple(part for part, text in zip(DateParts.PARTS, typed, strict=True) if not text)
        if missing:
            raise self._problem(
                gettext("{label} needs %(missing)s") % {"missing": _listed(missing)}, "incomplete", missing
            )
        day, month, year = whole_number(typed[0]), _month(typed[1]), whole_number(typed[2])
        if month is None:
            raise self._problem(gettext("{label}: the month must be 1 to 12, or its name"), "month", ("month",))
        if year is None or year < EARLIEST_YEAR or len(typed[2]) != 4:
            raise self._problem(gettext("{label}: write the year with four numbers, such as 2026"), "year", ("year",))
        last = calendar.monthrange(year, month)[1]
        if day is None or not 1 <= day <= last:
            where = date_format(date(year, month, 1), "F Y")
            text = gettext("{label}: the day must be 1 to %(last)s in %(month)s") % {"last": last, "month": where}
            raise self._problem(text, "day", ("day",))
        return date(year, month, day)

    def _problem(self, text: str, code: str, parts: tuple[str, ...]) -> DateProblem:
        return DateProblem(text.replace("{label}", str(self.label or gettext("The date"))), code, parts)


def _typed(value: Any) -> Typed:
    if isinstance(value, date):
        return str(value.day), str(value.month), str(value.year)
    if isinstance(value, str):
        try:
            return _typed(date.fromisoformat(value))
        except ValueError:
            return value, "", ""
    return value or ("", "", "")


def _month(text: str) -> int | None:
    """1 to 12, from a number or from the beginning of an English name ("nov")."""
    number = whole_number(text)
    if number is not None:
        return number if 1 <= number <= 12 else None
    named = [index for index, name in enumerate(MONTHS, start=1) if len(text) >= 3 and name.startswith(text.lower())]
    return named[0] if named else None


def _listed(parts: tuple[str, ...]) -> str:
    words = {"day": gettext("a day"), "month": gettext("a month"), "year": gettext("a year")}
    return gettext(" and ").join(words[part] for part in parts)
