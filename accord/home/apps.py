from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "accord.home"
    label = "home"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accord.ui.navigation import STAFF, Item, register

        register(Item(_("Home"), "home:home", STAFF, order=10))
