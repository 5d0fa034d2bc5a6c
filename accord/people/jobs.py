"""Daily: who is gone can no longer come in, and a staff file that nobody confirmed is forgotten."""

from datetime import timedelta

from accord.kernel import clock
from accord.kernel.jobs import job
from accord.people import actions
from accord.people.models import StaffFile

FORGOTTEN_AFTER = timedelta(days=1)


@job()
def keep_access(entry: str = "") -> None:
    """Seats for everybody who is here and for nobody who is gone. Nightly, just after midnight in London, and after
    an import. Safe to run twice, late, or beside itself.
    """
    actions.keep_access(today=clock.today())


@job()
def forget_staff_files() -> int:
    """Delete staff files that were neither confirmed nor cancelled within a day; return how many. Hourly."""
    old = StaffFile.objects.filter(uploaded_at__lt=clock.now() - FORGOTTEN_AFTER)
    return old.delete()[0]
