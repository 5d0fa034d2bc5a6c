from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "accord.schools"
    label = "schools"
