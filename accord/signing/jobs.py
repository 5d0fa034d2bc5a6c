"""What the worker does for signing: the receipts."""

from datetime import timedelta

from accord.folders.actions import folder_key
from accord.kernel import clock, keys_material
from accord.kernel.jobs import job
from accord.kernel.scope import require_school
from accord.schools.models import School
from accord.signing.models import ReceiptCopy

KEPT_FOR = timedelta(hours=1)


@job()
def make_receipt(copy: str) -> None:
    """Set and seal the receipt that somebody asked for. Run twice it does nothing: the copy is there."""
    from accord.paper.receipts import render
    from accord.signing.receipts import receipt
    from accord.witnesses.sealing import seal

    row = ReceiptCopy.objects.select_related("declaration__folder").filter(pk=copy, content=None).first()
    if row is None:
        return
    school = School.objects.get(pk=require_school())
    facts = receipt(row.declaration, school)
    paper, row.untimed = seal(render(facts), school, reason=f"Receipt {facts.number}")
    row.content = keys_material.wrap(folder_key(row.declaration.folder), paper, row.pk.bytes)
    row.save(update_fields=["content", "untimed"])


def opened(copy: ReceiptCopy) -> bytes:
    """The PDF of a copy that has been made."""
    assert copy.content is not None
    return keys_material.unwrap(folder_key(copy.declaration.folder), bytes(copy.content), copy.pk.bytes)


@job()
def delete_old_copies() -> int:
    """Delete copies that are older than an hour; return how many. Hourly, safe to repeat."""
    old = ReceiptCopy.objects.filter(asked_at__lt=clock.now() - KEPT_FOR)
    return old.delete()[0]
