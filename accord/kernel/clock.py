"""What time it is. Rules and actions are handed `now` or `today`; only the edge of the house asks here."""

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

from django.utils import timezone as django_timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return django_timezone.now().astimezone(timezone.utc)


def today() -> date:
    """The date in London, where the schools are."""
    return now().astimezone(LONDON).date()
