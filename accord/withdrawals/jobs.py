"""Withdrawals that open by themselves, and what the worker sees at web addresses."""

import http.client
import uuid
from datetime import timedelta

from accord.kernel import clock
from accord.kernel.jobs import job
from accord.kernel.models import Entry
from accord.kernel.scope import in_school, require_school
from accord.people.actions import take_turn
from accord.people.models import Appointment, Person, RoleHeld
from accord.people.rules import HEADTEACHER
from accord.policies.models import Version
from accord.withdrawals import actions
from accord.withdrawals.fetching import Answer, Fetcher, NotAllowed, told
from accord.withdrawals.models import Place, Withdrawal

# A place is looked at once a day, and when somebody asks.
AGAIN = timedelta(hours=20)
FETCHER = Fetcher()


@job()
def open_by_itself(entry: str) -> int:
    """Open a withdrawal for each version of a document that came out of force with this act; return how many.

    A reaction to publishing and withdrawing. Safe to repeat: a version has one withdrawal.
    """
    document = Entry.objects.values_list("subject_id", flat=True).get(pk=uuid.UUID(entry))
    states = [Version.State.REPLACED, Version.State.WITHDRAWN]
    out = Version.objects.filter(document=document, state__in=states, withdrawals__isnull=True)
    today, now, opened = clock.today(), clock.now(), 0
    for version in out.select_related("document__owner").order_by("-replaced_at")[:1]:
        lead = _lead(version)
        if lead and actions.open_for(version=version, lead=lead, today=today, now=now):
            opened += 1
    return opened


@job()
def open_the_countys(entry: str) -> bool:
    """Withdraw the county's policy of November 2018 as soon as the school has a Headteacher (clause F.5).

    A reaction to a role. Safe to repeat, and nothing is opened where editions from outside were withdrawn before.
    """
    take_turn()  # Two roles may be given at the same moment.
    today, now = clock.today(), clock.now()
    head = RoleHeld.objects.current(today).filter(role=HEADTEACHER).select_related("person").first()
    if head is None or Withdrawal.objects.filter(origin=Withdrawal.Origin.OUTSIDE).exists():
        return False
    actions.open_outside(title=actions.COUNTY_POLICY, lead=head.person, by=None, today=today, now=now)
    return True


def _lead(version: Version) -> Person | None:
    """The document's owner, if still here, else the Headteacher."""
    today, owner = clock.today(), version.document.owner
    if owner and Appointment.objects.current(today).filter(person=owner).exists():
        return owner
    held = RoleHeld.objects.current(today).filter(role=HEADTEACHER).select_related("person").first()
    return held.person if held else None


@job(queue="web", opens_scopes=True)
def look(school: int, place: str) -> None:
    """See what stands at a place's address. No transaction is open meanwhile."""
    with in_school(school):
        row = Place.objects.waiting().filter(pk=place).select_related("withdrawal__version__file").first()
    if row is None or not row.address:
        return
    version = row.withdrawal.version
    seen, said = judged(row.address, version.file.sha256 if version else "")
    with in_school(school):
        Place.objects.filter(pk=place, address=row.address).update(seen=seen, seen_at=clock.now(), seen_said=said)


def judged(address: str, sha256: str) -> tuple[str, str]:
    """Whether the edition with this SHA-256 still stands at the address, and what was seen in words."""
    try:
        return verdict(FETCHER.look(address), sha256)
    except (NotAllowed, OSError, http.client.HTTPException, ValueError) as trouble:
        return Place.Seen.UNKNOWN, told(trouble)


def verdict(answer: Answer, sha256: str) -> tuple[str, str]:
    if answer.status in (404, 410):
        return Place.Seen.GONE, f"The address answers that there is nothing ({answer.status})."
    if answer.status != 200:
        return Place.Seen.UNKNOWN, f"The address answers with {answer.status}, which says neither."
    if sha256 and answer.sha256 == sha256:
        return Place.Seen.SAME, "The very file of this edition is at that address."
    return Place.Seen.ANSWERS, "There is something at that address. Whether it is this edition, somebody must look."


@job()
def look_again() -> int:
    """Have every open place with a web address looked at; return how many. Daily."""
    waiting = Place.objects.waiting().exclude(address="").exclude(seen_at__gt=clock.now() - AGAIN)
    unseen = list(waiting.values_list("pk", flat=True))
    for pk in unseen:
        look.defer(require_school(), place=str(pk))
    return len(unseen)
