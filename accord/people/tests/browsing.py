"""What the tests of pages type and read."""

from datetime import date
from html import unescape


def days(name: str, day: date | None) -> dict[str, str]:
    values = (day.day, day.month, day.year) if day else ("", "", "")
    return dict(zip([f"{name}-{part}" for part in ("day", "month", "year")], map(str, values), strict=True))


NEW = {
    "forename": "Zoë",
    "surname": "O’Brien",
    "email": "zoe@hopewell.example",
    "category": "permanent",
    "job_title": "Teacher of Art",
    "team": "Art",
    **days("starts_on", date(2026, 9, 1)),
}


def text(response) -> str:
    return unescape(response.content.decode())
