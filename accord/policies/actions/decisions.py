"""What the board decides about a version, its coming into force, and its end."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from accord.kernel import ledger
from accord.kernel.ledger.rows import stated
from accord.people.models import Person
from accord.policies import alternatives, conditions, evidence, rules
from accord.policies.actions import named
from accord.policies.actions.locking import locked, locked_version, mark
from accord.policies.models import Adoption, Departure, Version
from accord.signing import actions as signing


@dataclass(frozen=True)
class BoardDecision:
    """What a meeting decided about a version, as its minutes have it."""

    body: str
    meeting_on: date
    minute_reference: str
    decision: str
    note: str = ""
    departing: Mapping[str, str] = field(default_factory=dict)  # Why it adopts all the same, by the condition's code.


@transaction.atomic
def adopt(*, version: uuid.UUID, decided: BoardDecision, by: Person, today: date, now: datetime) -> Adoption:
    """Record what the governing board decided (clause F.1), and from what it departed, why (clause F.9).

    Not adopted, the version stays a draft. Raises Refused.
    """
    found = locked_version(version)
    rules.may_adopt(
        found, meeting_on=decided.meeting_on, minute_reference=decided.minute_reference, today=today
    ).require()
    rules.may_be_adopted_so(decided.decision, alternatives.alternative(found)).require()
    given = {name: value for name, value in vars(decided).items() if name != "departing"}
    adoption = Adoption(version=found, recorded_by=by, recorded_at=now, **given)
    departures = _departures(adoption, decided.departing) if adoption.is_adopting else []
    act = evidence.ADOPTED if adoption.is_adopting else evidence.TURNED_DOWN
    facts = evidence.facts_of_adoption(adoption, departures)
    if adoption.is_adopting:
        found.adoption, found.state = adoption, Version.State.ADOPTED
    adoption.entry_id = ledger.record(act, found, by=by, at=now, **facts, rows=stated(found))
    adoption.save(force_insert=True)
    Departure.objects.bulk_create(departures)
    if adoption.is_adopting:
        mark(found, Version.State.ADOPTED, "adoption")
    return adoption


def _departures(adoption: Adoption, reasons: Mapping[str, str]) -> list[Departure]:
    """A departure for each condition that is unmet. Raises Refused where one cannot be departed from, or says not why."""
    standing = conditions.unmet(adoption.version)
    rules.may_depart(standing, reasons).require()
    return [
        Departure(
            adoption=adoption, code=each.code, words=each.words, clause=each.clause, reason=reasons[each.code].strip()
        )
        for each in standing
    ]


@transaction.atomic
def publish(*, version: uuid.UUID, due_on: date | None, by: Person, today: date, now: datetime) -> Version:
    """Put an adopted version in force in place of the former one. Who must sign and who is told follows by jobs.

    A minor change keeps the former version's due day. What was on record as held elsewhere is over. Raises Refused; of
    two who publish at once the second is.
    """
    found = locked_version(version)
    in_force = found.document.versions.in_force().first()
    rules.may_publish(found, in_force, due_on=due_on, today=today).require()
    if in_force:
        in_force.replaced_at = now
        mark(in_force, Version.State.REPLACED, "replaced_at")
    found.due_on = in_force.due_on if in_force and found.is_minor else due_on
    found.published_by, found.published_at = by, now
    mark(found, Version.State.PUBLISHED, "due_on", "published_by", "published_at")
    rows = signing.put_in_force(text=found.text, now=now) | stated(found, *([in_force] if in_force else []))
    ledger.record(
        evidence.PUBLISHED,
        found.document,
        by=by,
        at=now,
        version=found.pk,
        label=found.label,
        sha256=found.text.sha256,
        due_on=found.due_on,
        replaces=in_force.label if in_force else None,
        rows=rows,
    )
    if found.document.named:
        named.end_elsewhere(named=found.document.named, by=by, now=now)
    return found


@transaction.atomic
def withdraw(*, document: uuid.UUID, because: str, by: Person, now: datetime) -> Version:
    """Take a document out of force, for a reason. Signatures stay; nobody is asked any longer. Raises Refused."""
    found = locked(document)
    in_force = found.versions.in_force().first()
    rules.may_withdraw(in_force, because=because).require()
    assert in_force is not None
    in_force.replaced_at, in_force.withdrawn_because = now, because.strip()
    mark(in_force, Version.State.WITHDRAWN, "replaced_at", "withdrawn_because")
    rows = signing.take_out_of_force(series=found.pk, now=now) | stated(in_force)
    because = in_force.withdrawn_because
    ledger.record(evidence.WITHDRAWN, found, by=by, at=now, label=in_force.label, because=because, rows=rows)
    return in_force
