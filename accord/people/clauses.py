"""What the people slice has for the clauses of the guidance."""

from django.utils.translation import gettext_lazy as _

from accord.guidance.proofs import Proof

PROOFS = (
    Proof(
        "2.1",
        _("Staff, volunteers and governors are on record by category, and any of them can be asked to sign."),
        "people:list",
        "0.1",
    ),
    Proof(
        "2.2",
        _("Supply and peripatetic staff and people who provide a service are on record with their first and last day."),
        "people:list",
        "0.1",
    ),
)
