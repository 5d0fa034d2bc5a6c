from datetime import date

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "accord.exports"
    label = "exports"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accord.exports.asking import ListPapers
        from accord.exports.models import FOLDER_KIND
        from accord.folders.kinds import FolderKind, folder_kinds
        from accord.ui.exports import papers
        from accord.ui.navigation import ACCOUNT, Item, register

        folder_kinds.register(
            FolderKind(
                code=FOLDER_KIND,
                name="Copy of everything of the school",
                trigger="three days have passed since it was asked for",
                years=None,
                because="it is on its way out, and everything in it is kept elsewhere",
                source="UK GDPR Article 5(1)(e): storage limitation",
                checked_on=date(2026, 11, 22),
            )
        )
        papers.register(ListPapers())
        register(Item(_("Take everything out"), "exports:everything", ACCOUNT, needs="school.export", order=60))
