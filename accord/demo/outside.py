"""How the demonstration's ledgers leave the building: mailboxes that keep the heads, a year's change of keys, mails."""

from datetime import date

from accord.demo.days import ONE_DAY, at
from accord.demo.office import Office
from accord.demo.past import Past
from accord.kernel import clock
from accord.notices.post import Fate, Outcome
from accord.witnesses.actions import addresses, keys, mails
from accord.witnesses.models import HeadMail

DAYS = 6  # Of mails that stand in the register.


def plan(past: Past, today: date, *, began: date) -> None:
    """The worker's part: keys replaced after their year, and the mails of the last days."""
    past.plan(at(began + ONE_DAY * 366, 2, 20), lambda: keys.replace_due(now=clock.now()), defers=False)
    for ago in reversed(range(DAYS)):
        past.plan(at(today - ONE_DAY * ago, 6, 9), _mail, defers=False)


def plan_mailbox(past: Past, office: Office, address: str, day: date, *, by: str) -> None:
    """A mailbox that the Headteacher asks, and that agrees an hour later."""
    past.plan(at(day, 9, 40), lambda: addresses.add(address=address, by=office[by], now=clock.now()), defers=False)
    past.plan(at(day, 10, 50), lambda: _agree(address), defers=False)


def _agree(address: str) -> None:
    _deliver()
    letter = HeadMail.objects.filter(address=address, kind=HeadMail.Kind.CONFIRM).latest("created_at")
    addresses.agree(token=letter.body.split("/receipts/heads/")[1].split("/")[1], now=clock.now())


def _mail() -> None:
    mails.write_daily(now=clock.now())
    _deliver()


def _deliver() -> None:
    for letter in mails.claim(now=clock.now()):
        mails.settle(letter, Outcome(Fate.SENT), now=clock.now())
