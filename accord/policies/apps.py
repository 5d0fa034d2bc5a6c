from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "accord.policies"
    label = "policies"
