from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "accord.vault"
    label = "vault"
