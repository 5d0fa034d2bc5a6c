"""What a school can show for the clauses that messages keep."""

from django.utils.translation import gettext_lazy as _

from accord.guidance.proofs import Proof

PROOFS = (
    Proof(
        "8.2",
        _(
            "A message that is not urgent waits for 08:00 to 17:00 on a school day, and the register says when each left."
        ),
        "notices:list",
        "0.1",
    ),
)
