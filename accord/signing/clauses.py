"""What signing has for the clauses of the guidance."""

from django.utils.translation import gettext_lazy as _

from accord.guidance.proofs import Proof

_TERM = _("A term of the declaration that everybody signs, kept word by word with each signature.")

PROOFS = (
    Proof(
        "18.1",
        _("Everybody's declaration: trained, read and understood, bound to the exact versions, with a sealed receipt."),
        "signing:overview",
        "0.1",
    ),
    Proof("9.1", _TERM, "signing:overview", "0.1"),
    Proof("9.3a", _TERM, "signing:overview", "0.1"),
    Proof("7.2", _TERM, "signing:overview", "0.1"),
    Proof("9.7c", _TERM, "signing:overview", "0.1"),
    Proof("A1.2", _TERM, "signing:overview", "0.1"),
)
