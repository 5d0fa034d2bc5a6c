from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "accord.signin"
    label = "signin"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accord.ui.navigation import ACCOUNT, Item, register

        register(Item(_("Passphrase and security"), "mfa_index", ACCOUNT, order=80))
        register(Item(_("Sign out"), "account_logout", ACCOUNT, order=99, post=True))
