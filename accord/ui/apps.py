from django.apps import AppConfig


class UiConfig(AppConfig):
    """The face of the house: base pages, components, form renderer, charts, refusal and error pages."""

    name = "accord.ui"
    label = "ui"
    verbose_name = "Pages and components"
