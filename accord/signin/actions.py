"""Messages about somebody's account."""

import uuid
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.template.loader import render_to_string

from accord.kernel.scope import in_school
from accord.notices.actions import Draft, queue
from accord.people.models import Person, Seat
from accord.signin.links import invitation_link

KIND = "account"


def send_link(*, account: uuid.UUID, asked: str, now: datetime, invited_to: int | None = None) -> bool:
    """Queue a link to choose a passphrase for whoever has an open seat; return whether there is one.

    A link is urgent: somebody stands before the door. `asked` twice is one message. `invited_to` is the school that
    lets somebody in who did not ask.
    """
    seat = _seat(account, invited_to)
    if seat is None:
        return False
    words = "signin/mail/invitation" if invited_to else "signin/mail/link"
    context = {"school": seat.school, "link": invitation_link(seat.account)}
    _queue(seat, words, context, once=f"account/link/{asked}", now=now)
    return True


def tell(*, account: uuid.UUID, words: str, once: str, now: datetime) -> None:
    """Queue a message that something about the account has changed. `words` names its templates."""
    seat = _seat(account)
    if seat is not None:
        _queue(seat, words, {"school": seat.school, "when": now}, once=once, now=now)


@transaction.atomic
def release(*, account: uuid.UUID, now: datetime) -> int:
    """Take every second factor from an account and tell its owner; return how many there were."""
    number, _ = Authenticator.objects.filter(user_id=account).delete()
    if number:
        tell(account=account, words="mfa/email/totp_deactivated", once=f"account/release/{account}/{now}", now=now)
    return number


def _seat(account: uuid.UUID, school: int | None = None) -> Seat | None:
    """Where messages about an account go: the school with the first name, if there are several."""
    seats = Seat.objects.filter(account=account, account__is_active=True, closed_at__isnull=True)
    if school is not None:
        seats = seats.filter(school=school)
    return seats.select_related("account", "school").order_by("school__name").first()


def _queue(seat: Seat, words: str, context: dict[str, Any], *, once: str, now: datetime) -> None:
    subject = render_to_string(f"{words}_subject.txt", context).strip()
    body = render_to_string(f"{words}_message.txt", context).strip()
    with in_school(seat.school_id):
        person = Person.objects.get(pk=seat.person_id)
        queue([Draft(person, KIND, once, subject, body, urgent=True)], now=now)
