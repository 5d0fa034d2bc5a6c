from django.apps import AppConfig
from django.conf import settings


class NoticesConfig(AppConfig):
    name = "accord.notices"
    label = "notices"

    def ready(self) -> None:
        from accord.guidance.proofs import proofs
        from accord.kernel import reactions
        from accord.notices import clauses, post, standing_in
        from accord.notices.kinds import NoticeKind, notice_kinds
        from accord.ui import navigation

        if settings.EMAIL_URL:
            post.options(settings.EMAIL_URL)  # A setting that is badly written stops the start, not the first mail.
        for proof in clauses.PROOFS:
            proofs.register(proof)
        notice_kinds.register(NoticeKind(standing_in.KIND, "Somebody stands in"))
        for act in ("role.passed-on", "role.taken-back"):
            reactions.on(act, standing_in.tell.defer)
        navigation.register(
            navigation.Item("Messages", "notices:list", navigation.OFFICE, needs="notices.see", order=60)
        )
