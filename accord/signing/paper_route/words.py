"""The paper route in words."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accord.signing.paper_route.models import Scan, ScanPage
from accord.ui.states import DONE, ENDED, HEED, LATE, YOURS, State

OUT = State(_("Not back yet"), ENDED)
COUNTS = State(_("Counts"), DONE)

BACK = State(_("Waits for a witness"), YOURS)

SCANS: dict[str, State] = {
    Scan.State.READING: State(_("Being read"), YOURS),
    Scan.State.READ: State(_("Read"), DONE),
    Scan.State.REFUSED: State(_("Could not be read"), LATE),
}
PAGES: dict[str, State] = {
    ScanPage.State.CONFIRMED: State(_("Confirmed"), DONE),
    ScanPage.State.DISCARDED: State(_("Discarded"), ENDED),
}
WAITS = BACK
NOBODYS = State(_("Whose is it?"), HEED)
CANNOT_COUNT = State(_("Cannot count"), LATE)
FOUND: dict[str, Any] = {
    ScanPage.Found.CODE: _("Its code was read."),
    ScanPage.Found.HAND: _("Chosen by hand."),
    ScanPage.Found.NO_CODE: _("No code could be read on this page."),
    ScanPage.Found.STRANGE: _("No sheet of this school has the code on this page."),
    ScanPage.Found.SEVERAL: _("There are several codes on this page: scan one sheet a page."),
}


def of_sheet(confirmed_at: datetime | None, is_back: bool) -> State:
    """How a sheet stands."""
    if confirmed_at:
        return COUNTS
    return BACK if is_back else OUT
