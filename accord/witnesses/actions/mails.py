"""The head of the day for every mailbox that gets it, and what became of each mail."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from accord.kernel import clock
from accord.kernel.base import new_id
from accord.kernel.ledger import heads, proofs, sequencer
from accord.kernel.ledger.merkle import EMPTY_ROOT
from accord.kernel.models import Head
from accord.notices import rules as notice_rules
from accord.notices.post import Fate, Outcome, message_id
from accord.schools.models import School
from accord.schools.reads import open_school
from accord.witnesses import words
from accord.witnesses.models import HeadAddress, HeadMail
from accord.witnesses.rules import FIRST_HOUR, gap_since

LEASE = timedelta(minutes=10)  # How long a mail that somebody is sending is left alone.
BATCH = 20
Kind, State = HeadMail.Kind, HeadMail.State


def recipients(school: School) -> list[str]:
    """Who gets the open school's head: its own mailbox, its authority's, and those that agreed to it."""
    own = [school.email, school.authority.email if school.authority else ""]
    chosen = HeadAddress.objects.confirmed().values_list("address", flat=True)
    return list(dict.fromkeys(address.lower() for address in [*own, *chosen] if address))


@transaction.atomic
def write_daily(*, now: datetime) -> int:
    """Write the mails of the day, once for each mailbox; return how many are new. Safe to repeat, late, or beside itself.

    From six in the morning in London, every day. What has not left by then is overtaken by the new mail, whose head
    covers all that it said.
    """
    local = now.astimezone(clock.LONDON)
    if local.hour < FIRST_HOUR:
        return 0
    school, today = open_school(), local.date()
    written = HeadMail.objects.filter(kind=Kind.DAILY, day=today).values_list("address", flat=True)
    missing = sorted(set(recipients(school)) - set(written))
    if not missing:
        return 0
    HeadMail.objects.waiting().filter(kind=Kind.DAILY, day__lt=today).update(state=State.OVERTAKEN, next_try_at=None)
    return len(_write(school, missing, Kind.DAILY, today, now))


@transaction.atomic
def write_test(*, now: datetime) -> int:
    """Send today's head to every mailbox once more, marked as a test; return to how many. Once an hour counts."""
    school = open_school()
    local = now.astimezone(clock.LONDON)
    return len(_write(school, recipients(school), Kind.TEST, local.date(), now, suffix=f"-{local:%H}"))


def _write(
    school: School, addresses: Iterable[str], kind: str, day: date, now: datetime, suffix: str = ""
) -> list[HeadMail]:
    head, row = signed_head(school.pk, now)
    mails = []
    for address in addresses:
        last = HeadMail.objects.filter(address=address, kind=Kind.DAILY, state=State.SENT).order_by("-day").first()
        growth = _growth(last, row)
        gap = gap_since(last.day, day) if last and kind == Kind.DAILY else None
        body = words.daily_body(school, head, growth, gap, is_test=kind == Kind.TEST)
        subject = words.daily_subject(school, day)
        mails.append(letter(kind, f"{kind}-{day}{suffix}-{address}", address, subject, body, day, now, head))
    before = set(HeadMail.objects.filter(once__in=[mail.once for mail in mails]).values_list("once", flat=True))
    HeadMail.objects.bulk_create(mails, ignore_conflicts=True)
    return [mail for mail in mails if mail.once not in before]


def letter(
    kind: str,
    once: str,
    address: str,
    subject: str,
    body: str,
    day: date,
    now: datetime,
    head: words.SignedHead | None = None,
) -> HeadMail:
    """A mail that is not written down yet."""
    mail_id = new_id()
    return HeadMail(
        id=mail_id,
        kind=kind,
        once=once,
        day=day,
        address=address,
        size=head.size if head else None,
        root=head.root if head else None,
        subject=subject[:240],
        body=body,
        message_id=message_id(mail_id),
        created_at=now,
        next_try_at=now,
    )


def signed_head(school_id: int, now: datetime) -> tuple[words.SignedHead, Head | None]:
    """The open school's head, signed anew for this moment: of an idle school it says that nothing has changed.

    Places what waits first. Raises BrokenTree when the newest head does not follow from its frontier.
    """
    while sequencer.sequence():
        pass
    sequencer.hold()
    row = sequencer.newest()
    size, root = (row.size, bytes(row.root)) if row else (0, EMPTY_ROOT)
    key_id, signature = heads.sign(school_id, size, root, now)
    statement = heads.statement(school_id, size, root, now)
    return words.SignedHead(statement, signature, heads.public_of(key_id), size, root, now), row


def _growth(last: HeadMail | None, now: Head | None) -> words.Growth | None:
    """From the head that an address got last to the one that it gets now."""
    if last is None or last.size is None or last.root is None:
        return None
    root = bytes(last.root)
    before = Head.objects.filter(size=last.size).first() if last.size else None
    same = (bytes(before.root) if before else EMPTY_ROOT) == root and (now.size if now else 0) >= last.size
    if not same:
        return words.Growth(last.size, root, last.day, False, [])
    steps = proofs.consistency(before, now) if before and now else []
    return words.Growth(last.size, root, last.day, True, steps)


def claim(*, now: datetime) -> list[HeadMail]:
    """Take some due mails for sending. They are this caller's until the lease is over; commit before sending."""
    due = HeadMail.objects.due(now).select_for_update(skip_locked=True).order_by("next_try_at", "id")
    mails = list(due[:BATCH])
    for mail in mails:
        mail.tries, mail.next_try_at = mail.tries + 1, now + LEASE
    HeadMail.objects.bulk_update(mails, ["tries", "next_try_at"])
    return mails


def settle(mail: HeadMail, outcome: Outcome, *, now: datetime) -> None:
    """Write down what became of a claimed mail, unless somebody else has taken it up since.

    The link in a question is for one pair of eyes and is not kept once it has left.
    """
    mine = HeadMail.objects.filter(pk=mail.pk, tries=mail.tries)
    if outcome.fate is Fate.SENT:
        erased = {"body": ""} if mail.kind == Kind.CONFIRM and not settings.DEMONSTRATION else {}
        mine.update(state=State.SENT, sent_at=now, next_try_at=None, trouble="", **erased)
        return
    refused = outcome.fate is Fate.REFUSED
    at_any_time = notice_rules.MayLeave(None, urgent=True)  # type: ignore[arg-type]
    again = None if refused else notice_rules.next_try(mail.tries, now, at_any_time)
    state = State.WAITING if again else State.REFUSED if refused else State.GIVEN_UP
    mine.waiting().update(state=state, next_try_at=again, trouble=outcome.answer)


def next_due() -> datetime | None:
    """When the first waiting mail of the open school may leave."""
    return HeadMail.objects.waiting().order_by("next_try_at").values_list("next_try_at", flat=True).first()
