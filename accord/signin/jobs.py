import uuid

from accord.kernel import clock
from accord.kernel.jobs import job
from accord.signin import actions


@job(opens_scopes=True)
def send_link(school: int, *, account: str, asked: str) -> None:
    """Send the link that was asked for, in the school where the account has a seat; nothing where there is none.

    Safe to repeat: `asked` names the request, and one request is one message.
    """
    actions.send_link(account=uuid.UUID(account), asked=asked, now=clock.now())
