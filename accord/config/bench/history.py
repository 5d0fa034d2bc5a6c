"""Ten years of a school, made through the same actions that people use: joiners, leavers, new versions, signatures."""

import random
import uuid
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from accord.config.bench import place, stage

if TYPE_CHECKING:
    from accord.people.models import Person
    from accord.policies.models import Document

LEAVERS = 0.1  # Of the staff, each year.
NEVER_SIGN = 0.04


def ten_years(*, staff: int, years: int, seed: int) -> stage.Stage:
    """A school with its six documents, read and signed anew each September; this year two thirds have signed."""
    from accord.kernel import clock
    from accord.kernel.scope import in_school
    from accord.policies.models import Document

    draw, this_year = random.Random(seed), clock.today().year
    school = stage.make_school(draw)
    with in_school(school.pk):
        leavers = round(staff * LEAVERS)
        everybody = stage.add_people(school, staff + leavers * (years - 1), draw)
        _appoint(everybody, staff, leavers, this_year - years + 1)
        for title in stage.TITLES:
            stage.put_in_force(everybody[0], title, _september(this_year - years + 1))
        documents = list(Document.objects.order_by("title"))
        for age in range(years - 1, -1, -1):
            first = leavers * (years - 1 - age)
            here = [everybody[0], *everybody[1 + first : staff + first]]
            _year(school.name, here, documents, this_year - age, draw, is_first=age == years - 1, is_last=age == 0)
    [head] = stage.sign_in(everybody[:1], clock.now())
    place.analyse()
    series = [str(document.pk) for document in documents]
    return stage.Stage(school.pk, school.urn, school.slug, head, [], series, [])


def _september(year: int) -> datetime:
    """The first days of term, or three weeks ago in a year in which they have not come."""
    from accord.kernel import clock

    return min(datetime(year, 9, 7, 9, 0, tzinfo=timezone.utc), clock.now() - timedelta(days=21))


def _appoint(everybody: list["Person"], staff: int, leavers: int, first_year: int) -> None:
    """Spread the appointments: those who come later begin later, and as many leave before."""
    from accord.kernel import ledger
    from accord.kernel.ledger.rows import stated
    from accord.people.models import Appointment

    for number, person in enumerate(everybody[1:], start=1):
        came, goes = max(0, -(-(number - staff + 1) // leavers)), (number - 1) // leavers + 1
        later = goes < -(-(len(everybody) - staff) // leavers) + 1
        Appointment.objects.filter(person=person).update(
            starts_on=date(first_year + came, 8, 20), ends_on=date(first_year + goes, 8, 19) if later else None
        )
    ledger.record("people.staged", everybody[0], by=None, rows=stated(*Appointment.objects.all()))


def _year(
    school_name: str,
    here: list["Person"],
    documents: list["Document"],
    year: int,
    draw: random.Random,
    *,
    is_first: bool,
    is_last: bool,
) -> None:
    from accord.duties import actions as duties
    from accord.kernel.ledger import sequencer
    from accord.signing.models import Text

    at = _september(year)
    if not is_first:
        for document in documents:
            edition = stage.original(document.title, year)
            stage.next_version(document.pk, edition, here[0], at)
    duties.reconcile(today=at.date(), now=at)
    texts = list(Text.objects.in_force().values_list("pk", flat=True))
    share = 0.67 if is_last else 1 - NEVER_SIGN
    signers = [person for person in here if draw.random() < share]
    stage.deliver_all(here if is_last else signers, texts, at)
    for person in signers:
        _sign(person, frozenset(texts), school_name, at + timedelta(minutes=draw.randrange(60 * 24 * 14)))
    _besides(here, [person for person in here if person not in signers][:2], documents[0], at)
    sequencer.sequence()


def _besides(here: list["Person"], away: list["Person"], document: "Document", at: datetime) -> None:
    """What else a year brings: the messages, a briefing, whoever is excused, and the terms."""
    from accord.duties import messages
    from accord.notices.models import Notice
    from accord.schools.models import ClosedDay, Term
    from accord.signing import actions

    messages.tell_all(now=at + timedelta(minutes=5))
    Notice.objects.waiting().update(state="sent", sent_at=at + timedelta(minutes=6), next_try_at=None)
    actions.record_briefing(title="INSET", held_on=at.date(), led_by="", people=here, by=here[0], now=at)
    for person in away:
        actions.excuse(
            person=person, series=document.pk, because="On leave", until=date(at.year + 1, 7, 20), by=here[0], now=at
        )
    ends = ((date(at.year, 8, 20), date(at.year, 12, 20)), (date(at.year + 1, 1, 5), date(at.year + 1, 3, 25)))
    Term.objects.bulk_create(Term(name="Term", first_day=first, last_day=last) for first, last in ends)
    ClosedDay.objects.bulk_create(ClosedDay(day=date(at.year, 10, day), kind="inset") for day in (8, 9))


def _sign(person: "Person", texts: frozenset[uuid.UUID], school_name: str, at: datetime) -> None:
    from accord.signing import actions

    answer = actions.Answer(
        kind="signed", typed_name=person.name, words="", training="INSET", shown=texts, once=uuid.uuid4()
    )
    signed_in = actions.SignedIn(method="passphrase", at=at, address="203.0.113.7", browser="Accord's bench")
    actions.declare(person=person, answer=answer, signed_in=signed_in, school_name=school_name, now=at)
