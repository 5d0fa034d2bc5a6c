from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "accord.schools"
    label = "schools"

    def ready(self) -> None:
        from accord.schools.evidence import offer
        from accord.ui.navigation import ACCOUNT, OFFICE, Item, register

        offer()
        register(Item(_("Settings"), "schools:settings", OFFICE, needs="school.settings", order=90))
        register(Item(_("School calendar"), "schools:calendar", ACCOUNT, order=40))
