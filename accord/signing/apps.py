from datetime import date

from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "accord.signing"
    label = "signing"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accord.duties import jobs as duties
        from accord.duties.sources import sources
        from accord.folders.kinds import FolderKind, folder_kinds
        from accord.guidance.proofs import proofs
        from accord.kernel import reactions
        from accord.signing.clauses import PROOFS
        from accord.signing.evidence import offer
        from accord.signing.paper_route.evidence import offer as offer_paper
        from accord.signing.paper_route.models import FOLDER_KIND as PAPER_FOLDER_KIND
        from accord.signing.sources import FOLDER_KIND, DocumentsToSign
        from accord.ui.navigation import ACCOUNT, OFFICE, Item, register

        folder_kinds.register(
            FolderKind(
                code=FOLDER_KIND,
                name="Signatures of one person",
                trigger="the person's last day at the school",
                years=6,
                because="claims about employment can be brought for six years",
                source="Records management guidance for schools; Limitation Act 1980",
                checked_on=date(2026, 11, 22),
            )
        )
        sources.register(DocumentsToSign())
        for act in ("exemption.given", "exemptions.given", "exemption.ended"):
            reactions.on(act, duties.reconcile.defer)
        offer()
        offer_paper()
        folder_kinds.register(
            FolderKind(
                code=PAPER_FOLDER_KIND,
                name="Printed sheets and scans",
                trigger="its last page was confirmed or put aside",
                years=1,
                because="a mistake in a scan shows when people look at their record",
                source="Our own: what counts lies in each person's folder of signatures",
                checked_on=date(2026, 11, 23),
            )
        )
        for proof in PROOFS:
            proofs.register(proof)
        register(Item(_("My record"), "signing:record", ACCOUNT, order=20))
        register(Item(_("Signing"), "signing:overview", OFFICE, needs="signing.board", order=20))
        register(Item(_("Signing on paper"), "signing:paper", OFFICE, needs="signing.board", order=25))
        register(Item(_("Briefings"), "signing:briefings", OFFICE, needs="training.record", order=60))
