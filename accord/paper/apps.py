from django.apps import AppConfig


class PaperConfig(AppConfig):
    name = "accord.paper"
    label = "paper"
    verbose_name = "Paper"
