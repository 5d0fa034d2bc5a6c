"""What the worker does for exports: it makes what was asked for, and takes away what has been there long enough."""

from datetime import timedelta

from accord.exports.everything import members, zipped
from accord.exports.models import ListCopy, SchoolCopy
from accord.exports.papers import read
from accord.exports.rules import KEPT_FOR
from accord.exports.sealing import CONTENT, GIVEN, seal, unseal
from accord.kernel import clock, ledger
from accord.kernel.jobs import job
from accord.kernel.scope import in_school, require_school
from accord.paper.lists import render
from accord.paper.receipts import Letterhead
from accord.schools.models import School
from accord.ui.templatetags.ui import initials
from accord.vault import actions as vault

LISTS_KEPT_FOR = timedelta(hours=1)


@job()
def set_list(copy: str) -> None:
    """Set the list that somebody asked for. Run twice it does nothing: it is there."""
    row = ListCopy.objects.filter(pk=copy, content=None).first()
    if row is None:
        return
    school = School.objects.get(pk=require_school())
    head = Letterhead(school.name, str(school.urn), initials(school.name), school.accent)
    made = render(head, read(unseal(row, GIVEN)), at=row.asked_at)
    row.content = seal(row, CONTENT, made)
    row.save(update_fields=["content"])


@job(opens_scopes=True)
def make_school_copy(school: int, copy: str) -> None:
    """Put everything of the school, as it is at this moment, into one sealed file. Run twice it is there once."""
    with in_school(school, frozen=True):
        row = SchoolCopy.objects.select_related("folder").filter(pk=copy, file=None).first()
        if row is None:
            return
        now, here = clock.now(), School.objects.get(pk=school)
        row.file = vault.keep_pieces(
            folder=row.folder,
            name=f"{here.slug} {now:%Y-%m-%d}.zip",
            media_type="application/zip",
            pieces=zipped(members(here, now=now), now=now),
            by=None,
            now=now,
        )
        row.save(update_fields=["file"])


@job()
def forget() -> int:
    """Take away lists after an hour and copies of everything after three days; return how many. Hourly, safe to repeat."""
    now = clock.now()
    lists = ListCopy.objects.filter(asked_at__lt=now - LISTS_KEPT_FOR).delete()[0]
    over = SchoolCopy.objects.select_for_update(of=("self",)).filter(asked_at__lt=now - KEPT_FOR)
    copies = list(over.select_related("folder"))
    for copy in copies:
        ledger.record("school-copy.destroyed", copy, by=None, at=now)
        vault.destroy(copy.folder)
    return lists + len(copies)
