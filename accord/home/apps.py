from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "accord.home"
    label = "home"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accord.ui.navigation import ACCOUNT, STAFF, Item, register

        register(Item(_("Home"), "home:home", STAFF, order=10))
        register(Item(_("Setting the school up"), "home:setting_up", ACCOUNT, needs="school.settings", order=60))
