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
        "F.2",
        _("Which of the four policies are in force, since when and in which version, and which are missing."),
        "policies:named",
        "0.2",
    ),
    Proof(
        "F.3",
        _(
            "Every document in force on a public page that needs no sign-in, and a message to everyone when one is published."
        ),
        "policies:public",
        "0.1",
    ),
    Proof(
        "F.6",
        _(
            "Guidance whose file is not the council’s own, and every text made from a starting text, is marked as "
            "alternative beforehand and in public, and nobody adopts it as it is."
        ),
        "policies:named",
        "0.2",
    ),
    Proof(
        "F.9",
        _(
            "Adopting the guidance while one of the four policies is not in force is on record as a departure with its "
            "reason; each policy shows the clauses that it must not contradict."
        ),
        "policies:named",
        "0.2",
    ),
    Proof(
        "F.10",
        _("One list of the documents that the guidance leans on: held here or elsewhere, on their way, or missing."),
        "policies:named",
        "0.2",
    ),
    Proof(
        "9.7",
        _("The guidelines on mobile phones as a named document, adopted, published and signed with the rest."),
        "policies:named",
        "0.2",
    ),
    Proof(
        "17.3",
        _(
            "Review date and owner of each document; a duty 90 and 30 days before and on the day; each review on record."
        ),
        "policies:reviews",
        "0.2",
    ),
)
