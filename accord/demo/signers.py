"""How people answer when they are asked to sign: most soon, some late, a few with an objection, and somebody not at all."""

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Count

from accord.demo.days import ONE_DAY, quiet_moment, staff_days
from accord.demo.past import Past
from accord.duties.models import Duty
from accord.kernel import clock
from accord.people.models import Person
from accord.schools.terms import SchoolCalendar
from accord.signing import actions, reads
from accord.signing.models import Signature, Text
from accord.signing.sources import CODE

NEVER = 1_000
VIEWED = "viewed"  # Opens what is to be signed, reads some of it, and leaves it at that.

# How soon the people of a school get round to it: how many in a hundred, and after how many days of work.
_PACES = ((46, 0, 2), (34, 2, 8), (12, 8, 15), (6, 16, 26), (2, NEVER, NEVER))
_SECONDS_A_PAGE = (25, 110)

# Addresses and networks that are set aside for examples (RFC 5737), and what browsers say of themselves.
_AT_SCHOOL = ("192.0.2.18", "192.0.2.19")
_BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
    "Mozilla/5.0 (X11; CrOS x86_64 16328.65.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
)
_PHONES = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
)


@dataclass(frozen=True)
class Reply:
    """What somebody does when asked: signed, objected, declined or only viewed, after so many days of work."""

    kind: str = "signed"
    words: str = ""
    after_days: int = 0
    reads: float = 1.0  # How much of it, for those who do not sign.
    again: bool = False  # Answers what they once declined.


@dataclass
class Signers:
    """The people of the open school as signers. `full_names` are what some type: a middle name, say."""

    past: Past
    calendar: SchoolCalendar
    full_names: Mapping[str, str] = field(default_factory=dict)

    def plan(self, script: Mapping[str, Reply], *, only: frozenset[str] | None = None) -> None:
        """Plan what everybody who owes something now will do about it: what `script` says, or as they usually do.

        People are named by their staff code, or their address where they have none; `only` some of them. Whoever
        cannot sign in does nothing.
        """
        owing = Person.objects.filter(duties__in=Duty.objects.open()).exclude(email="").distinct()
        days = list(staff_days(self.calendar, clock.today(), self.past.until.date()))
        for person in owing:
            if only is None or code_of(person) in only:
                self._plan(person, script.get(code_of(person)), days)

    def _plan(self, person: Person, reply: Reply | None, days: list[date]) -> None:
        luck = random.Random(f"{code_of(person)} {clock.today()}")
        reply = reply or Reply(after_days=_usual_pace(person, luck))
        if reply.after_days < len(days):
            moment = quiet_moment(luck, days[reply.after_days])
            # Nobody answers before they have been asked.
            moment = moment if moment > clock.now() + timedelta(minutes=20) else moment + ONE_DAY
            self.past.plan(moment, partial(self.answer, person, reply), defers=False)

    def answer(self, person: Person, reply: Reply) -> None:
        """Read what is to be signed, and do about it what `reply` says."""
        now, luck = clock.now(), random.Random(f"{code_of(person)} {clock.now()}")
        texts = _to_answer(person, again=reply.again)
        if not texts:
            return  # Excused, or withdrawn, since it was planned.
        pages = [(text, number) for text in texts for number in range(1, text.page_count + 1)]
        read = pages[: max(1, int(len(pages) * reply.reads))]
        at = now - timedelta(seconds=sum(_SECONDS_A_PAGE) / 2 * (len(read) + 1))
        for text, number in read:
            at = min(now, at + timedelta(seconds=luck.uniform(*_SECONDS_A_PAGE)))
            actions.deliver(person=person, text=text, number=number, now=at)
        if reply.kind != VIEWED:
            self._declare(person, reply, [text.pk for text in texts], luck)

    def _declare(self, person: Person, reply: Reply, shown: list[uuid.UUID], luck: random.Random) -> None:
        now = clock.now()
        is_on_phone = luck.random() < 0.4
        address = f"198.51.100.{luck.randrange(2, 250)}" if is_on_phone else luck.choice(_AT_SCHOOL)
        actions.declare(
            person=person,
            answer=actions.Answer(
                kind=reply.kind,
                typed_name=self.full_names.get(code_of(person), person.name),
                words=reply.words,
                training=_training(person, now.date()),
                shown=frozenset(shown),
                once=uuid.UUID(int=luck.getrandbits(128), version=4),
            ),
            signed_in=actions.SignedIn(
                method="passphrase and code from an app" if luck.random() < 0.5 else "passphrase",
                at=now - timedelta(seconds=luck.uniform(60, 800)),
                address=address,
                browser=luck.choice(_PHONES if is_on_phone else _BROWSERS),
            ),
            school_name=self.past.school.name,
            now=now,
        )


def code_of(person: Person) -> str:
    """What the story calls somebody."""
    return person.source_id or person.email


def _to_answer(person: Person, *, again: bool) -> list[Any]:
    """The texts in force that somebody owes, or with `again` those that they declined, with the count of their pages."""
    owed = Duty.objects.open().filter(person=person, source=CODE).values("subject_id")
    declined = Signature.objects.filter(person=person, kind="declined").values("line")
    lines: Any = declined if again else owed
    texts = Text.objects.in_force().filter(line__in=lines)
    return list(texts.annotate(page_count=Count("pages")).order_by("title"))


def _usual_pace(person: Person, luck: random.Random) -> int:
    """After how many days of work somebody answers. Some always do so at once, and some never."""
    character = random.Random(code_of(person)).random() * 100
    for share, first, last in _PACES:
        character -= share
        if character < 0:
            return luck.randint(first, last)
    return NEVER


def _training(person: Person, today: date) -> str:
    """What being trained rests on, as the form has it: the last briefing, or what the signer says."""
    briefing = next(iter(reads.briefings_of(person)), None)
    if briefing:
        return f"{briefing.title}, {briefing.held_on:%-d %B %Y}, recorded by the school"
    return f"A talk about the documents, {today:%-d %B %Y}, as the signer says"
