"""What a school can show for the clause that old editions are destroyed."""

from django.utils.translation import gettext_lazy as _

from accord.guidance.proofs import Proof

PROOFS = (
    Proof(
        "F.5",
        _(
            "For each edition that is out of force, the places where copies may have stood, and who confirmed when that "
            "none are left; the policy of November 2018 first."
        ),
        "withdrawals:list",
        "0.2",
    ),
)
