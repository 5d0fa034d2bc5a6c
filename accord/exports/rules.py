"""When everything of a school may leave."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from accord.kernel.decision import ALLOW, Decision, refuse
from accord.signing.rules import FRESH_FOR

KEPT_FOR = timedelta(days=3)
PATIENCE = timedelta(hours=1)  # A copy that is not made by then will not be; another may be asked for.


def may_fetch(*, is_made: bool, asked_at: datetime, signed_in_at: datetime, now: datetime) -> Decision:
    """Whether somebody who may take everything out may do it now: it is there, and they have just proved who they are."""
    if now - asked_at > KEPT_FOR:
        return refuse("over", "This copy has been destroyed. Ask for a new one.")
    if not is_made:
        return refuse("not-made", "It is still being made. Look again in a few minutes.")
    if now - signed_in_at > FRESH_FOR:
        return refuse("sign-in-old", "Please confirm your passphrase: your sign-in is more than 15 minutes old.")
    return ALLOW


def may_ask(*, waiting_since: Iterable[datetime], now: datetime) -> Decision:
    """Whether another copy may be asked for: each holds everything once more."""
    if any(now - asked_at <= PATIENCE for asked_at in waiting_since):
        return refuse("one-waits", "A copy is being made. Wait for it.")
    return ALLOW
