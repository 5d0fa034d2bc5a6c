"""What time it is. Rules and actions are handed `now` or `today`; only the edge of the house asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone as django_timezone

LONDON = ZoneInfo("Europe/London")

_pretended: ContextVar[datetime | None] = ContextVar("accord_pretended_now", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _pretended.get() or django_timezone.now().astimezone(timezone.utc)


def today() -> date:
    """The date in London, where the schools are."""
    return now().astimezone(LONDON).date()


@contextmanager
def pretending(moment: datetime) -> Iterator[None]:
    """Let it be `moment` inside: how a demonstration gets its past. A real school has one time only."""
    if not settings.DEMONSTRATION:
        raise RuntimeError("Time is pretended in a demonstration only.")
    token = _pretended.set(moment.astimezone(timezone.utc))
    try:
        yield
    finally:
        _pretended.reset(token)
