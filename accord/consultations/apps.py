from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "accord.consultations"
    label = "consultations"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accord.consultations import evidence, jobs, messages
        from accord.consultations.clauses import PROOFS
        from accord.consultations.conditions import OwnConsultation
        from accord.guidance.proofs import proofs
        from accord.kernel import reactions
        from accord.notices.kinds import NoticeKind, notice_kinds
        from accord.policies.conditions import conditions
        from accord.ui.navigation import ADOPTION, DOCUMENT, DRAFT, READING, STAFF, Item, register

        evidence.offer()
        conditions.register(OwnConsultation())
        for proof in PROOFS:
            proofs.register(proof)
        notice_kinds.register(NoticeKind(messages.OPENED, "A consultation is open", jobs.still_open))
        notice_kinds.register(NoticeKind(messages.LINK, "Personal link to a consultation", is_secret=True))
        notice_kinds.register(NoticeKind(messages.CHANGED, "News of a consultation"))
        notice_kinds.register(NoticeKind(messages.ANSWERED, "An answer to feedback"))
        for act in (evidence.STARTED, "invitation.addressed", "invitation.renewed"):
            reactions.on(act, jobs.invite.defer)
        for act in (evidence.MOVED, evidence.CALLED_OFF, evidence.CONCLUDED):
            reactions.on(act, jobs.tell.defer)
        reactions.on(evidence.ANSWERED, jobs.tell_answer.defer)
        reactions.on(evidence.ASKED, jobs.make_paper.defer)
        for act in ("version.adopted", "version.turned-down"):
            reactions.on(act, jobs.bind_decision.defer)
        register(Item(_("Consultations"), "consultations:list", STAFF, order=40))
        register(Item(_("Say something about this document"), "consultations:say", READING))
        register(Item(_("Say something about this document"), "consultations:say_about", DOCUMENT))
        register(
            Item(_("Start a consultation on it"), "consultations:start", DRAFT, needs="consultations.lead", order=10)
        )
        register(
            Item(_("Paper for the governing board"), "consultations:papers", DRAFT, needs="policies.see", order=20)
        )
        register(Item(_("Paper for the governing board"), "consultations:papers", ADOPTION, needs="policies.see"))
