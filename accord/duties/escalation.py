"""Telling line managers, and then Headteachers, that people of theirs have not done what was due."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from accord.duties.models import Duty
from accord.duties.rules import Cadence, Level, level_due
from accord.notices import actions as notices
from accord.notices.kinds import NoticeKind, Words
from accord.notices.models import Notice
from accord.notices.words import link
from accord.people.models import Person, RoleHeld
from accord.people.reads import standing
from accord.people.rules import HEADTEACHER
from accord.schools.clocks import london
from accord.schools.reads import open_school

KIND = "duties.late"


def tell_those_above(cadence: Cadence, *, today: date, now: datetime, is_school_day: Callable[[date], bool]) -> int:
    """Tell whoever should know by today, one message a day each for all their people; return how many messages.

    Each duty is told once to each level. Whoever has no line manager goes straight to the Headteacher, in their time.
    """
    late = [
        (duty, level)
        for duty in Duty.objects.overdue(today)
        if (level := level_due(duty.due_on, cadence, today, is_school_day)) > duty.escalated
    ]
    if not late:
        return 0
    managers, heads = standing.line_managers(today), _heads(today)
    people: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for duty, level in late:
        for above in heads if level is Level.HEAD else managers.get(duty.person_id, ()):
            if above != duty.person_id:
                people[above].add(duty.person_id)
    for told in Level.MANAGER, Level.HEAD:
        ids = [duty.pk for duty, level in late if level is told]
        Duty.objects.filter(pk__in=ids).update(escalated=told)
    slug = open_school().slug
    drafts = []
    for person in Person.objects.filter(pk__in=list(people)).in_post(today).exclude(email=""):
        said = _words(len(people[person.pk]), slug)
        drafts.append(notices.Draft(person, KIND, f"{KIND}:{person.pk}:{today}", said.subject, said.body))
    notices.queue(drafts, now=now)
    return len(drafts)


def late_under(person: Person, today: date, *, everybody: bool) -> QuerySet[Duty]:
    """What is overdue: of those whom `person` manages, or of everybody; the longest first."""
    late = Duty.objects.overdue(today).select_related("person").order_by("due_on", "person__search", "title")
    return late if everybody else late.filter(person__in=standing.reports_of(person, today).values("pk"))


def renewed(waiting: Sequence[Notice], now: datetime) -> Mapping[uuid.UUID, Words | None]:
    """A message that waits is not wanted once nothing is late any longer under whoever would get it."""
    today = london(now).date()
    is_late = Duty.objects.overdue(today).exists()
    heads = _heads(today)
    managed: set[uuid.UUID] = set()
    if is_late:
        managers = standing.line_managers(today)
        late = Duty.objects.overdue(today).order_by().values_list("person_id", flat=True)
        managed = {above for person in late for above in managers.get(person, ())}
    wanted = managed | (heads if is_late else set())
    return {notice.pk: None for notice in waiting if notice.person_id not in wanted}


NOTICE_KIND = NoticeKind(KIND, "People who are late", renewed)


def _heads(today: date) -> set[uuid.UUID]:
    return set(RoleHeld.objects.current(today).filter(role=HEADTEACHER).values_list("person_id", flat=True))


def _words(number: int, slug: str) -> Words:
    said = ngettext("%(n)d person has not done what was due", "%(n)d people have not done what was due", number) % {
        "n": number
    }
    page = link(reverse("duties:late", args=[slug]))
    return Words(said, f"{said}. They have been reminded. Perhaps you could talk to them.\n\n{page}")
