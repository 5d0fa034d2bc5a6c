from django.apps import AppConfig
from django.core.checks import Error, register


class ConfigConfig(AppConfig):
    name = "accord.config"
    label = "config"

    def ready(self) -> None:
        register(every_route_says_what_it_needs)


def every_route_says_what_it_needs(app_configs: object, **kwargs: object) -> list[Error]:
    """A route without an entry in the access table stops the start and fails the build."""
    from accord.kernel import access

    return [
        Error(
            f"{entry.address} does not say who may come there.",
            hint="Make it with kernel.access.route.",
            id="accord.E1",
        )
        for entry in access.table()
        if entry.needs is None
    ]
