"""The paper route in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accord.signing.paper_route.models import Scan, ScanPage
from accord.ui.states import DONE, ENDED, HEED, LATE, YOURS, State

OUT = State(_("Not back yet"), YOURS)
COUNTS = State(_("Counts"), DONE)

SCANS: dict[str, State] = {
    Scan.State.READING: State(_("Being read"), YOURS),
    Scan.State.READ: State(_("Read"), DONE),
    Scan.State.REFUSED: State(_("Could not be read"), LATE),
}
PAGES: dict[str, State] = {
    ScanPage.State.CONFIRMED: State(_("Confirmed"), DONE),
    ScanPage.State.DISCARDED: State(_("Discarded"), ENDED),
}
WAITS = State(_("Waits for a witness"), YOURS)
NOBODYS = State(_("Whose is it?"), HEED)
CANNOT_COUNT = State(_("Cannot count"), LATE)
FOUND: dict[str, Any] = {
    ScanPage.Found.CODE: _("Its code was read."),
    ScanPage.Found.HAND: _("Chosen by hand."),
    ScanPage.Found.NO_CODE: _("No code could be read on this page."),
    ScanPage.Found.STRANGE: _("No sheet of this school has the code on this page."),
    ScanPage.Found.SEVERAL: _("There are several codes on this page: scan one sheet a page."),
}
