from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "accord.signin"
    label = "signin"
