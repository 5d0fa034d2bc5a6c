from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "accord.duties"
    label = "duties"
