from django.apps import AppConfig


class WitnessesConfig(AppConfig):
    name = "accord.witnesses"
    label = "witnesses"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accord.ui.navigation import FOOT, OFFICE, Item, register
        from accord.witnesses import evidence, seals

        seals.stamp_roots()  # A setting that is badly written stops the start, not the first receipt.
        evidence.offer()
        register(Item(_("Keys and heads"), "witnesses:overview", OFFICE, needs="ledger.see", order=90))
        register(Item(_("Check a receipt"), "receipts:check", FOOT, order=60))
