from datetime import date

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "accord.policies"
    label = "policies"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accord.duties import jobs as duties
        from accord.duties.feed import days_to_come
        from accord.folders.kinds import FolderKind, folder_kinds
        from accord.guidance.proofs import proofs
        from accord.kernel import reactions
        from accord.notices.kinds import NoticeKind, notice_kinds
        from accord.policies import evidence, jobs
        from accord.policies.audience import documents_in_force
        from accord.policies.calendar_days import ReviewDates
        from accord.policies.clauses import PROOFS
        from accord.policies.models import FOLDER_KIND
        from accord.policies.origins import Adoptions, ChangeNotes
        from accord.signing.asking import askers
        from accord.signing.comparing import change_notes
        from accord.signing.receipts import origins
        from accord.ui.navigation import FOOT, SEARCH, STAFF, Item, register

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
        askers.register(documents_in_force)
        days_to_come.register(ReviewDates())
        origins.register(Adoptions())
        change_notes.register(ChangeNotes())
        evidence.offer()
        for proof in PROOFS:
            proofs.register(proof)
        notice_kinds.register(NoticeKind(jobs.KIND, "A document has been published", jobs.still_true))
        for act in ("document.published", "document.withdrawn", "document.changed", "audience.changed"):
            reactions.on(act, duties.reconcile.defer)
        reactions.on("document.published", jobs.announce.defer)
        register(Item(_("Documents"), "policies:list", STAFF, order=30))
        register(Item(_("Search in documents"), "policies:search", SEARCH))
        register(Item(_("Policies of the school"), "policies:public", FOOT, order=20))
