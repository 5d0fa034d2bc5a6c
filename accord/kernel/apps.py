from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "accord.kernel"
    label = "kernel"
