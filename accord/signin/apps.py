from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "accord.signin"
    label = "signin"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accord.notices.kinds import NoticeKind, notice_kinds
        from accord.signin.actions import KIND
        from accord.ui.navigation import ACCOUNT, Item, register

        notice_kinds.register(NoticeKind(KIND, "About their account", is_secret=True))
        register(Item(_("Passphrase and security"), "mfa_index", ACCOUNT, order=80))
        register(Item(_("Sign out"), "account_logout", ACCOUNT, order=99, post=True))
