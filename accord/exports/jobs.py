"""What the worker does for exports: it sets lists, and takes away what has been there long enough."""

from datetime import timedelta

from accord.exports.models import ListCopy
from accord.exports.papers import read
from accord.exports.sealing import CONTENT, GIVEN, seal, unseal
from accord.kernel import clock
from accord.kernel.jobs import job
from accord.kernel.scope import require_school
from accord.paper.lists import render
from accord.paper.receipts import Letterhead
from accord.schools.models import School
from accord.ui.templatetags.ui import initials

KEPT_FOR = timedelta(hours=1)


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


@job()
def forget() -> int:
    """Delete lists that were asked for more than an hour ago; return how many rows went. Hourly, safe to repeat."""
    return ListCopy.objects.filter(asked_at__lt=clock.now() - KEPT_FOR).delete()[0]
