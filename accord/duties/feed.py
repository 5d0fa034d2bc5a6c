"""A person's calendar: what they owe and what else they may see of days to come, for any calendar program to fetch."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from accord.duties import words
from accord.duties.models import CalendarLink, Duty
from accord.duties.sources import source_of
from accord.kernel.registry import Registry
from accord.kernel.scope import require_school
from accord.people import rules
from accord.people.models import Person, RoleHeld, Seat
from accord.people.roles import capabilities_of

May = Callable[[str], bool]  # Whether the person has a capability today.

LOOK_AGAIN_AFTER = timedelta(hours=6)


@dataclass(frozen=True)
class Entry:
    """Something that falls on a day. `key` stays the same for as long as it is the same thing."""

    key: str
    day: date
    title: str
    text: str = ""
    page: str = ""  # Where more about it stands, from the site's root.


class DaysToCome(Protocol):
    """What a slice offers in its `apps.py` when it has days that people want in their calendar."""

    def entries(self, person: Person, may: May, *, school_slug: str, today: date) -> Iterable[Entry]:
        """What `person` may see of the open school. A fixed number of queries."""
        ...


days_to_come: Registry[DaysToCome] = Registry("days for the calendar")


def digest_of(secret: str) -> str:
    """What is kept of a secret: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def reader_of(secret: str) -> Person | None:
    """Whose calendar this secret opens; nobody's once the link is taken back or their access has ended. Two queries."""
    link = CalendarLink.objects.select_related("person").filter(digest=digest_of(secret)).first()
    if link is None:
        return None
    seats = Seat.objects.filter(school_id=require_school(), person_id=link.person_id, closed_at__isnull=True)
    return link.person if seats.exists() else None


def entries(person: Person, *, school_slug: str, today: date) -> Iterator[Entry]:
    """Everything for this person's calendar. Two queries, and those of the slices that offer days."""
    held = capabilities_of(set(RoleHeld.objects.current(today).filter(person=person).values_list("role", flat=True)))
    for duty in Duty.objects.open().filter(person=person):
        yield _of_duty(duty, school_slug)
    for source in days_to_come:
        yield from source.entries(
            person, lambda code: bool(rules.may(code, held)), school_slug=school_slug, today=today
        )


def _of_duty(duty: Duty, school_slug: str) -> Entry:
    source = source_of(duty.source)
    about = [source.noun.capitalize() + "." if source else "", words.minutes([duty])]
    return Entry(
        f"duty-{duty.pk}",
        duty.due_on,
        _("Due: %(title)s") % {"title": duty.title},
        " ".join(filter(None, about)),
        source.address(school_slug) if source else "",
    )


def calendar(name: str, found: Iterable[Entry], *, now: datetime) -> bytes:
    """The calendar as a file (RFC 5545): each entry takes a whole day and nobody's time."""
    made = Calendar()
    made.add("prodid", "-//Accord//Duties//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", vDuration(LOOK_AGAIN_AFTER), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(LOOK_AGAIN_AFTER))
    for entry in found:
        made.add_component(_event(entry, now))
    return made.to_ical()


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("dtstamp", now)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("transp", "TRANSPARENT")
    if entry.text:
        event.add("description", entry.text)
    if entry.page:
        event.add("url", settings.PUBLIC_URL + entry.page)
    return event
