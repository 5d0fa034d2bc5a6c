from datetime import date

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "accord.policies"
    label = "policies"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accord.duties import jobs as duties
        from accord.duties.feed import days_to_come
        from accord.duties.sources import sources
        from accord.folders.kinds import FolderKind, folder_kinds
        from accord.guidance.proofs import proofs
        from accord.kernel import reactions
        from accord.notices.kinds import NoticeKind, notice_kinds
        from accord.people.charges import charges
        from accord.policies import evidence, jobs
        from accord.policies.audience import documents_in_force
        from accord.policies.calendar_days import ReviewDates
        from accord.policies.charges import CHARGES
        from accord.policies.clauses import PROOFS
        from accord.policies.conditions import conditions
        from accord.policies.four import FourInForce, NoLongerAStart
        from accord.policies.models import FOLDER_KIND
        from accord.policies.origins import Adoptions, ChangeNotes
        from accord.policies.sources import FOLDER_KIND as LOOKING_AFTER
        from accord.policies.sources import DocumentsToReview
        from accord.signing.asking import askers
        from accord.signing.comparing import change_notes
        from accord.signing.receipts import origins
        from accord.ui.navigation import FOOT, OFFICE, SEARCH, STAFF, Item, register

        folder_kinds.register(
            FolderKind(
                code=FOLDER_KIND,
                name="Document of the school",
                trigger="it was withdrawn and the last signature under it was destroyed",
                years=3,
                because="signatures and minutes refer to its exact text",
                source="Records management guidance for schools: policies, expiry and three years",
                checked_on=date(2026, 11, 22),
            )
        )
        folder_kinds.register(
            FolderKind(
                code=LOOKING_AFTER,
                name="Reviews that one person owes",
                trigger="the person's last day at the school",
                years=1,
                because="the reviews themselves stay with the documents",
                source="Records management guidance for schools: administrative records",
                checked_on=date(2026, 11, 22),
            )
        )
        askers.register(documents_in_force)
        days_to_come.register(ReviewDates())
        sources.register(DocumentsToReview())
        for charge in CHARGES:
            charges.register(charge)
        conditions.register(FourInForce())
        conditions.register(NoLongerAStart())
        origins.register(Adoptions())
        change_notes.register(ChangeNotes())
        evidence.offer()
        for proof in PROOFS:
            proofs.register(proof)
        notice_kinds.register(NoticeKind(jobs.KIND, "A document has been published", jobs.still_true))
        changing = ("document.published", "document.withdrawn", "document.changed", "audience.changed")
        for act in (*changing, *evidence.LOOKED_AFTER):
            reactions.on(act, duties.reconcile.defer)
        reactions.on("charges.handed-over", duties.reconcile.defer)
        reactions.on("document.published", jobs.announce.defer)
        register(Item(_("Documents"), "policies:list", STAFF, order=30))
        register(Item(_("Named documents"), "policies:named", OFFICE, needs="policies.see", order=15))
        register(Item(_("Search in documents"), "policies:search", SEARCH))
        register(Item(_("Policies of the school"), "policies:public", FOOT, order=20))
