"""Schools to measure and to torment, made by a seed: people with accounts, documents in force, everything read.

`python -m accord.config.bench.stage` makes them in the home that ACCORD_HOME names, and prints what a browser needs.
"""

import argparse
import json
import random
import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from accord.config.bench import place
from accord.config.home import locate

if TYPE_CHECKING:
    from accord.people.models import Account, Person
    from accord.policies.reading import Original
    from accord.schools.models import School

PASSED = "0123456789abcdefghijklmnopqrstuv"  # The forms' token: any 32 letters that the cookie has too.
TITLES = ("Acceptable use of IT", "Social media", "Online safety", "Data protection", "Remote working", "Own devices")
FORENAMES = ("Ada", "Bryn", "Chidi", "Dilys", "Emre", "Fatima", "Harpreet", "Ines", "Jamal", "Mei", "Oskar", "Priya")
SURNAMES = ("Abbott", "Bello", "Clarke", "Davies", "Evans", "Farooq", "Hughes", "Iqbal", "Jones", "Okafor", "Patel")
PAGES = 3
WORDS = "Staff keep passphrases to themselves, lock what they leave, and say at once when something has gone wrong."


@dataclass(frozen=True)
class Signer:
    """Somebody who has opened every page of what they owe: the name to type, and the cookie of a fresh sign-in."""

    person: str
    name: str
    session: str


@dataclass(frozen=True)
class Stage:
    """One school with people who are about to sign. `head` is the cookie of its Headteacher, `series` its documents."""

    school: int
    urn: int
    slug: str
    head: str
    texts: list[str]
    series: list[str]
    signers: list[Signer]

    def declaration(self, signer: Signer, once: uuid.UUID) -> tuple[str, dict[str, str]]:
        """The address of the declaration, and the form as the signer's browser would send it."""
        typed = {"training_title": "INSET", "training_day-day": "1", "training_day-month": "9"}
        typed |= {"training_day-year": "2025", "typed_name": signer.name, "training": "own", "kind": "signed"}
        hidden = {"once": str(once), "shown": " ".join(self.texts)}
        return f"/s/{self.slug}/sign/declaration/", typed | hidden | self.token

    @property
    def token(self) -> dict[str, str]:
        """What every form of ours carries."""
        return {"csrfmiddlewaretoken": PASSED}


def make_stage(*, people: int, documents: int, seed: int) -> Stage:
    """A school in which `people` have read `documents` and have not signed."""
    from accord.duties import actions as duties
    from accord.kernel import clock
    from accord.kernel.scope import in_school

    draw, now = random.Random(seed), clock.now()
    school = make_school(draw)
    with in_school(school.pk):
        staff = add_people(school, people + 1, draw)
        head = staff[0]
        texts = [put_in_force(head, title, now) for title in TITLES[:documents]]
        duties.reconcile(today=clock.today(), now=now)
        deliver_all(staff, [text.pk for text in texts], now)
    sessions = sign_in(staff, now)
    place.analyse()
    return Stage(
        school=school.pk,
        urn=school.urn,
        slug=school.slug,
        head=sessions[0],
        texts=[str(text.pk) for text in texts],
        series=[str(text.series) for text in texts],
        signers=[Signer(str(p.pk), p.name, key) for p, key in zip(staff[1:], sessions[1:], strict=True)],
    )


def make_school(draw: random.Random) -> "School":
    """A secondary school whose number nobody has yet."""
    from accord.schools.models import School

    while School.objects.filter(urn=(urn := draw.randrange(100_000, 1_000_000))).exists():
        pass
    return School.objects.create(urn=urn, name=f"School {urn}", slug=f"school-{urn}", phase="secondary")


def add_people(school: "School", number: int, draw: random.Random) -> list["Person"]:
    """Staff of the open school, each with a post and an account; the first one is the Headteacher."""
    from accord.kernel import ledger
    from accord.kernel.ledger.rows import stated
    from accord.people.models import Account, Appointment, Person, RoleHeld, Seat

    names = [(draw.choice(FORENAMES), f"{draw.choice(SURNAMES)}-{draw.choice(SURNAMES)}") for _ in range(number)]
    people = [
        Person(source_id=f"S{n}", forename=forename, surname=surname, email=f"p{n}@school-{school.urn}.example")
        for n, (forename, surname) in enumerate(names)
    ]
    for person in people:
        person.search = person.searchable()
    Person.objects.bulk_create(people)
    begin = date(2015, 9, 1)
    teams = [f"Team {letter}" for letter in "ABCDEFGH"]
    posts = Appointment.objects.bulk_create(
        Appointment(
            person=person,
            category="permanent",
            job_title="Teacher" if n else "Headteacher",
            team=draw.choice(teams),
            line_manager=people[0] if n else None,
            starts_on=begin,
        )
        for n, person in enumerate(people)
    )
    roles = RoleHeld.objects.bulk_create(
        RoleHeld(person=person, role="staff" if n else "headteacher", starts_on=begin)
        for n, person in enumerate(people)
    )
    accounts = Account.objects.bulk_create(Account(email=person.email, password="!") for person in people)
    seats = Seat.objects.bulk_create(
        Seat(account=account, school=school, person_id=person.pk)
        for account, person in zip(accounts, people, strict=True)
    )
    ledger.record("people.staged", people[0], by=None, rows=stated(*people, *posts, *roles, *seats))
    return people


@cache
def original(title: str, edition: int = 1) -> "Original":
    """A policy of `PAGES` pages as somebody typed it. Read once a process: reading takes a process of its own."""
    from accord.policies.reading import read_typed

    parts = [f"## Part {part}\n\n" + f"{WORDS} " * 24 for part in range(1, PAGES + 1)]
    found = read_typed(f"# {title}, edition {edition}\n\n" + "\n\n".join(parts), name="policy.md")
    assert len(found.pages) == PAGES
    return found


def put_in_force(by: "Person", title: str, now: datetime) -> Any:
    """A document for everyone, adopted and published; its text."""
    from accord.policies import actions

    document = actions.add_document(about=actions.About(title=title, owner=by), by=by, now=now)
    actions.change_audience(document=document.pk, audiences=[("everyone", "")], by=by, today=now.date(), now=now)
    return next_version(document.pk, original(title), by, now)


def next_version(document: uuid.UUID, original: "Original", by: "Person", now: datetime) -> Any:
    """Another version of a document, adopted and published; its text."""
    from accord.policies import actions

    today = now.date()
    version = actions.add_version(
        document=document, original=original, minor=False, change_note="The yearly review.", by=by, now=now
    )
    decided = actions.BoardDecision("Governing Board", today, f"{today:%y/%m}", "as-it-is")
    actions.adopt(version=version.pk, decided=decided, by=by, today=today, now=now)
    due_on = today + timedelta(days=14)
    return actions.publish(version=version.pk, due_on=due_on, by=by, today=today, now=now).text


def deliver_all(people: list["Person"], texts: list[uuid.UUID], now: datetime) -> None:
    """Note that every page of the texts went out to each of the people."""
    from accord.signing.models import Delivery

    Delivery.objects.bulk_create(
        (
            Delivery(person=person, text_id=text, number=number, delivered_at=now)
            for person in people
            for text in texts
            for number in range(1, PAGES + 1)
        ),
        batch_size=2_000,
    )


def sign_in(people: list["Person"], at: datetime) -> list[str]:
    """The session cookies of browsers in which these people of one school have just given their passphrases."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from accord.people.models import Seat

    seats = Seat.objects.filter(person_id__in=[person.pk for person in people]).select_related("account")
    accounts = {seat.person_id: seat.account for seat in seats}
    sessions = [
        Session(
            session_key=uuid.uuid4().hex,
            session_data=SessionStore().encode(_signed_in(accounts[person.pk], at)),
            expire_date=at + timedelta(hours=12),
        )
        for person in people
    ]
    Session.objects.bulk_create(sessions, batch_size=2_000)
    return [session.session_key for session in sessions]


def _signed_in(account: "Account", at: datetime) -> dict[str, Any]:
    from allauth.account.internal.flows import login
    from django.conf import settings
    from django.contrib import auth

    return {
        auth.SESSION_KEY: str(account.pk),
        auth.BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        auth.HASH_SESSION_KEY: account.get_session_auth_hash(),
        login.AUTHENTICATION_METHODS_SESSION_KEY: [
            {"method": "password", "at": at.timestamp(), "email": account.email}
        ],
        login._AUTHENTICATION_METHODS_USER_SESSION_KEY: str(account.pk),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--schools", type=int, default=1)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--documents", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with place.opened(locate()):
        stages = [
            make_stage(people=wanted.people, documents=wanted.documents, seed=wanted.seed + number)
            for number in range(wanted.schools)
        ]
    print(json.dumps([asdict(stage) for stage in stages]))


def parsed(text: str) -> list[Stage]:
    """What `main` printed."""
    stages = json.loads(text)
    return [Stage(**{**stage, "signers": [Signer(**each) for each in stage["signers"]]}) for stage in stages]


if __name__ == "__main__":
    main()
