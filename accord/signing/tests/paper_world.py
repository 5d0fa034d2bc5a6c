"""Sheets in every state, for the tests that walk through all pages."""

import uuid
from typing import Any

from accord.kernel import clock
from accord.people.models import Person
from accord.schools.reads import open_school
from accord.signing.paper_route import actions, jobs
from accord.signing.paper_route.models import ScanPage


def lay_out(owing: Person, by: Person) -> dict[str, Any]:
    """A sheet for `owing`, who owes a signature, and a scan of it that waits for a witness; what routes call them."""
    school, now = open_school(), clock.now()
    printing = actions.print_sheets(people=[owing.pk], school_name=school.name, once=uuid.uuid4(), by=by, now=now)
    jobs.set_sheets(printing=str(printing.pk))
    printing.refresh_from_db()
    scan = actions.take_in(name="scan.pdf", content=jobs.opened(printing), once=uuid.uuid4(), by=by, now=now)
    jobs.read_scan(school.pk, scan=str(scan.pk))
    return {
        "printing": printing.pk,
        "sheet": printing.sheets.get().pk,
        "scan": scan.pk,
        "scan_page": ScanPage.objects.get(scan=scan).pk,
    }
