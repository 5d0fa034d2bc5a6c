"""Which withdrawals somebody sees and may change: those who keep documents all of them, others what they have to do with."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accord.kernel.decision import ALLOW, Decision
from accord.people.models import Person
from accord.policies.models import Version
from accord.signing.models import Signature
from accord.withdrawals import rules
from accord.withdrawals.models import Place, Withdrawal


def visible(request: Any) -> QuerySet[Withdrawal]:
    """The withdrawals that this person sees: all with the capability, else those that they lead or confirm a place of."""
    rows = Withdrawal.objects.select_related("lead", "version__document")
    if request.may("policies.see"):
        return rows
    person = request.person
    return rows.filter(Q(lead=person) | Q(pk__in=Place.objects.filter(person=person).values("withdrawal")))


def visible_places(request: Any) -> QuerySet[Place]:
    """The places of those; of others' withdrawals only one's own."""
    rows = Place.objects.select_related("withdrawal__lead", "withdrawal__version", "person", "confirmed_by")
    if request.may("policies.see"):
        return rows
    return rows.filter(Q(withdrawal__lead=request.person) | Q(person=request.person))


def may_change(request: Any, withdrawal: Withdrawal) -> Decision:
    """Whether this person may name places: who keeps documents, or leads this withdrawal; and while it is open."""
    allowed = ALLOW if withdrawal.lead_id == request.person.pk else request.may("policies.manage")
    return rules.may_change(withdrawal) if allowed else allowed


def signatures_on(version: Version | None) -> int:
    """How many signatures refer to the exact text, for which Accord keeps its one copy."""
    return Signature.objects.filter(text=version.text_id).count() if version else 0


def orphans(request: Any, today: date) -> QuerySet[Place]:
    """Places for which this person names somebody else, as whoever was named has left."""
    waiting = Place.objects.waiting().exclude(person__in=Person.objects.in_post(today)).select_related("withdrawal")
    return waiting if request.may("policies.manage") else waiting.filter(withdrawal__lead=request.person)
