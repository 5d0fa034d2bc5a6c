"""What somebody is in charge of among the documents."""

from django.utils.translation import gettext_lazy as _

from accord.guidance.named import named_documents
from accord.people.charges import Charge
from accord.policies.models import Document, Elsewhere


def _title(kept: Elsewhere) -> str:
    found = named_documents().get(kept.named)
    return found.title if found else kept.named


CHARGES = (
    Charge(_("document"), _("documents"), Document.objects.all, "owner", lambda document: document.title),
    Charge(
        _("document kept elsewhere"),
        _("documents kept elsewhere"),
        lambda: Elsewhere.objects.current(),
        "owner",
        _title,
    ),
)
