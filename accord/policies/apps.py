from datetime import date

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "accord.policies"
    label = "policies"

    def ready(self) -> None:
        from accord.folders.kinds import FolderKind, folder_kinds
        from accord.policies.audience import documents_in_force
        from accord.policies.models import FOLDER_KIND
        from accord.signing.asking import askers

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
