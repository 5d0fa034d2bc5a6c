from datetime import date

from django.apps import AppConfig


class WithdrawalsConfig(AppConfig):
    name = "accord.withdrawals"
    label = "withdrawals"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accord.duties import jobs as duties
        from accord.duties.sources import sources
        from accord.folders.kinds import FolderKind, folder_kinds
        from accord.guidance.proofs import proofs
        from accord.kernel import reactions
        from accord.people.charges import charges
        from accord.ui.navigation import OFFICE, Item, register
        from accord.withdrawals import actions, evidence, jobs
        from accord.withdrawals.charges import CHARGES
        from accord.withdrawals.clauses import PROOFS
        from accord.withdrawals.sources import FOLDER_KIND, PlacesToConfirm

        folder_kinds.register(
            FolderKind(
                code=FOLDER_KIND,
                name="Places that one person confirms",
                trigger="the person's last day at the school",
                years=1,
                because="what was confirmed stays with the withdrawal",
                source="Records management guidance for schools: administrative records",
                checked_on=date(2026, 11, 23),
            )
        )
        sources.register(PlacesToConfirm())
        for charge in CHARGES:
            charges.register(charge)
        evidence.offer()
        for proof in PROOFS:
            proofs.register(proof)
        for act in ("document.published", "document.withdrawn"):
            reactions.on(act, jobs.open_by_itself.defer)
        reactions.on("role.given", jobs.open_the_countys.defer)
        for act in actions.ACTS:
            reactions.on(act, duties.reconcile.defer)
        register(Item(_("Withdrawals"), "withdrawals:list", OFFICE, needs="policies.see", order=18))
