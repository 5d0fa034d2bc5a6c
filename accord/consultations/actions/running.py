"""Starting a consultation, moving its end, calling it off, and recording its outcome."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accord.consultations import evidence, rules
from accord.consultations.bodies import KNOWN
from accord.consultations.models import Body, Comment, Consultation, Invitation, Outcome
from accord.kernel import ledger
from accord.kernel.base import new_id
from accord.kernel.decision import Refused
from accord.people.models import Person
from accord.policies.models import Version

STAFF, GOVERNORS = "Staff", "Governors"


@dataclass(frozen=True)
class Plan:
    """Who is asked about a version, what they are asked, from when until when."""

    about: str
    opens_on: date
    closes_on: date
    bodies: Sequence[str] = ()  # By name; those that the school has not consulted before join its list.
    asks_staff: bool = True
    asks_governors: bool = True
    is_anonymous_allowed: bool = False


@transaction.atomic
def start(*, version: uuid.UUID, plan: Plan, by: Person, today: date, now: datetime) -> Consultation:
    """Put a consultation on record; who is asked is told on its first day. Raises Refused, the second of two at once too."""
    found = Version.objects.select_related("document__folder", "text").get(pk=version)
    running = Consultation.objects.running().filter(document=found.document_id).exists()
    rules.may_consult(found.state, is_running=running).require()
    rules.may_run(plan.opens_on, plan.closes_on, today=today).require()
    consultation = Consultation(
        version=found,
        document=found.document,
        folder=found.document.folder,
        about=plan.about.strip(),
        opens_on=plan.opens_on,
        closes_on=plan.closes_on,
        is_anonymous_allowed=plan.is_anonymous_allowed,
        started_by=by,
        started_at=now,
    )
    try:
        with transaction.atomic():
            consultation.save(force_insert=True)
    except IntegrityError:
        raise Refused(rules.may_consult(found.state, is_running=True)) from None
    names = _invite(consultation, plan)
    facts = evidence.facts_of_consultation(consultation) | {"closes_on": consultation.closes_on}
    ledger.record(
        evidence.STARTED,
        consultation,
        by=by,
        at=now,
        label=found.label,
        sha256=found.text.sha256,
        invited=names,
        **facts,
    )
    return consultation


def _invite(consultation: Consultation, plan: Plan) -> list[str]:
    """An invitation for each voice; returns their names."""
    groups = [
        (plan.asks_staff, Invitation.Group.STAFF, STAFF),
        (plan.asks_governors, Invitation.Group.GOVERNORS, GOVERNORS),
    ]
    rows = [Invitation(consultation=consultation, group=group, name=name) for asked, group, name in groups if asked]
    for body in _bodies(plan.bodies):
        rows.append(
            Invitation(
                consultation=consultation,
                group=Invitation.Group.BODY,
                body=body,
                contact_id=body.contact_id,
                name=body.name,
            )
        )
    Invitation.objects.bulk_create(rows)
    return [row.name for row in rows]


def _bodies(names: Sequence[str]) -> list[Body]:
    """The school's bodies with these names, each once, made where there was none. Two or three queries."""
    wanted = {name.casefold(): name for name in map(str.strip, names) if name}
    for reserved in (STAFF, GOVERNORS):
        wanted.pop(reserved.casefold(), None)
    known = {body.name.casefold(): body for body in Body.objects.all()}
    missing = [
        Body(id=new_id(), name=name, kind=Body.Kind.UNION if name in KNOWN else Body.Kind.OTHER)
        for folded, name in wanted.items()
        if folded not in known
    ]
    if missing:
        Body.objects.bulk_create(missing, ignore_conflicts=True)  # Somebody else may be starting another one.
        known = {body.name.casefold(): body for body in Body.objects.all()}
    return [known[folded] for folded in wanted]


def locked(consultation: uuid.UUID) -> Consultation:
    """The consultation, held against everybody else who would change it or say something in it."""
    return (
        Consultation.objects.select_for_update(of=("self",), no_key=True).select_related("version").get(pk=consultation)
    )


def stage_of(consultation: Consultation, today: date) -> rules.Stage:
    return rules.stage(
        consultation.opens_on,
        consultation.closes_on,
        is_running=consultation.is_running,
        is_called_off=bool(consultation.called_off_because),
        today=today,
    )


@transaction.atomic
def move_closing(*, consultation: uuid.UUID, closes_on: date, by: Person, today: date, now: datetime) -> Consultation:
    """Give people more time. Everybody who was invited is told. Raises Refused for an earlier day."""
    found = locked(consultation)
    rules.may_move_closing(stage_of(found, today), found.closes_on, closes_on, today=today).require()
    former, found.closes_on = found.closes_on, closes_on
    found.save(update_fields=["closes_on"])
    ledger.record(evidence.MOVED, found, by=by, at=now, former=former, closes_on=closes_on)
    return found


@transaction.atomic
def call_off(*, consultation: uuid.UUID, because: str, by: Person, today: date, now: datetime) -> Consultation:
    """End a consultation without an outcome; what was said stays on record. Everybody who was invited is told."""
    found = locked(consultation)
    rules.may_call_off(stage_of(found, today)).require()
    found.is_running, found.called_off_because = False, because.strip()
    found.save(update_fields=["is_running", "called_off_because"])
    ledger.record(evidence.CALLED_OFF, found, by=by, at=now, because=found.called_off_because)
    return found


@transaction.atomic
def conclude(
    *, consultation: uuid.UUID, recommendation: str, words: str, by: Person, today: date, now: datetime
) -> Outcome:
    """Record how it ended and what the board is advised to do. Written once (clause F.8). Raises Refused."""
    found = locked(consultation)
    unanswered = Comment.objects.unanswered().filter(consultation=found).count()
    rules.may_conclude(stage_of(found, today), unanswered=unanswered).require()
    outcome = Outcome(
        consultation=found,
        recommendation=recommendation,
        words=words.strip(),
        reached_on=today,
        recorded_by=by,
        recorded_at=now,
    )
    outcome.entry_id = ledger.record(evidence.CONCLUDED, found, by=by, at=now, **evidence.facts_of_outcome(outcome))
    outcome.save(force_insert=True)
    found.is_running = False
    found.save(update_fields=["is_running"])
    return outcome
