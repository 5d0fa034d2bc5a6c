"""Everything that changes what is to be signed and what has been."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accord.duties import actions as duties
from accord.folders.models import Folder
from accord.kernel import ledger
from accord.kernel.base import new_id
from accord.kernel.clock import LONDON
from accord.kernel.decision import refuse
from accord.kernel.ledger.rows import Rows, stated
from accord.people.models import Person
from accord.signing import reads, rules, sources
from accord.signing.evidence import act_of, evidence_of
from accord.signing.excusing import exempt
from accord.signing.models import (
    Attendance,
    Briefing,
    Declaration,
    Delivery,
    Exemption,
    Page,
    Signature,
    Text,
    TextQuerySet,
)
from accord.signing.rules import ToSign
from accord.signing.statement import refusal, statement


@dataclass(frozen=True)
class PageContent:
    """One page to be shown: clean HTML, and the same in plain words."""

    title: str
    html: str
    words: str


@transaction.atomic
def freeze(
    *,
    folder: Folder,
    series: uuid.UUID,
    keeps_line: uuid.UUID | None,
    title: str,
    label: str,
    sha256: str,
    clause: str,
    pages: Sequence[PageContent],
) -> Text:
    """Make the text of one version. With `keeps_line`, signatures of that line count for it (a minor change).

    `sha256` is of the original bytes. The pages cannot be changed afterwards; a text that was never published can go.
    """
    text_id = new_id()
    words = sum(len(page.words.split()) for page in pages)
    text = Text.objects.create(
        id=text_id,
        folder=folder,
        series=series,
        line=keeps_line or text_id,
        title=title,
        label=label,
        sha256=sha256,
        clause=clause,
        minutes=rules.reading_minutes(words),
    )
    Page.objects.bulk_create(
        Page(text=text, number=number, title=page.title[:200], html=page.html, words=page.words)
        for number, page in enumerate(pages, start=1)
    )
    return text


@transaction.atomic
def put_in_force(*, text: Text, now: datetime) -> Rows:
    """From now on this is the text of its series that people read and sign; the former one is retired.

    What the caller's act is to say of the texts is returned: that a text is in force is the document's act.
    """
    former = _retire(Text.objects.exclude(pk=text.pk), text.series, now)
    text.published_at = now
    text.save(update_fields=["published_at"])
    return stated(text, *former)


def take_out_of_force(*, series: uuid.UUID, now: datetime) -> Rows:
    """Nothing of this series is signed any longer. Signatures stay. Returns the same as `put_in_force`."""
    return stated(*_retire(Text.objects.all(), series, now))


def _retire(texts: TextQuerySet, series: uuid.UUID, now: datetime) -> list[Text]:
    """End what is in force of a series."""
    former = list(texts.in_force().filter(series=series))
    for text in former:
        text.retired_at = now
        text.save(update_fields=["retired_at"])
    return former


def deliver(*, person: Person, text: Text, number: int, now: datetime) -> None:
    """Note that this page went out to this person. Twice is once."""
    Delivery.objects.bulk_create(
        [Delivery(person=person, text=text, number=number, delivered_at=now)], ignore_conflicts=True
    )


@dataclass(frozen=True)
class SignedIn:
    """How and when the signer had signed in, and from where: facts for the evidence."""

    method: str
    at: datetime
    address: str | None
    browser: str


@dataclass(frozen=True)
class Answer:
    """What the signer chose and typed. `once` is the page's own number, so that a second click is the same act."""

    kind: str
    typed_name: str
    words: str
    training: str
    shown: frozenset[uuid.UUID]
    once: uuid.UUID


def declare(*, person: Person, answer: Answer, signed_in: SignedIn, school_name: str, now: datetime) -> Declaration:
    """Sign, sign with an objection, or decline what stood on the page: one act, whatever the number of texts.

    Runs in the transaction of the open scope, and asks its rule before it writes: a refusal leaves the page usable.
    Raises Refused while a page has not been delivered, the sign-in is too old, the name is not the signer's own, or
    another version came into force since the page was made. A second click or another device gets the declaration
    that is there already.
    """
    # Two devices of one person wait here for each other.
    person, role = reads.held_signer(person, now.astimezone(LONDON).date())
    owed = _covered(answer, reads.to_sign(person, declined=True))
    if not any(text.id in answer.shown for text in owed):
        return _already(person, answer, owes=bool(owed))
    rules.may_declare(
        kind=answer.kind,
        typed_name=answer.typed_name,
        words=answer.words,
        training=answer.training,
        names={part: getattr(person, part) for part in ("title", "forename", "known_as", "surname")},
        texts=owed,
        shown=set(answer.shown),
        signed_in_at=signed_in.at,
        now=now,
    ).require()
    declaration = _declaration(person, role, answer, owed, signed_in, school_name, now)
    declaration.save(force_insert=True)
    Signature.objects.bulk_create(
        Signature(
            declaration=declaration,
            person=person,
            text_id=text.id,
            line=text.line,
            sha256=text.sha256,
            kind=answer.kind,
            signed_at=now,
        )
        for text in owed
    )
    duties.done(person=person, source=sources.CODE, subject_ids=[text.line for text in owed], now=now)
    return declaration


def _covered(answer: Answer, owed: Iterable[ToSign]) -> list[ToSign]:
    """What an answer is about: a signature is for all that is owed, and for what was once declined if it was shown.

    Some of it can be declined alone, and nothing twice.
    """
    if answer.kind == Declaration.Kind.DECLINED:
        return [text for text in owed if text.due_on and text.id in answer.shown]
    return [text for text in owed if text.due_on or text.id in answer.shown]


def _declaration(
    person: Person, role: str, answer: Answer, owed: list[ToSign], signed_in: SignedIn, school_name: str, now: datetime
) -> Declaration:
    """The declaration, with its ledger entry, which commits to every part of it."""
    declined = answer.kind == Declaration.Kind.DECLINED
    words = refusal(school_name=school_name, texts=owed)
    if not declined:
        words = statement(school_name=school_name, texts=owed, training=answer.training)
    declaration = Declaration(
        id=new_id(),
        person=person,
        folder_id=owed[0].folder_id,
        kind=answer.kind,
        statement=words,
        words=answer.words.strip(),
        typed_name=answer.typed_name,
        person_name=person.formal_name,
        person_role=role,
        training="" if declined else answer.training,
        method=signed_in.method,
        signed_in_at=signed_in.at,
        address=signed_in.address,
        browser=signed_in.browser[:300],
        signed_at=now,
        once=answer.once,
    )
    texts = [(text.id, text.line, text.sha256) for text in owed]
    evidence = evidence_of(declaration, texts)
    declaration.entry_id = ledger.record(act_of(declaration), declaration, by=person, at=now, **evidence)
    return declaration


def _already(person: Person, answer: Answer, *, owes: bool) -> Declaration:
    """The declaration that this page, or another device, has made already."""
    made = Declaration.objects.filter(person=person, once=answer.once).first()
    if made is None:
        made = Declaration.objects.filter(
            person__in=reads.records_of(person), signatures__text__in=answer.shown
        ).first()
    if made is None and owes:
        rules.CHANGED.require()
    if made is None:
        refuse("nothing-owed", "There is nothing for you to sign here any longer.").require()
    assert made is not None
    return made


@transaction.atomic(savepoint=False)
def excuse(
    *, person: Person, series: uuid.UUID, because: str, until: date | None, by: Person, now: datetime
) -> Exemption:
    """Somebody need not sign the texts of a series, for a reason, up to and including `until`.

    Excused already, they stay so as they are; what is over by its date makes room for another.
    """
    made, over = exempt([person], series, because, until, by, now)
    for each in made:
        rows = stated(*made, *over)
        ledger.record("exemption.given", each, by=by, at=now, person=person.pk, because=because, until=until, rows=rows)
    return Exemption.objects.get(person=person, series=series, ended_at=None)


@transaction.atomic(savepoint=False)
def excuse_several(
    *, people: Sequence[Person], series: uuid.UUID, because: str, until: date | None, by: Person, now: datetime
) -> list[Exemption]:
    """Do what `excuse` does for all of `people` in one act; return the exemptions that were made."""
    made, over = exempt(people, series, because, until, by, now)
    if made:
        rows = stated(*made, *over)
        who = sorted(str(each.person_id) for each in made)
        ledger.record("exemptions.given", by, by=by, at=now, people=who, because=because, until=until, rows=rows)
    return made


@transaction.atomic(savepoint=False)
def end_excuse(*, exemption: Exemption, by: Person, now: datetime) -> None:
    """The person is asked like everyone else again."""
    for found in Exemption.objects.select_for_update().filter(pk=exemption.pk, ended_at__isnull=True):
        found.ended_at = now
        found.save(update_fields=["ended_at"])
        ledger.record("exemption.ended", found, by=by, at=now, person=found.person_id, rows=stated(found))


@transaction.atomic(savepoint=False)
def record_briefing(
    *, title: str, held_on: date, led_by: str, people: Iterable[Person], by: Person, now: datetime
) -> Briefing:
    """Keep that people were briefed, and who was there. Their declarations can rest on it."""
    briefing = Briefing.objects.create(title=title, held_on=held_on, led_by=led_by, recorded_by=by, recorded_at=now)
    attended = [Attendance(briefing=briefing, person=person) for person in people]
    Attendance.objects.bulk_create(attended)
    about = {"title": title, "held_on": held_on, "people": len(attended)}
    ledger.record("briefing.recorded", briefing, by=by, at=now, **about, rows=stated(briefing, *attended))
    return briefing


@transaction.atomic(savepoint=False)
def correct_attendance(*, briefing: Briefing, people: Iterable[Person], by: Person, now: datetime) -> None:
    """Set who was there anew: a missed name is added, a wrong one taken out, and the ledger keeps both."""
    Briefing.objects.select_for_update(no_key=True).get(pk=briefing.pk)  # Two who correct it wait for each other.
    there = {person.pk for person in people}
    before = {each.person_id: each for each in briefing.attendances.all()}
    missed = [Attendance(briefing=briefing, person_id=pk) for pk in there - before.keys()]
    wrong = [each for pk, each in before.items() if pk not in there]
    rows = stated(*missed, gone=wrong)
    Attendance.objects.filter(pk__in=[each.pk for each in wrong]).delete()
    Attendance.objects.bulk_create(missed)
    added, removed = (sorted(str(each.person_id) for each in some) for some in (missed, wrong))
    ledger.record("briefing.corrected", briefing, by=by, at=now, added=added, removed=removed, rows=rows)
