"""What consultations have for the clauses of the guidance."""

from django.utils.translation import gettext_lazy as _

from accord.guidance.proofs import Proof

PROOFS = (
    Proof(
        "F.6",
        _(
            "The school's own consultation on alternative guidance; without a closed one with its outcome it cannot be adopted."
        ),
        "consultations:list",
        "0.1",
    ),
    Proof(
        "F.7",
        _("What staff say about a document, with its answer, compiled into the paper on which the board decides."),
        "consultations:list",
        "0.1",
    ),
    Proof(
        "F.8",
        _("Who was consulted, what each body answered, and the outcome."),
        "consultations:list",
        "0.1",
    ),
)
