"""The outbox as its senders use it: claim some messages, commit, send them, write down what became of each."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from accord.notices import rules
from accord.notices.kinds import Words, is_secret, notice_kinds
from accord.notices.models import Notice, Trouble
from accord.notices.post import Fate, Outcome
from accord.notices.words import one_line, whole_text
from accord.schools.reads import calendar_of_open_school, open_school

# How long a claimed message is left alone: longer than its server may take, so that nobody sends it meanwhile.
LEASE = timedelta(minutes=10)
BATCH = 20


def claim(*, now: datetime) -> list[Notice]:
    """Take some due messages for sending. They are this caller's until the lease is over.

    Commit before talking to a mail server. A message that is no longer wanted is withdrawn here, and one that should
    say something else by now says it.
    """
    opens_at = rules.MayLeave(calendar_of_open_school()).from_(now)
    if opens_at > now:  # The nudge came late, or a holiday was entered since.
        Notice.objects.due(now).filter(urgent=False).update(next_try_at=opens_at)
    while claimed := _locked(now):
        wanted = _renewed(claimed, now)
        for notice in wanted:
            notice.address = notice.person.email  # As it stands: it may have been corrected meanwhile.
            if notice.address:
                notice.tries, notice.next_try_at = notice.tries + 1, now + LEASE
            else:
                notice.state, notice.next_try_at = Notice.State.NO_ADDRESS, None
        Notice.objects.bulk_update(wanted, ["state", "subject", "body", "address", "tries", "next_try_at"])
        if ready := [notice for notice in wanted if notice.state == Notice.State.WAITING]:
            return ready
    return []


def _locked(now: datetime) -> list[Notice]:
    """Some due messages that nobody else is claiming at this moment."""
    due = Notice.objects.due(now).select_related("person").select_for_update(skip_locked=True, of=("self",))
    return list(due.order_by("next_try_at", "id")[:BATCH])


def _renewed(notices: list[Notice], now: datetime) -> list[Notice]:
    """The notices that are still wanted, each saying what is true now."""
    words: dict[uuid.UUID, Words | None] = {}
    for kind in notice_kinds:
        mine = [notice for notice in notices if notice.kind == kind.code]
        if kind.renew and mine:
            words |= kind.renew(mine, now)
    unwanted = {pk for pk, said in words.items() if said is None}
    if unwanted:
        Notice.objects.filter(pk__in=unwanted).update(state=Notice.State.WITHDRAWN, next_try_at=None)
    school = open_school() if words else None
    for notice in notices:
        said = words.get(notice.pk)
        if said is not None and school is not None:
            notice.subject, notice.body = one_line(said.subject), whole_text(notice.person, said.body, school)
    return [notice for notice in notices if notice.pk not in unwanted]


def settle(notice: Notice, outcome: Outcome, *, now: datetime) -> None:
    """Write down what became of a claimed message, unless somebody else has taken it up since.

    What was for one pair of eyes is not kept once it has left.
    """
    if outcome.fate is Fate.SENT:
        # Also if it was taken back meanwhile: it has left.
        mine = Notice.objects.filter(state__in=[Notice.State.WAITING, Notice.State.WITHDRAWN], tries=notice.tries)
        erased = {"body": ""} if is_secret(notice.kind) and not settings.DEMONSTRATION else {}
        mine.filter(pk=notice.pk).update(state=Notice.State.SENT, sent_at=now, next_try_at=None, trouble="", **erased)
        return
    Trouble.objects.create(notice=notice, at=now, answer=outcome.answer)
    again = None
    if outcome.fate is not Fate.REFUSED:
        may_leave = rules.MayLeave(calendar_of_open_school(), notice.urgent)
        again = rules.next_try(notice.tries, now, may_leave)
    failed = Notice.State.REFUSED if outcome.fate is Fate.REFUSED else Notice.State.GIVEN_UP
    state = Notice.State.WAITING if again else failed
    _change(notice, state=state, next_try_at=again, trouble=outcome.answer)


def give_back(notices: Iterable[Notice], *, now: datetime) -> None:
    """These were claimed and not tried: they are due again."""
    for notice in notices:
        _change(notice, tries=F("tries") - 1, next_try_at=now)


def _change(notice: Notice, **fields: object) -> None:
    Notice.objects.waiting().filter(pk=notice.pk, tries=notice.tries).update(**fields)
