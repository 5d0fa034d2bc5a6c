"""What a school can show for the clauses that documents keep."""

from django.utils.translation import gettext_lazy as _

from accord.guidance.proofs import Proof

PROOFS = (
    Proof(
        "F.1",
        _(
            "Each adoption with its meeting date, minute reference, decision and who recorded it; nothing is in force without."
        ),
        "policies:list",
        "0.1",
    ),
    Proof(
        "F.3",
        _(
            "Every document in force on a public page that needs no sign-in, and a message to everyone when one is published."
        ),
        "policies:public",
        "0.1",
    ),
)
