"""Where allauth meets the house: nobody signs up by themselves, and its mails leave like every other message."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.template.loader import render_to_string

from accord.kernel import clock
from accord.kernel.scope import in_school
from accord.notices.actions import Draft, queue
from accord.people.models import Account, Person, Seat


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the school, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue one of allauth's mails as a notice of the school in which the account has a seat.

        An address that nobody has is sent nothing, and the page does not tell the difference.
        """
        account = context.get("user") or Account.objects.filter(email=email.lower()).first()
        seat = Seat.objects.filter(account=account, closed_at__isnull=True).select_related("school").first()
        if account is None or seat is None:
            return
        known = context | {"school": seat.school}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", known).split())
        body = render_to_string(f"{template_prefix}_message.txt", known).strip()
        now = clock.now()
        with in_school(seat.school_id):
            draft = Draft(
                person=Person.objects.get(pk=seat.person_id),
                kind="account",
                once=f"account/{template_prefix}/{account.pk}/{now.isoformat()}",
                subject=subject,
                body=body,
                urgent=True,
            )
            queue([draft], now=now)
