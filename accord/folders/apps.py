from django.apps import AppConfig


class FoldersConfig(AppConfig):
    name = "accord.folders"
    label = "folders"
