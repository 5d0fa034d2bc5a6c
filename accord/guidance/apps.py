from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "accord.guidance"
    label = "guidance"

    def ready(self) -> None:
        from accord.guidance import catalogue, named
        from accord.ui import navigation

        catalogue.sections()  # A clause that is badly written stops the start and not somebody's page.
        named.named_documents()
        navigation.register(navigation.Item(_("The guidance"), "guidance:clauses", area=navigation.FOOT))
