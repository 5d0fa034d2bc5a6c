from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "accord.guidance"
    label = "guidance"

    def ready(self) -> None:
        from accord.guidance import catalogue

        catalogue.sections()  # A clause that is badly written stops the start and not somebody's page.
